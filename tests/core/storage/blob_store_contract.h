#pragma once

#include "core/base/crypto.h"
#include "core/base/ids.h"
#include "core/storage/blob_store.h"
#include "core/storage/storage_limits.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <random>
#include <set>
#include <thread>

namespace headroom::test {

using storage::BlobContent;
using storage::BlobKey;
using storage::BlobPage;
using storage::BlobStore;
using storage::ByteRange;
using storage::MemorySink;
using storage::MemorySource;

inline BlobKey blobKey(std::string_view text) {
    return storage::BlobKey::parse(text).value();
}

inline BlobContent contentOf(std::string_view bytes) {
    return {static_cast<std::int64_t>(bytes.size()), toHex(sha256(bytes)), "application/octet-stream"};
}

/// Fails after that many bytes.
class BrokenSource final : public storage::ByteSource {
public:
    explicit BrokenSource(std::string_view bytes)
        : inner_(bytes) {}
    Result<std::size_t> read(char* buffer, std::size_t room) override {
        const std::size_t count = TRY(inner_.read(buffer, std::min<std::size_t>(room, 4096)));
        if (count == 0) return fail(ErrorCode::Unavailable, "the source broke");
        return count;
    }
    Result<void> rewind() override { return inner_.rewind(); }

private:
    MemorySource inner_;
};

/// What every BlobStore must do. A test of a store derives from this and gives it one; QtTest runs these
/// slots along with the test's own. The store may hold other blobs: each test uses a prefix of its own.
class BlobStoreContract : public QObject {
    Q_OBJECT

protected:
    virtual BlobStore& store() = 0;
    /// Some services have no blobs without bytes; ours all have some.
    virtual bool takesEmptyBlobs() const { return true; }
    /// Whether a reader finds a blob at every moment while it is replaced.
    virtual bool replacesInOneStep() const { return true; }

