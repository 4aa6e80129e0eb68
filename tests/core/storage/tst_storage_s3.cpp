#include "blob_store_contract.h"

#include "core/base/log.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/s3/s3_store.h"
#include "tests/support/s3_server.h"

#include <mutex>

using namespace headroom;
using namespace headroom::storage;
using test::blobKey;
using test::contentOf;

namespace {

class ShiftedClock final : public Clock {
public:
    explicit ShiftedClock(std::int64_t byMs)
        : byMs_(byMs) {}
    Timestamp now() const override { return SystemClock().now().plusMs(byMs_); }

private:
    std::int64_t byMs_;
};

} // namespace

/// The whole contract, and what an operator gets wrong, against a server that really checks signatures.
class S3StoreTest : public test::BlobStoreContract {
    Q_OBJECT

    BlobStore& store() override { return *store_; }
    /// Amazon does. An object server of Swift, with one copy and no other to ask, may look for the old file
    /// just when the new one has taken its place.
    bool replacesInOneStep() const override { return false; }

    std::unique_ptr<S3Store> open(const S3Options& options, const Clock& clock) {
        auto store = S3Store::create(options, http::Client::create({}).value(), clock,
                                     [](std::chrono::milliseconds) {});
        if (!store) qFatal("%s", describe(store.error()).c_str());
        return std::move(*store);
    }
    std::unique_ptr<S3Store> open(const S3Options& options) { return open(options, clock_); }

    http::ClientResponse fetch(const std::string& method, const std::string& url, std::string body = {},
                               http::Headers headers = {}) {
        http::ClientRequest request;
        request.method = method;
        request.url = url;
        request.body = std::move(body);
        request.headers = std::move(headers);
        return client_->send(request).value();
    }

    SystemClock clock_;
    S3Options options_;
    std::optional<test::S3Server> server_;
    std::unique_ptr<S3Store> store_;
    std::unique_ptr<http::Client> client_;

private Q_SLOTS:
    void initTestCase() {
        server_ = test::S3Server::find();
        if (!server_) QSKIP(test::S3Server::missing());
        options_ = server_->options();
        store_ = open(options_);
        client_ = http::Client::create({}).value();
        log::setSink([](log::Level, std::string_view) {});
    }

    void theStoreLetsUsIn() { QVERIFY(store_->check()); }

    void aLargeBlobGoesInPartsAndComesBack() {
        const std::string bytes = someBytes(static_cast<std::size_t>(remoteSinglePutBytes) + 3'000'001);
        const std::string key = prefix() + "large";
        QVERIFY(put(key, bytes));
        QVERIFY(store_->getBytes(blobKey(key)).value() == bytes);
        MemorySink sink(1000);
        QVERIFY(store_->get(blobKey(key), ByteRange{remoteSinglePutBytes - 10, 100}, sink));
        QVERIFY(sink.take() == bytes.substr(static_cast<std::size_t>(remoteSinglePutBytes) - 10, 100));
        QCOMPARE(store_->head(blobKey(key))->sizeBytes, std::int64_t(bytes.size()));
        QCOMPARE(store_->sweepUnfinished(clock_.now().plusMs(3'600'000)).value(), 0);
    }

    void aLargeBlobThatFailsLeavesNoParts() {
        const std::string bytes = someBytes(static_cast<std::size_t>(remoteSinglePutBytes) + 1'000'000);
        const std::string key = prefix() + "large";
        QVERIFY(put(key, "older"));
        BlobContent content = contentOf(bytes);
        content.sha256 = toHex(sha256("another"));
        MemorySource source(bytes);
        QVERIFY(store_->put(blobKey(key), content, source).error().code == ErrorCode::ChecksumMismatch);
        QCOMPARE(store_->getBytes(blobKey(key)).value(), std::string("older"));
        QCOMPARE(store_->sweepUnfinished(clock_.now().plusMs(3'600'000)).value(), 0);
    }

    void whatACrashedWriterLeftIsSwept() {
        S3Calls calls(options_, S3Address::create(options_).value(), http::Client::create({}).value(), clock_,
                      {});
        for (const char* key : {"crash/a", "crash/b", "crash/b", "Somebody Else's"}) {
            S3Ask ask;
            ask.method = "POST";
            ask.key = key;
            ask.query = {{"uploads", ""}};
            QVERIFY(calls.demand(ask));
        }
        QCOMPARE(store_->sweepUnfinished({1000}).value(), 0);
        QCOMPARE(store_->sweepUnfinished(clock_.now().plusMs(3'600'000)).value(), 3);
        QCOMPARE(store_->sweepUnfinished(clock_.now().plusMs(3'600'000)).value(), 0);
    }

    void foreignObjectsAreNotListed() {
        S3Calls calls(options_, S3Address::create(options_).value(), http::Client::create({}).value(), clock_,
                      {});
        for (const char* key : {"foreign/Upper Case.jpg", "foreign/\xC3\xBC&<>+", "foreign//x"}) {
            S3Ask ask;
            ask.method = "PUT";
            ask.key = key;
            const auto made = calls.demand(ask);
            QVERIFY2(made.has_value(), made ? "" : describe(made.error()).c_str());
        }
        QVERIFY(put("foreign/ours", "x"));
        const auto page = store_->list("foreign/", "", 10);
        QVERIFY2(page.has_value(), page ? "" : describe(page.error()).c_str());
        QCOMPARE(page->blobs.size(), std::size_t(1));
    }

