#include "blob_store_contract.h"
#include "recording_service.h"

#include "app/sandbox/vercel_blob/vercel_blob_sandbox.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/vercel_blob/vercel_blob_store.h"

#include <QTemporaryDir>

using namespace headroom;
using namespace headroom::storage;
using test::blobKey;
using test::contentOf;
using test::RecordingService;

namespace {

class StillClock final : public Clock {
public:
    Timestamp now() const override { return {1'700'000'000'000}; }
};

constexpr const char* sandboxToken = "vercel_blob_rw_sandbox_secret";

} // namespace

/// The contract over our stand-in, which the official client works against (oracle_vercel_blob); and our
/// requests against those of the official client.
class VercelBlobTest : public test::BlobStoreContract {
    Q_OBJECT

    BlobStore& store() override { return *store_; }
    bool takesEmptyBlobs() const override { return false; }

    std::unique_ptr<VercelBlobStore> open(VercelBlobOptions options, const Clock& clock) {
        auto store = VercelBlobStore::create(std::move(options), http::Client::create({}).value(), clock,
                                             [](std::chrono::milliseconds) {});
        if (!store) qFatal("%s", describe(store.error()).c_str());
        return std::move(*store);
    }
    VercelBlobOptions options(const std::string& token) const {
        return {.token = token,
                .apiBase = base_ + "/vercel-blob/api",
                .contentBase = base_ + "/vercel-blob/content"};
    }

    SystemClock clock_;
    StillClock still_;
    QTemporaryDir folder_;
    std::unique_ptr<sandbox::VercelBlobSandbox> sandbox_;
    std::unique_ptr<http::Server> server_;
    std::string base_;
    std::unique_ptr<VercelBlobStore> store_;

private Q_SLOTS:
    void initTestCase() {
        sandbox_ = sandbox::VercelBlobSandbox::create(folder_.path().toStdString(), clock_).value();
        http::Router router;
        sandbox_->addRoutes(router);
        server_ = http::Server::create({}, std::move(router)).value();
        base_ = "http://127.0.0.1:" + std::to_string(server_->port());
        sandbox_->start(base_);
        store_ = open(options(sandboxToken), clock_);
    }

    void theStoreLetsUsIn() { QVERIFY(store_->check()); }

    void fiftyMegabytesGoInPartsAndComeBack() {
        const std::string bytes = someBytes(50'000'000);
        const std::string key = prefix() + "large";
        QVERIFY(put(key, bytes));
        QVERIFY(store_->getBytes(blobKey(key)).value() == bytes);
        MemorySink sink(1000);
        QVERIFY(store_->get(blobKey(key), ByteRange{remoteSinglePutBytes - 10, 100}, sink));
        QVERIFY(sink.take() == bytes.substr(static_cast<std::size_t>(remoteSinglePutBytes) - 10, 100));
    }

    void aLargeBlobThatFailsIsNotThere() {
        const std::string bytes = someBytes(static_cast<std::size_t>(remoteSinglePutBytes) + 5);
        const std::string key = prefix() + "large";
        QVERIFY(put(key, "older"));
        BlobContent content = contentOf(bytes);
        content.sha256 = toHex(sha256("another"));
        MemorySource source(bytes);
        QVERIFY(store_->put(blobKey(key), content, source).error().code == ErrorCode::ChecksumMismatch);
        QCOMPARE(store_->getBytes(blobKey(key)).value(), std::string("older"));
    }

    void mistakesOfAnOperatorAreSaidInWords() {
        const auto wrong = open(options("vercel_blob_rw_sandbox_wrong"), clock_);
        const auto checked = wrong->check();
        QVERIFY(checked.error().code == ErrorCode::FileAccess);
        QVERIFY2(checked.error().detail.find("does not know the access key") != std::string::npos,
                 checked.error().detail.c_str());
        QVERIFY(checked.error().detail.find("wrong") == std::string::npos); // no token in it
        MemorySource source("x");
        QVERIFY(wrong->put(blobKey("a/b"), contentOf("x"), source).error().code == ErrorCode::Unavailable);
        VercelBlobOptions nowhere = options(sandboxToken);
        nowhere.apiBase = "http://127.0.0.1:1";
        QVERIFY(open(nowhere, clock_)->check().error().code == ErrorCode::Unavailable);
    }