    Result<void> put(std::string_view key, std::string_view bytes) {
        MemorySource source(bytes);
        return store().put(blobKey(key), contentOf(bytes), source);
    }
    static std::string prefix() { return "contract/" + newUuid() + "/"; }
    static std::string someBytes(std::size_t count) { return randomBytes(count); }

private Q_SLOTS:
    void bytesComeBackAsTheyWere_data() {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 4096, 262144, 262145, 1'000'003})
            QTest::addRow("%d", size) << size;
    }
    void bytesComeBackAsTheyWere() {
        QFETCH(int, size);
        if (size == 0 && !takesEmptyBlobs()) {
            QVERIFY(put(prefix() + "a", "").error().code == ErrorCode::InvalidInput);
            return;
        }
        const std::string key = prefix() + "a";
        const std::string bytes = someBytes(static_cast<std::size_t>(size));
        QVERIFY(put(key, bytes));
        const auto back = store().getBytes(blobKey(key));
        QVERIFY(back.has_value());
        QVERIFY(*back == bytes);
        const auto info = store().head(blobKey(key));
        QVERIFY(info.has_value());
        QCOMPARE(info->sizeBytes, std::int64_t(size));
        QVERIFY(info->key == blobKey(key));
    }

    void rangesAreExact() {
        const std::string key = prefix() + "ranged";
        const std::string bytes = someBytes(600'000);
        QVERIFY(put(key, bytes));
        for (const ByteRange range : {ByteRange{0, 1}, ByteRange{599'999, 1}, ByteRange{1000, 300'000},
                                      ByteRange{600'000, 0}, ByteRange{0, 600'000}}) {
            MemorySink sink(1'000'000);
            QVERIFY(store().get(blobKey(key), range, sink));
            QVERIFY(sink.take() == bytes.substr(static_cast<std::size_t>(range.offset),
                                                static_cast<std::size_t>(range.length)));
        }
        for (const ByteRange range : {ByteRange{0, 600'001}, ByteRange{600'001, 0}, ByteRange{-1, 2},
                                      ByteRange{5, -1}, ByteRange{1, INT64_MAX}}) {
            MemorySink sink(1'000'000);
            const auto got = store().get(blobKey(key), range, sink);
            QVERIFY(!got);
            QVERIFY(got.error().code == ErrorCode::InvalidInput);
        }
    }

    void whatIsNotThereIsNotFound() {
        const BlobKey key = blobKey(prefix() + "missing");
        MemorySink sink(10);
        QVERIFY(store().get(key, std::nullopt, sink).error().code == ErrorCode::NotFound);
        QVERIFY(store().head(key).error().code == ErrorCode::NotFound);
        QVERIFY(store().remove(key));
    }

    void otherBytesThanAnnouncedAreNotStored() {
        const std::string key = prefix() + "liar";
        const std::string bytes = someBytes(5000);
        BlobContent wrongSum = contentOf(bytes);
        wrongSum.sha256 = toHex(sha256("something else"));
        BlobContent tooShort = contentOf(bytes);
        tooShort.sizeBytes = 4999;
        BlobContent tooLong = contentOf(bytes);
        tooLong.sizeBytes = 5001;
        for (const BlobContent& content : {wrongSum, tooShort, tooLong}) {
            MemorySource source(bytes);
            const auto done = store().put(blobKey(key), content, source);
            QVERIFY(!done);
            QVERIFY(done.error().code == ErrorCode::ChecksumMismatch);
        }
        QVERIFY(store().head(blobKey(key)).error().code == ErrorCode::NotFound);
        BlobContent huge = contentOf(bytes);
        huge.sizeBytes = storage::blobBytesMax + 1;
        MemorySource source(bytes);
        QVERIFY(store().put(blobKey(key), huge, source).error().code == ErrorCode::TooLarge);
    }

    void aFailedPutLeavesTheOlderBlobAlone() {
        const std::string key = prefix() + "kept";
        QVERIFY(put(key, "the first"));
        const std::string bytes = someBytes(50'000);
        BrokenSource broken(bytes);
        BlobContent content = contentOf(bytes);
        content.sizeBytes += 1;
        QVERIFY(!store().put(blobKey(key), content, broken));
        QCOMPARE(store().getBytes(blobKey(key)).value(), std::string("the first"));
    }

    void puttingAgainReplaces() {
        const std::string key = prefix() + "again";
        QVERIFY(put(key, "one"));
        QVERIFY(put(key, "one"));
        QVERIFY(put(key, "another"));
        QCOMPARE(store().getBytes(blobKey(key)).value(), std::string("another"));
    }

    void removedIsGone() {
        const std::string key = prefix() + "gone";
        QVERIFY(put(key, "x"));
        QVERIFY(store().remove(blobKey(key)));
        QVERIFY(store().head(blobKey(key)).error().code == ErrorCode::NotFound);
        QVERIFY(store().remove(blobKey(key)));
    }

    void aListingGivesEachBlobOnceWhateverThePageSize() {
        const std::string base = prefix();
        std::set<std::string> expected;
        // Names chosen so that the orders of names, paths and keys differ.
        for (const char* tail : {"a", "a-b", "a-b/c", "a/b", "a/b/c", "ab", "ab/x.jpg", "a.b", "0", "zz/0"})
            expected.insert(base + tail);
        for (int i = 0; i < 40; ++i)
            expected.insert(base + "many/" + newUuid());
        for (const std::string& key : expected)
            QVERIFY(put(key, key));
        for (const int limit : {1, 2, 7, 49, 50, 51, storage::listPageMax}) {
            std::vector<std::string> seen;
            std::string after;
            do {
                const auto page = store().list(base, after, limit);
                QVERIFY(page.has_value());
                QVERIFY(page->blobs.size() <= static_cast<std::size_t>(limit));
                for (const auto& blob : page->blobs) {
                    seen.push_back(blob.key.text());
                    QCOMPARE(blob.sizeBytes, std::int64_t(blob.key.text().size()));
                }
                after = page->next;
            } while (!after.empty());
            QCOMPARE(seen.size(), expected.size());
            QVERIFY(std::set<std::string>(seen.begin(), seen.end()) == expected);
        }
    }

    void aListingKeepsToItsPrefix() {
        const std::string base = prefix();
        QVERIFY(put(base + "in/a", "1"));
        QVERIFY(put(base + "inside/b", "1"));
        QVERIFY(put(base + "in", "1"));
        const auto page = store().list(base + "in/", "", 10);
        QVERIFY(page.has_value());
        QCOMPARE(page->blobs.size(), std::size_t(1));
        QCOMPARE(page->blobs[0].key.text(), base + "in/a");
        QVERIFY(store().list(base + "nothing/", "", 10)->blobs.empty());
        for (const char* bad : {"/", "../", "in", "a//", "A/", "/a/"})
            QVERIFY(store().list(bad, "", 10).error().code == ErrorCode::InvalidInput);
        QVERIFY(store().list(base, "", 0).error().code == ErrorCode::InvalidInput);
        QVERIFY(store().list(base, "", storage::listPageMax + 1).error().code == ErrorCode::InvalidInput);
    }

    void readersNeverSeeAHalfWhileItIsReplaced() {
        const std::string key = prefix() + "race";
        const std::string one(300'000, '1');
        const std::string two(300'000, '2');
        QVERIFY(put(key, one));
        std::atomic<bool> stop = false;
        std::atomic<int> halves = 0;
        std::atomic<int> reads = 0;
        std::thread reader([&] {
            while (!stop) {
                const auto bytes = store().getBytes(blobKey(key));
                // Nothing is no half: from a service that is too busy to answer, or between two versions.
                if (!bytes && bytes.error().code == ErrorCode::Unavailable) continue;
                if (!bytes && bytes.error().code == ErrorCode::NotFound && !replacesInOneStep()) continue;
                ++reads;
                if (bytes && (*bytes == one || *bytes == two)) continue;
                qWarning("a half: %s", bytes ? "mixed bytes" : describe(bytes.error()).c_str());
                ++halves;
            }
        });
        int failures = 0;
        QElapsedTimer clock;
        clock.start();
        // At least thirty times, and until a reader got through: where a version is gone before the next one
        // is there, a busy machine may have none for a while.
        for (int i = 0; i < 30 || (reads == 0 && clock.elapsed() < patienceMs); ++i)
            if (!put(key, i % 2 == 0 ? two : one)) ++failures;
        stop = true;
        reader.join();
        QCOMPARE(failures, 0);
        QCOMPARE(halves.load(), 0);
        QVERIFY(reads > 0);
    }
};

} // namespace headroom::test