    void virtualHostsWorkAsWell() {
        const auto byHost = open(server_->virtualHostOptions());
        const auto checked = byHost->check();
        QVERIFY2(checked.has_value(), checked ? "" : describe(checked.error()).c_str());
        const std::string key = prefix() + "by-host";
        MemorySource source("hello");
        QVERIFY(byHost->put(blobKey(key), contentOf("hello"), source));
        QCOMPARE(store_->getBytes(blobKey(key)).value(), std::string("hello"));
        QCOMPARE(byHost->list("contract/", "", 1)->blobs.size(), std::size_t(1));
        QCOMPARE(fetch("GET", byHost->signedGet(blobKey(key), 60).value()).body, std::string("hello"));
    }

    void signedLinksReadAndWriteThatBlobOnly() {
        const std::string key = prefix() + "linked";
        QVERIFY(put(key, "hello"));
        const std::string link = store_->signedGet(blobKey(key), 60).value();
        QCOMPARE(fetch("GET", link).body, std::string("hello"));
        std::string other = link;
        other.replace(other.find("linked"), 6, "lonked");
        QCOMPARE(fetch("GET", other).status, 403);
        QCOMPARE(fetch("PUT", link, "evil").status, 403);

        const std::string writing = store_->signedPut(blobKey(key), "image/jpeg", 60).value();
        QCOMPARE(fetch("PUT", writing, "new", {{"Content-Type", "text/plain"}}).status, 403);
        QCOMPARE(fetch("PUT", writing, "new", {{"Content-Type", "image/jpeg"}}).status, 200);
        QCOMPARE(store_->getBytes(blobKey(key)).value(), std::string("new"));

        const ShiftedClock past(-120'000);
        QCOMPARE(fetch("GET", open(options_, past)->signedGet(blobKey(key), 60).value()).status, 403);
    }

    void mistakesOfAnOperatorAreSaidInWords_data() {
        QTest::addColumn<QString>("mistake");
        QTest::addColumn<QString>("words");
        QTest::newRow("secret") << "secret"
                                << "the secret key does not belong to the access key";
        QTest::newRow("region") << "region"
                                << "wants another region";
        QTest::newRow("bucket") << "bucket"
                                << "has no such bucket";
    }
    void mistakesOfAnOperatorAreSaidInWords() {
        QFETCH(QString, mistake);
        QFETCH(QString, words);
        S3Options wrong = options_;
        if (mistake == "secret") wrong.credentials.secretKey = "testingx";
        if (mistake == "region") wrong.region = "eu-west-9";
        if (mistake == "bucket") wrong.bucket += "-none";
        const auto store = open(wrong);
        const auto checked = store->check();
        QVERIFY(!checked);
        QVERIFY(checked.error().code == ErrorCode::FileAccess);
        const QString said = QString::fromStdString(checked.error().detail);
        QVERIFY2(said.contains(words), qPrintable(said));
        QVERIFY2(!said.contains("testing"), qPrintable(said)); // no secret in it
        MemorySource source("x");
        const auto done = store->put(blobKey("a/b"), contentOf("x"), source);
        QVERIFY(!done);
        QVERIFY(done.error().code == ErrorCode::Unavailable);
    }

    void nobodyListeningIsSaidInWords() {
        S3Options wrong = options_;
        wrong.endpoint = "http://127.0.0.1:1";
        const auto checked = open(wrong)->check();
        QVERIFY(checked.error().code == ErrorCode::Unavailable);
        QVERIFY(checked.error().detail.find("cannot be reached") != std::string::npos);
    }

    void aWrongClockIsCorrectedFromTheServices() {
        for (const std::int64_t offMs : {-20LL * 60'000, 3LL * 3'600'000}) {
            const ShiftedClock wrong(offMs);
            const auto store = open(options_, wrong);
            const std::string key = prefix() + "skewed";
            QVERIFY(store->head(blobKey(key)).error().code == ErrorCode::NotFound);
            const std::string bytes = someBytes(100'000);
            MemorySource source(bytes);
            const auto done = open(options_, wrong)->put(blobKey(key), contentOf(bytes), source);
            QVERIFY2(done.has_value(), done ? "" : describe(done.error()).c_str());
            QVERIFY(store->getBytes(blobKey(key)).value() == bytes);
            QCOMPARE(fetch("GET", store->signedGet(blobKey(key), 60).value()).status, 200);
        }
    }

    // What was written by somebody else has no SHA-256 with it and is read all the same.
    void blobsWithoutOurSumAreRead() {
        const std::string key = prefix() + "plain";
        fetch("PUT", store_->signedPut(blobKey(key), "text/plain", 60).value(), "plain",
              {{"Content-Type", "text/plain"}});
        QCOMPARE(store_->getBytes(blobKey(key)).value(), std::string("plain"));
    }
};

QTEST_GUILESS_MAIN(S3StoreTest)
#include "tst_storage_s3.moc"
