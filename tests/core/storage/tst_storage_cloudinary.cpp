#include "blob_store_contract.h"
#include "recording_service.h"

#include "app/sandbox/cloudinary/cloudinary_sandbox.h"
#include "core/storage/cloudinary/cloudinary_limits.h"
#include "core/storage/cloudinary/cloudinary_store.h"
#include "core/storage/remote/remote_limits.h"

#include <QTemporaryDir>

using namespace headroom;
using namespace headroom::storage;
using test::blobKey;
using test::contentOf;
using test::RecordingService;

namespace {

class ShiftedClock final : public Clock {
public:
    explicit ShiftedClock(std::int64_t byMs)
        : byMs_(byMs) {}
    Timestamp now() const override { return SystemClock().now().plusMs(byMs_); }

private:
    std::int64_t byMs_;
};

class StillClock final : public Clock {
public:
    Timestamp now() const override { return {1'700'000'000'000}; }
};

} // namespace

/// The contract over our stand-in, which the official client works against (oracle_cloudinary); and our
/// requests against those of the official client.
class CloudinaryTest : public test::BlobStoreContract {
    Q_OBJECT

    BlobStore& store() override { return *store_; }
    bool takesEmptyBlobs() const override { return false; }

    std::unique_ptr<CloudinaryStore> open(const std::string& url, const Clock& clock) {
        return CloudinaryStore::create(parseCloudinaryUrl(url).value(), http::Client::create({}).value(),
                                       clock, [](std::chrono::milliseconds) {})
            .value();
    }
    std::string url(const std::string& account) const {
        return "cloudinary://" + account + "?upload_prefix=" + base_;
    }

    SystemClock clock_;
    QTemporaryDir folder_;
    std::unique_ptr<sandbox::CloudinarySandbox> sandbox_;
    std::unique_ptr<http::Server> server_;
    std::string base_;
    std::unique_ptr<CloudinaryStore> store_;

private Q_SLOTS:
    void initTestCase() {
        sandbox_ = sandbox::CloudinarySandbox::create(folder_.path().toStdString(), clock_).value();
        http::Router router;
        sandbox_->addRoutes(router);
        server_ = http::Server::create({}, std::move(router)).value();
        base_ = "http://127.0.0.1:" + std::to_string(server_->port()) + "/cloudinary";
        store_ = open(url("sandbox:sandbox-secret@sandbox"), clock_);
    }

    void theStoreLetsUsIn() { QVERIFY(store_->check()); }

    void accountsSetToSha256Work() {
        const auto strong =
            open(url("sandbox:sandbox-secret@sandbox") + "&signature_algorithm=sha256", clock_);
        MemorySource source("hello");
        const std::string key = prefix() + "strong";
        QVERIFY(strong->put(blobKey(key), contentOf("hello"), source));
        QCOMPARE(store_->getBytes(blobKey(key)).value(), std::string("hello"));
    }

    void fiftyMegabytesComeBack() {
        const std::string bytes = someBytes(50'000'000);
        const std::string key = prefix() + "large";
        QVERIFY(put(key, bytes));
        QVERIFY(store_->getBytes(blobKey(key)).value() == bytes);
    }

    void aHundredMegabytesAndMoreGoInPartsAndComeBack() {
        const std::string bytes = someBytes(cloudinarySinglePutBytes + 5);
        const std::string key = prefix() + "larger";
        QVERIFY(put(key, bytes));
        QCOMPARE(store_->head(blobKey(key))->sizeBytes, std::int64_t(bytes.size()));
        const std::size_t seam = 2 * remotePartBytes - 10;
        MemorySink sink(1000);
        QVERIFY(store_->get(blobKey(key), ByteRange{std::int64_t(seam), 100}, sink));
        QVERIFY(sink.take() == bytes.substr(seam, 100));
        // Nothing of a wrong one: the part that would complete it is never sent.
        BlobContent wrong = contentOf(bytes);
        wrong.sha256 = toHex(sha256("another"));
        MemorySource source(bytes);
        const std::string other = prefix() + "wrong";
        QVERIFY(store_->put(blobKey(other), wrong, source).error().code == ErrorCode::ChecksumMismatch);
        QVERIFY(store_->head(blobKey(other)).error().code == ErrorCode::NotFound);
    }

    // The service has taken the last part, but its answer is lost, and it knows the upload no more.
    void aLastPartThatWorkedUnheardIsNoFailure() {
        const std::string bytes = someBytes(cloudinarySinglePutBytes + 5);
        const BlobContent content = contentOf(bytes);
        for (const std::string& stored : {content.sha256, toHex(sha256("another"))}) {
            int lastParts = 0;
            const RecordingService service([&](const http::Request& request) {
                if (request.target.path.ends_with("explicit"))
                    return http::Response::json(200, "{\"bytes\":" + std::to_string(bytes.size()) +
                                                         ",\"context\":{\"custom\":{\"sha256\":\"" + stored +
                                                         "\"}}}");
                if (request.header("Content-Range").ends_with("/-1"))
                    return http::Response::json(200, R"({"done":false})");
                return ++lastParts == 1
                           ? http::Response::json(502, "{}")
                           : http::Response::json(400, R"({"error":{"message":"There is no such upload"}})");
            });
            const auto store = open("cloudinary://KEY:SECRET@demo?upload_prefix=" + service.url(), clock_);
            MemorySource source(bytes);
            QCOMPARE(store->put(blobKey("photos/t/p"), content, source).has_value(),
                     stored == content.sha256);
            QCOMPARE(lastParts, 2);
        }
    }

