#include "core/base/crypto.h"
#include "core/storage/disk_store.h"
#include "core/storage/move_blobs.h"
#include "core/storage/storage_limits.h"
#include "core/storage/store_probe.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <mutex>
#include <set>

using namespace headroom;
using namespace headroom::storage;

namespace {

BlobKey keyOf(const std::string& text) {
    return BlobKey::parse(text).value();
}

BlobContent contentOf(std::string_view bytes) {
    return {static_cast<std::int64_t>(bytes.size()), toHex(sha256(bytes)), "image/jpeg"};
}

/// A store in which things go wrong, over one in which they do not.
class TroubledStore final : public BlobStore {
public:
    explicit TroubledStore(BlobStore& inner)
        : inner_(inner) {}

    Result<void> put(const BlobKey& key, const BlobContent& content, ByteSource& bytes) override {
        {
            const std::lock_guard lock(mutex_);
            puts.insert(key.text());
        }
        if (key.text() == refuses) return fail(ErrorCode::Unavailable, "the store is down");
        return inner_.put(key, content, bytes);
    }
    Result<void> get(const BlobKey& key, std::optional<ByteRange> range, ByteSink& sink) override {
        if (key.text() == vanishes) {
            TRY(inner_.remove(key));
            return inner_.get(key, range, sink);
        }
        if (key.text() != garbles) return inner_.get(key, range, sink);
        const BlobInfo info = TRY(inner_.head(key));
        return sink.write(std::string(static_cast<std::size_t>(info.sizeBytes), '?'));
    }
    Result<BlobInfo> head(const BlobKey& key) override { return inner_.head(key); }
    Result<void> remove(const BlobKey& key) override { return inner_.remove(key); }
    Result<BlobPage> list(std::string_view prefix, std::string_view after, int limit) override {
        if (hides) return BlobPage{};
        return inner_.list(prefix, after, limit);
    }
    Result<int> sweepUnfinished(Timestamp before) override { return inner_.sweepUnfinished(before); }
    Result<void> check() override { return inner_.check(); }

    std::string refuses;
    std::string garbles;
    std::string vanishes;
    bool hides = false;
    std::set<std::string> puts;

private:
    BlobStore& inner_;
    std::mutex mutex_;
};

} // namespace

class MoveTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<DiskStore> from_;
    std::unique_ptr<DiskStore> disk_;
    std::unique_ptr<TroubledStore> to_;

    MoveOptions options() const { return {.scratch = folder_->filePath("scratch").toStdString()}; }
    void put(DiskStore& store, const std::string& key, std::string_view bytes) {
        MemorySource source(bytes);
        QVERIFY(store.put(keyOf(key), contentOf(bytes), source));
    }
    Result<MoveProgress> move(const MoveOptions& options) { return moveBlobs(*from_, *to_, options, {}); }
    void scratchIsEmpty() const {
        QVERIFY(std::filesystem::is_empty(folder_->filePath("scratch").toStdString()));
    }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        from_ = DiskStore::open(folder_->filePath("from").toStdString()).value();
        disk_ = DiskStore::open(folder_->filePath("to").toStdString()).value();
        to_ = std::make_unique<TroubledStore>(*disk_);
        for (int i = 0; i < 50; ++i)
            put(*from_, "photos/t/p" + std::to_string(i),
                std::string(static_cast<std::size_t>(i) * 1000, 'x'));
    }

    void everythingIsThereAfterwardsAndTheSourceStays() {
        std::atomic<int> lines = 0;
        const auto moved = moveBlobs(*from_, *to_, options(), [&](const MoveProgress& progress) {
            ++lines;
            if (progress.blobs != 50) lines = -1000;
        });
        QVERIFY2(moved.has_value(), moved ? "" : describe(moved.error()).c_str());
        QCOMPARE(lines.load(), 50);
        QCOMPARE(moved->doneBlobs, std::int64_t(50));
        QCOMPARE(moved->doneBytes, moved->bytes);
        QCOMPARE(moved->foundThere, std::int64_t(0));
        for (int i = 0; i < 50; ++i) {
            const BlobKey key = keyOf("photos/t/p" + std::to_string(i));
            QVERIFY(disk_->getBytes(key).value() == from_->getBytes(key).value());
        }
        scratchIsEmpty();
    }

    void aSecondRunCopiesOnlyWhatIsMissingOrOfAnotherSize() {
        QVERIFY(move(options()));
        QVERIFY(disk_->remove(keyOf("photos/t/p7")));
        put(*disk_, "photos/t/p8", "short");
        to_->puts.clear();
        const auto moved = move(options());
        QCOMPARE(moved->foundThere, std::int64_t(48));
        QVERIFY((to_->puts == std::set<std::string>{"photos/t/p7", "photos/t/p8"}));
    }

    void aStoreThatFailsEndsTheMoveAndTheNextRunGoesOn() {
        to_->refuses = "photos/t/p30";
        const auto stopped = move(options());
        QVERIFY(!stopped);
        QVERIFY(stopped.error().code == ErrorCode::Unavailable);
        QVERIFY(stopped.error().detail.starts_with("photos/t/p30"));
        scratchIsEmpty();
        to_->refuses.clear();
        const auto moved = move(options());
        QVERIFY(moved.has_value());
        QCOMPARE(moved->doneBlobs, std::int64_t(50));
        QVERIFY(moved->foundThere > 0);
    }

    void bytesThatComeBackWrongAreSeen() {
        to_->garbles = "photos/t/p30";
        QVERIFY(move(options()).error().code == ErrorCode::Corrupt);
    }

    void aComparisonFindsOtherBytesOfTheSameSize() {
        QVERIFY(move(options()));
        put(*disk_, "photos/t/p9", std::string(9000, 'y'));
        QCOMPARE(move(options())->foundThere, std::int64_t(50));
        MoveOptions comparing = options();
        comparing.alreadyThere = AlreadyThere::Compared;
        QCOMPARE(move(comparing)->foundThere, std::int64_t(49));
        QVERIFY(disk_->getBytes(keyOf("photos/t/p9")).value() == std::string(9000, 'x'));
    }

    void whatIsDeletedMeanwhileIsNoFailure() {
        TroubledStore source(*from_);
        source.vanishes = "photos/t/p5";
        const auto moved = moveBlobs(source, *to_, options(), {});
        QVERIFY2(moved.has_value(), moved ? "" : describe(moved.error()).c_str());
        QCOMPARE(moved->vanished, std::int64_t(1));
        QVERIFY(!disk_->head(keyOf("photos/t/p5")));
    }

    void theSourceIsEmptiedOnlyWhenAskedAndOnlyOfWhatIsThere() {
        MoveOptions removing = options();
        removing.source = MovedSource::Removed;
        to_->refuses = "photos/t/p20";
        QVERIFY(!move(removing));
        QVERIFY(from_->head(keyOf("photos/t/p20")));
        to_->refuses.clear();
        QVERIFY(move(removing));
        QVERIFY(from_->list("", "", 10)->blobs.empty());
        std::size_t there = disk_->list("", "", listPageMax)->blobs.size();
        QCOMPARE(there, std::size_t(50));
    }

    void aProbeLeavesNothingAndSeesWhatIsWrong() {
        QVERIFY(probeStore(*to_));
        QVERIFY(disk_->list("", "", 10)->blobs.empty());
        to_->hides = true;
        QVERIFY(probeStore(*to_).error().code == ErrorCode::Corrupt);
        QVERIFY(disk_->list("", "", 10)->blobs.empty());
    }
};

QTEST_GUILESS_MAIN(MoveTest)
#include "tst_storage_move.moc"
