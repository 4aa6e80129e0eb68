#include "core/base/crypto.h"
#include "core/base/ids.h"
#include "core/storage/disk_store.h"
#include "core/storage/orphan_sweep.h"

#include <QTemporaryDir>
#include <QTest>

using namespace headroom;
using namespace headroom::storage;

class SweepTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<DiskStore> store_;

    void put(std::string_view key) {
        MemorySource source("bytes");
        QVERIFY(store_->put(BlobKey::parse(key).value(), {5, toHex(sha256("bytes")), "text/plain"}, source));
    }
    int count(std::string_view prefix) {
        return static_cast<int>(store_->list(prefix, "", 1000)->blobs.size());
    }
    static Timestamp later() { return SystemClock().now().plusMs(60'000); }

private Q_SLOTS:
    void init() {
        store_ = std::move(DiskStore::open(folder_.path().toStdString() + "/" + newUuid())).value();
        for (int i = 0; i < 5; ++i)
            put("photos/team/p" + std::to_string(i));
        put("headshots/team/h");
    }

    void onlyBlobsThatNoRowKnowsAreRemoved() {
        const auto report = sweepOrphans(*store_, "photos/", later(), [](const BlobKey& key) -> Result<bool> {
            return key.text() == "photos/team/p2";
        });
        QVERIFY(report.has_value());
        QCOMPARE(report->seen, 5);
        QCOMPARE(report->removed, 4);
        QCOMPARE(count("photos/"), 1);
        QCOMPARE(count("headshots/"), 1);
    }

    void youngBlobsAreNotEvenAskedAbout() {
        int asked = 0;
        const auto report = sweepOrphans(*store_, "", {1000}, [&](const BlobKey&) -> Result<bool> {
            ++asked;
            return false;
        });
        QCOMPARE(report->removed, 0);
        QCOMPARE(asked, 0);
        QCOMPARE(count(""), 6);
    }

    void inDoubtBytesStay() {
        const auto report = sweepOrphans(*store_, "", later(), [&](const BlobKey&) -> Result<bool> {
            return fail(ErrorCode::Unavailable, "no database");
        });
        QVERIFY(!report);
        QCOMPARE(count(""), 6);
    }
};

QTEST_GUILESS_MAIN(SweepTest)
#include "tst_storage_sweep.moc"
