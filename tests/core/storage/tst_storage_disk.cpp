#include "blob_store_contract.h"

#include "core/storage/disk_store.h"

#include <QTemporaryDir>

#include <csignal>
#include <fstream>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace headroom;
using namespace headroom::storage;
using test::blobKey;
using test::contentOf;

class DiskStoreTest : public test::BlobStoreContract {
    Q_OBJECT

    BlobStore& store() override { return *store_; }

    static int filesBelow(const std::filesystem::path& folder) {
        int files = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.is_regular_file()) ++files;
        return files;
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path root_;
    std::unique_ptr<DiskStore> store_;

private Q_SLOTS:
    void initTestCase() {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = std::filesystem::path(folder_->path().toStdString()) / "made" / "blobs";
        store_ = std::move(DiskStore::open(root_)).value();
    }

    void keysThatAreNotOursAreRefused_data() {
        QTest::addColumn<QString>("key");
        for (const char* key : {"", "/", "/a", "a/", "a//b", "../a", "a/../b", "a/..", ".", ".incoming/x",
                                "A", "a b", "a\\b", "_aa/x", "a/_aa", "a\n", "ä", "1/2/3/4/5/6/7"})
            QTest::addRow("%s", key) << QString::fromUtf8(key);
        QTest::newRow("long") << QString(201, 'a');
        QTest::newRow("nul") << QString("a") + QChar(0) + "b";
    }
    void keysThatAreNotOursAreRefused() {
        QFETCH(QString, key);
        const auto parsed = BlobKey::parse(key.toStdString());
        QVERIFY(!parsed);
        QVERIFY(parsed.error().code == ErrorCode::InvalidInput);
    }

    void onlyTheOwnerMayReadTheFiles() {
        QVERIFY(put("modes/a", "secret"));
        struct stat status {};
        QCOMPARE(::stat((root_ / "modes/_a/a").c_str(), &status), 0);
        QCOMPARE(int(status.st_mode & 0777), 0600);
        QCOMPARE(::stat((root_ / "modes").c_str(), &status), 0);
        QCOMPARE(int(status.st_mode & 0777), 0700);
    }

    void symbolicLinksAreNotFollowed() {
        const std::filesystem::path outside =
            std::filesystem::path(folder_->path().toStdString()) / "outside";
        std::filesystem::create_directories(outside / "_se");
        std::ofstream(outside / "_se/secret") << "secret";
        QVERIFY(put("links/ok", "x"));
        std::filesystem::create_symlink(outside / "_se/secret", root_ / "links/_ok/okay");
        std::filesystem::create_directory_symlink(outside, root_ / "evil");
        QVERIFY(!store_->getBytes(blobKey("links/okay")));
        QVERIFY(!store_->getBytes(blobKey("evil/secret")));
        QVERIFY(!put("evil/new", "x"));
        QVERIFY(!std::filesystem::exists(outside / "_ne"));
        QCOMPARE(store_->list("links/", "", 10)->blobs.size(), std::size_t(1));
        QVERIFY(!store_->list("evil/", "", 10));
    }

    void foreignFilesAreNotListed() {
        QVERIFY(put("foreign/good", "x"));
        std::ofstream(root_ / "foreign/loose") << "x";
        std::ofstream(root_ / "foreign/_go/UPPER") << "x";
        std::ofstream(root_ / "foreign/_go/misplaced") << "x";
        const auto page = store_->list("foreign/", "", 10);
        QCOMPARE(page->blobs.size(), std::size_t(1));
        QCOMPARE(page->blobs[0].key.text(), std::string("foreign/good"));
    }

    // A file size limit fails write() the way a full disk does; in a child, as the limit cannot be raised
    // again.
    void aFullDiskIsSaidAndLeavesNothing() {
        const int before = filesBelow(root_);
        const pid_t child = ::fork();
        if (child == 0) {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{100'000, 100'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            const std::string bytes(400'000, 'x');
            MemorySource source(bytes);
            const auto done = store_->put(blobKey("full/a"), contentOf(bytes), source);
            ::_exit(!done && done.error().code == ErrorCode::DiskFull ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
        QCOMPARE(filesBelow(root_), before);
        QVERIFY(store_->head(blobKey("full/a")).error().code == ErrorCode::NotFound);
    }

    void whatACrashedWriterLeftIsSweptButNotWhatIsBeingWritten() {
        std::ofstream(root_ / ".incoming/left-over") << "half";
        const auto kept = store_->sweepUnfinished({0});
        QCOMPARE(kept.value(), 0);
        QVERIFY(put("sweep/a", "x"));
        QCOMPARE(store_->sweepUnfinished(SystemClock().now().plusMs(60'000)).value(), 1);
        QVERIFY(store_->getBytes(blobKey("sweep/a")));
    }

    void aSecondOpeningSeesTheSame() {
        QVERIFY(put("again/a", "x"));
        const auto second = std::move(DiskStore::open(root_)).value();
        QCOMPARE(second->getBytes(blobKey("again/a")).value(), std::string("x"));
    }

    void filesAreFetchedWholeOrNotAtAll() {
        const std::filesystem::path target = std::filesystem::path(folder_->path().toStdString()) / "fetched";
        QVERIFY(!store_->getToFile(blobKey("nope/a"), target));
        QVERIFY(!std::filesystem::exists(target));
        QVERIFY(put("fetch/a", "hello"));
        QVERIFY(store_->getToFile(blobKey("fetch/a"), target));
        QVERIFY(store_->getToFile(blobKey("fetch/a"), target).error().code == ErrorCode::FileExists);
        QVERIFY(store_->putFile(blobKey("fetch/b"), contentOf("hello"), target));
        QCOMPARE(store_->getBytes(blobKey("fetch/b")).value(), std::string("hello"));
    }

    void aFileInTheFoldersPlaceIsAnError() {
        const std::filesystem::path file = std::filesystem::path(folder_->path().toStdString()) / "file";
        std::ofstream(file) << "x";
        QVERIFY(!DiskStore::open(file));
        QVERIFY(!DiskStore::open(file / "below"));
    }
};

QTEST_GUILESS_MAIN(DiskStoreTest)
#include "tst_storage_disk.moc"