    void settingsThatCannotBeMeantAreRefused() {
        for (const char* bad :
             {"", "secret", "vercel_blob_rw_", "vercel_blob_rw_store", "vercel_blob_rw_store_",
              "vercel_blob_rw__secret", "vercel_blob_rw_st/re_secret", "vercel_blob_rw_a_b\n"}) {
            const auto store =
                VercelBlobStore::create(options(bad), http::Client::create({}).value(), clock_, {});
            QVERIFY2(!store && store.error().code == ErrorCode::InvalidInput, bad);
        }
        VercelBlobOptions open = options(sandboxToken);
        open.apiBase = "http://example.com";
        QVERIFY(!VercelBlobStore::create(open, http::Client::create({}).value(), clock_, {}));
    }

    // As the official client does: these codes, counted, and no others.
    void onlyWhatPassesIsTriedAgain() {
        std::string code;
        const RecordingService service([&](const http::Request& request) {
            const bool first = request.header("x-api-blob-request-attempt") == "0";
            if (!first) return http::Response::json(200, "{}");
            return http::Response::json(code == "rate_limited" ? 429 : 503,
                                        R"({"error":{"code":")" + code + R"(","message":"words"}})");
        });
        const auto store = open(
            {.token = sandboxToken, .apiBase = service.url() + "/api/blob", .contentBase = service.url()},
            clock_);
        int before = 0;
        for (const auto& [name, requests] :
             {std::pair("service_unavailable", 2), std::pair("unknown_error", 2),
              std::pair("internal_server_error", 2), std::pair("rate_limited", 1), std::pair("forbidden", 1),
              std::pair("store_suspended", 1)}) {
            code = name;
            MemorySource source("hello");
            const auto done = store->put(blobKey("a/b"), contentOf("hello"), source);
            const QJsonArray all = service.requests();
            QCOMPARE(int(all.size()) - before, requests);
            QCOMPARE(done.has_value(), requests == 2);
            if (requests == 2) {
                const QJsonObject last = all.last().toObject();
                QCOMPARE(last["headers"]["x-api-blob-request-attempt"].toString(), QString("1"));
                QCOMPARE(last["bytes"].toInt(), 5);
            }
            before = int(all.size());
        }
    }

    void ourRequestsEqualThoseOfTheOfficialClient() {
        const QJsonObject golden = RecordingService::golden("vercel_blob.json");
        const std::string signedToken =
            QJsonDocument(golden["signedToken"].toObject()).toJson(QJsonDocument::Compact).toStdString();
        const RecordingService service([&](const http::Request& request) {
            if (request.target.path.ends_with("signed-token")) return http::Response::json(200, signedToken);
            const std::string_view action = request.header("x-mpu-action");
            if (action == "create")
                return http::Response::json(200, "{\"uploadId\":\"up1\",\"key\":\"k/\xC3\xBCn\xC3\xAF\"}");
            if (action == "upload")
                return http::Response::json(
                    200, "{\"etag\":\"\\\"p" + std::string(request.header("x-mpu-part-number")) + "\\\"\"}");
            return http::Response::json(200, "{\"pathname\":\"photos/t/p\",\"size\":5,\"uploadedAt\":"
                                             "\"2023-11-14T22:13:20.000Z\",\"blobs\":[],\"hasMore\":false}");
        });
        const auto store = open({.token = "vercel_blob_rw_StOrEiD123_secretpart",
                                 .apiBase = service.url() + "/api/blob",
                                 .contentBase = service.url()},
                                still_);
        const BlobKey key = blobKey("photos/t/p");
        MemorySource source("hello");
        BlobContent content = contentOf("hello");
        content.mediaType = "image/jpeg";
        QVERIFY(store->put(key, content, source));
        QVERIFY(store->head(key));
        QVERIFY(store->list("photos/", "abc", 5));
        QVERIFY(store->remove(key));
        const QString link = QString::fromStdString(store->signedGet(key, 600).value());
        QCOMPARE(RecordingService::comparable(
                     {{"target", link.mid(QString::fromStdString(service.url()).size())}}),
                 RecordingService::comparable({{"target", golden["link"]}}));
        const std::string large(17 * 1024 * 1024, '\0');
        MemorySource largeSource(large);
        BlobContent largeContent = contentOf(large);
        largeContent.mediaType = "image/jpeg";
        QVERIFY(store->put(key, largeContent, largeSource));
        const QJsonArray expected = golden["requests"].toArray();
        const QJsonArray requests = service.requests();
        QCOMPARE(requests.size(), expected.size());
        for (qsizetype i = 0; i < expected.size(); ++i)
            QCOMPARE(RecordingService::comparable(requests[i].toObject()),
                     RecordingService::comparable(expected[i].toObject()));
    }