    void signedLinksReadUntilTheyExpire() {
        const std::string key = prefix() + "linked";
        QVERIFY(put(key, "hello"));
        const auto client = http::Client::create({}).value();
        http::ClientRequest request;
        request.url = store_->signedGet(blobKey(key), 60).value();
        QCOMPARE(client->send(request)->body, std::string("hello"));
        request.url += "0";
        QCOMPARE(client->send(request)->status, 401);
        const ShiftedClock past(-120'000);
        request.url = open(url("sandbox:sandbox-secret@sandbox"), past)->signedGet(blobKey(key), 60).value();
        QCOMPARE(client->send(request)->status, 401);
    }

    void mistakesOfAnOperatorAreSaidInWords() {
        const std::tuple<const char*, const char*> mistakes[] = {
            {"sandbox:wrong@sandbox", "secret key"},
            {"nobody:sandbox-secret@sandbox", "access key"},
            {"sandbox:sandbox-secret@other", "no such bucket or store"}};
        for (const auto& [account, words] : mistakes) {
            const auto wrong = open(url(account), clock_);
            MemorySource source("x");
            const auto done = wrong->put(blobKey("a/b"), contentOf("x"), source);
            QVERIFY(!done);
            QVERIFY(done.error().code == ErrorCode::Unavailable);
            QVERIFY2(done.error().detail.find(words) != std::string::npos, done.error().detail.c_str());
            QVERIFY(done.error().detail.find("public_id") == std::string::npos);
            QVERIFY(wrong->check().error().code == ErrorCode::FileAccess);
        }
        const ShiftedClock slow(-2LL * 3600 * 1000);
        const auto late = open(url("sandbox:sandbox-secret@sandbox"), slow);
        QVERIFY(late->head(blobKey("a/b")).error().detail.find("clock") != std::string::npos);
        const auto nowhere = open("cloudinary://a:b@c?upload_prefix=http://127.0.0.1:1", clock_);
        QVERIFY(nowhere->check().error().code == ErrorCode::Unavailable);
    }

    void settingsThatCannotBeMeantAreRefused() {
        for (const char* bad :
             {"", "https://a:b@c", "cloudinary://a@c", "cloudinary://a:b", "cloudinary://:b@c",
              "cloudinary://a:b@", "cloudinary://a:b@c/d",
              "cloudinary://a:b@c?upload_prefix=http://example.com",
              "cloudinary://a:b@c?signature_algorithm=md5", "cloudinary://a:b@c?secure=true"})
            QVERIFY2(parseCloudinaryUrl(bad).error().code == ErrorCode::InvalidInput, bad);
    }

    void signaturesEqualThoseOfTheOfficialClient() {
        QFile file(QStringLiteral(HEADROOM_SOURCE_DIR "/tests/core/storage/vectors/cloudinary.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        int compared = 0;
        for (const QJsonValue& entry :
             QJsonDocument::fromJson(file.readAll())["api_sign_request"].toArray()) {
            if (entry["signature_version"].toInt() != 2) continue; // of which ours knows none
            CloudinaryFields fields;
            const QJsonObject params = entry["params"].toObject();
            for (const QString& name : params.keys()) {
                QStringList values;
                for (const QJsonValue& value : params[name].toArray())
                    values << value.toString();
                const QString text =
                    params[name].isArray() ? values.join(',') : params[name].toVariant().toString();
                fields.emplace_back(name.toStdString(), text.toStdString());
            }
            const bool strong = entry["algorithm"].toString() == "sha256";
            QCOMPARE(cloudinarySignature(fields, entry["secret"].toString().toStdString(),
                                         strong ? CloudinaryDigest::Sha256 : CloudinaryDigest::Sha1),
                     entry["signature"].toString().toStdString());
            ++compared;
        }
        QCOMPARE(compared, 6);
    }

    void ourRequestsEqualThoseOfTheOfficialClient() {
        std::size_t largeBytes = 5;
        const RecordingService service([&](const http::Request& request) {
            if (request.target.path.ends_with("destroy"))
                return http::Response::json(200, R"({"result":"ok"})");
            return http::Response::json(
                200, "{\"public_id\":\"photos/t/p\",\"bytes\":" + std::to_string(largeBytes) +
                         ",\"created_at\":"
                         "\"2023-11-14T22:13:20Z\",\"resources\":[],\"status\":\"ok\"}");
        });
        const StillClock clock;
        const auto store = open("cloudinary://KEY:SECRET@demo?upload_prefix=" + service.url(), clock);
        const BlobKey key = blobKey("photos/t/p");
        MemorySource source("hello");
        QVERIFY(store->put(key, contentOf("hello"), source));
        QVERIFY(store->head(key));
        QVERIFY(store->remove(key));
        QVERIFY(store->list("photos/", "abc", 10));
        QVERIFY(store->check());
        const std::string large(cloudinarySinglePutBytes + 1, '\0');
        largeBytes = large.size();
        MemorySource largeSource(large);
        QVERIFY(store->put(key, contentOf(large), largeSource));
        const QJsonObject golden = RecordingService::golden("cloudinary.json");
        const QJsonArray expected = golden["requests"].toArray();
        const QJsonArray requests = service.requests();
        QCOMPARE(requests.size(), expected.size());
        for (qsizetype i = 0; i < expected.size(); ++i)
            QCOMPARE(RecordingService::comparable(requests[i].toObject()),
                     RecordingService::comparable(expected[i].toObject()));
        // The link: another life, so another signature; the same parameters.
        const QString link = QString::fromStdString(store->signedGet(key, 600).value());
        QCOMPARE(RecordingService::comparable(
                     {{"target", link.mid(QString::fromStdString(service.url()).size())}}),
                 RecordingService::comparable({{"target", golden["download"]}}));
    }
};

QTEST_GUILESS_MAIN(CloudinaryTest)
#include "tst_storage_cloudinary.moc"