    void signedLinksReadUntilTheyExpire() {
        const std::string key = prefix() + "linked";
        QVERIFY(put(key, "hello"));
        const auto client = http::Client::create({}).value();
        http::ClientRequest request;
        request.url = store_->signedGet(blobKey(key), 60).value();
        QCOMPARE(client->send(request)->body, std::string("hello"));
        request.url += "0";
        QCOMPARE(client->send(request)->status, 403);
        class PastClock final : public Clock {
            Timestamp now() const override { return SystemClock().now().plusMs(-120'000); }
        } past;
        request.url = open(options(sandboxToken), past)->signedGet(blobKey(key), 60).value();
        QCOMPARE(client->send(request)->status, 403);
    }

    // One permission serves all links until it nearly ends; a service that gives none is left alone for a
    // while.
    void permissionsForLinksAreSeldomAskedFor() {
        class SetClock final : public Clock {
        public:
            Timestamp now() const override { return {ms}; }
            std::int64_t ms = 1'700'000'000'000;
        } clock;
        bool gives = true;
        const RecordingService service([&](const http::Request&) {
            if (!gives) return http::Response::json(403, R"({"error":{"code":"forbidden","message":"no"}})");
            const std::string scope = "{\"validUntil\":" + std::to_string(clock.ms + 3'600'000) + "}";
            return http::Response::json(200, "{\"delegationToken\":\"" + toBase64Url(scope) +
                                                 ".sig\",\"clientSigningToken\":\"secret\"}");
        });
        const auto store = open(
            {.token = sandboxToken, .apiBase = service.url() + "/api/blob", .contentBase = service.url()},
            clock);
        const BlobKey key = blobKey("a/b");
        const auto first = store->signedGet(key, 60);
        QVERIFY(first && first->find("secret") == std::string::npos);
        QVERIFY(first != store->signedGet(blobKey("a/c"), 60));
        QCOMPARE(service.requests().size(), 1);
        clock.ms += 3'590'000;
        gives = false;
        QVERIFY(!store->signedGet(key, 60));
        QVERIFY(store->signedGet(key, 5)); // what is left of the old one serves a short link
        QVERIFY(!store->signedGet(key, 60));
        QCOMPARE(service.requests().size(), 2);
        clock.ms += 60'000;
        gives = true;
        QVERIFY(store->signedGet(key, 60));
        QCOMPARE(service.requests().size(), 3);
    }

    void privateBlobsAreReadWithTheTokenOnly() {
        const std::string key = prefix() + "private";
        QVERIFY(put(key, "hello"));
        const auto client = http::Client::create({}).value();
        http::ClientRequest request;
        request.url = base_ + "/vercel-blob/content/" + key;
        QCOMPARE(client->send(request)->status, 403);
    }
};

QTEST_GUILESS_MAIN(VercelBlobTest)
#include "tst_storage_vercel_blob.moc"
