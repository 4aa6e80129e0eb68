#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/http/server/server.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/s3/s3_store.h"
#include "core/storage/storage_limits.h"
#include "scripted_server.h"

#include <QTest>

#include <mutex>

using namespace headroom;
using namespace headroom::storage;

namespace {

BlobContent contentOf(std::string_view bytes) {
    return {static_cast<std::int64_t>(bytes.size()), toHex(sha256(bytes)), "image/jpeg"};
}

std::string errorXml(const std::string& code, const std::string& message = "words") {
    return "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + message +
           "</Message><RequestId>1</RequestId></Error>";
}

/// Counts what is read, and can end early.
class CountingSource final : public ByteSource {
public:
    explicit CountingSource(std::string_view bytes)
        : inner_(bytes) {}
    Result<std::size_t> read(char* buffer, std::size_t room) override {
        const std::size_t count = TRY(inner_.read(buffer, room));
        if (count == 0 && breaks) return fail(ErrorCode::Unavailable, "the source broke");
        return count;
    }
    Result<void> rewind() override {
        ++rewinds;
        return inner_.rewind();
    }
    bool breaks = false;
    int rewinds = 0;

private:
    MemorySource inner_;
};

} // namespace

/// S3 as it fails: answers made up from its documentation, one after another.
class S3FaultsTest : public QObject {
    Q_OBJECT

    using Answer = std::function<http::Response(const http::Request&)>;

    SystemClock clock_;
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<S3Store> store_;
    std::mutex mutex_;
    std::vector<Answer> answers_; ///< the last one stays
    std::vector<http::Request> requests_;
    int naps_ = 0;
    std::string logged_;

    S3Options options(int port) const {
        return {.endpoint = "http://127.0.0.1:" + std::to_string(port),
                .region = "eu-central-1",
                .bucket = "faces",
                .addressing = S3Addressing::Path,
                .credentials = {.accessKey = "AKIDEXAMPLE", .secretKey = "verysecret", .sessionToken = {}}};
    }
    std::unique_ptr<S3Store> open(int port) {
        return S3Store::create(options(port), http::Client::create({}).value(), clock_,
                               [this](std::chrono::milliseconds) { ++naps_; })
            .value();
    }
    static Answer says(int status, std::string body = {}) {
        return [=](const http::Request&) { return http::Response::text(status, body, "application/xml"); };
    }
    void script(std::vector<Answer> answers) {
        const std::lock_guard lock(mutex_);
        answers_ = std::move(answers);
        requests_.clear();
        naps_ = 0;
    }
    http::Response answer(http::Request& request) {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
        if (answers_.empty()) return http::Response::empty(500);
        const Answer next = answers_.front();
        if (answers_.size() > 1) answers_.erase(answers_.begin());
        return next(request);
    }
    Result<void> put(std::string_view bytes) {
        MemorySource source(bytes);
        return store_->put(key(), contentOf(bytes), source);
    }
    static BlobKey key() { return BlobKey::parse("photos/t/p").value(); }

private Q_SLOTS:
    void initTestCase() {
        log::setSink([this](log::Level, std::string_view line) { logged_ += line; });
        http::Router router;
        router.setFallback([this](http::Request& request) { return answer(request); });
        for (const char* method : {"PUT", "POST", "GET", "DELETE"})
            router.add(method, "/faces/photos/t/p",
                       [this](http::Request& request) { return answer(request); },
                       {.bodyLimitBytes = 64'000'000});
        server_ = *http::Server::create({}, std::move(router));
        store_ = open(server_->port());
    }

    void whatPassesIsTriedAgain_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        for (const int status : {500, 502, 503, 504})
            QTest::addRow("%d", status) << status << "InternalError";
        QTest::newRow("slow down") << 503 << "SlowDown";
        QTest::newRow("request timeout") << 400 << "RequestTimeout";
        QTest::newRow("429") << 429 << "TooManyRequests";
    }
    void whatPassesIsTriedAgain() {
        QFETCH(int, status);
        QFETCH(QString, code);
        script({says(status, errorXml(code.toStdString())), says(status), says(200)});
        // Without its body, a 400 says nothing of a timeout.
        if (status == 400) script({says(400, errorXml(code.toStdString())), says(200)});
        QVERIFY(put("hello"));
        QCOMPARE(requests_.back().body, std::string("hello"));
        QCOMPARE(naps_, status == 400 ? 1 : 2);
        QCOMPARE(std::string(requests_.back().header("x-amz-content-sha256")), toHex(sha256("hello")));
        QCOMPARE(std::string(requests_.back().header("Content-Type")), std::string("image/jpeg"));
    }

    void refusalsAreSaidInWordsAndNotTriedAgain_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("error");
        const auto row = [](int status, const char* code, const char* words, ErrorCode error) {
            QTest::addRow("%d %s", status, code) << status << code << words << static_cast<int>(error);
        };
        row(403, "SignatureDoesNotMatch", "secret key", ErrorCode::Unavailable);
        row(403, "InvalidAccessKeyId", "does not know the access key", ErrorCode::Unavailable);
        row(403, "ExpiredToken", "expired", ErrorCode::Unavailable);
        row(403, "AccessDenied", "right to read, write, list and delete", ErrorCode::Unavailable);
        row(404, "NoSuchBucket", "no such bucket", ErrorCode::Unavailable);
        row(301, "PermanentRedirect", "another region", ErrorCode::Unavailable);
        row(400, "EntityTooLarge", "blob of this size", ErrorCode::TooLarge);
        row(400, "XAmzContentSHA256Mismatch", "other bytes than were sent", ErrorCode::ChecksumMismatch);
        row(507, "QuotaExceeded", "suspended or full", ErrorCode::DiskFull);
        row(418, "", "is the address in the settings right?", ErrorCode::Unavailable);
        row(400, "Strange", "refuses the request", ErrorCode::Unavailable);
    }
    void refusalsAreSaidInWordsAndNotTriedAgain() {
        QFETCH(int, status);
        QFETCH(QString, code);
        QFETCH(QString, words);
        QFETCH(int, error);
        script({says(status, code.isEmpty() ? "<html>teapot</html>" : errorXml(code.toStdString()))});
        const auto done = put("hello");
        QVERIFY(!done);
        const QString said = QString::fromStdString(done.error().detail);
        QVERIFY2(said.contains(words), qPrintable(said));
        QCOMPARE(static_cast<int>(done.error().code), error);
        QCOMPARE(requests_.size(), std::size_t(1));
    }

    void aRefusedRegionNamesTheRightOne() {
        script({says(400, errorXml("AuthorizationHeaderMalformed",
                                   "the region 'eu-central-1' is wrong; expecting 'us-west-2'"))});
        QVERIFY(put("x").error().detail.find("us-west-2") != std::string::npos);
        script({[](const http::Request&) {
            return http::Response::empty(301).with("x-amz-bucket-region", "ap-south-1");
        }});
        QVERIFY(put("x").error().detail.find("ap-south-1") != std::string::npos);
    }

    void aServiceInTroubleLeavesTheOutcomeOfAPutUnknown() {
        script({says(500, errorXml("InternalError"))});
        QVERIFY(put("x").error().code == ErrorCode::UnknownOutcome);
        QCOMPARE(requests_.size(), std::size_t(remoteAttempts));
        QVERIFY(store_->head(key()).error().code == ErrorCode::Unavailable);
    }

    void aCutConnectionIsTriedAgainAndSaid() {
        // The first connection dies in the middle of the body, later ones at once.
        ScriptedServer cutting([](int socket, int) {
            ScriptedServer::readHead(socket);
            ScriptedServer::reset(socket);
        });
        const auto store = open(cutting.port());
        const std::string bytes = randomBytes(500'000);
        CountingSource source(bytes);
        const auto done = store->put(key(), contentOf(bytes), source);
        QVERIFY(!done);
        QVERIFY(done.error().code == ErrorCode::UnknownOutcome);
        QVERIFY(done.error().detail.find("was cut") != std::string::npos);
        QVERIFY(cutting.connections() >= remoteAttempts);
        QVERIFY(source.rewinds >= remoteAttempts - 1);
    }

    void aSourceThatBreaksIsNotReadAgain() {
        script({says(200)});
        const std::string bytes(100'000, 'x');
        CountingSource source(bytes);
        source.breaks = true;
        BlobContent content = contentOf(bytes);
        content.sizeBytes += 1;
        const auto done = store_->put(key(), content, source);
        QVERIFY(done.error().code == ErrorCode::Unavailable);
        QCOMPARE(done.error().detail, std::string("the source broke"));
        QCOMPARE(source.rewinds, 0);
    }

    void anErrorInsideOfASuccessIsSeenAndTheUploadTakenBack() {
        const std::string bytes(static_cast<std::size_t>(remoteSinglePutBytes) + 1, 'x');
        const Answer part = [](const http::Request&) {
            return http::Response::empty(200).with("ETag", "\"tag\"");
        };
        script({says(200, "<R><UploadId>u&amp;1</UploadId></R>"), part, part, part,
                says(200, errorXml("InternalError")), says(404), says(204)});
        const auto done = put(bytes);
        QVERIFY(!done);
        QVERIFY(done.error().code == ErrorCode::UnknownOutcome);
        QCOMPARE(requests_.size(), std::size_t(7));
        QCOMPARE(requests_[4].method, std::string("POST"));
        QVERIFY(requests_[4].body.find("<PartNumber>3</PartNumber><ETag>&quot;tag&quot;</ETag>") !=
                std::string::npos);
        QCOMPARE(requests_[6].method, std::string("DELETE"));
        QCOMPARE(std::string(requests_[6].query("uploadId")), std::string("u&1"));
    }

    // The answer to "complete" was lost, and the repetition finds no upload: the object tells.
    void aLostAnswerToTheLastRequestIsNoFailure() {
        const std::string bytes(static_cast<std::size_t>(remoteSinglePutBytes) + 1, 'x');
        const Answer part = [](const http::Request&) {
            return http::Response::empty(200).with("ETag", "\"tag\"");
        };
        const Answer there = [&](const http::Request&) {
            return http::Response::text(200, bytes).with("x-amz-meta-sha256", toHex(sha256(bytes)));
        };
        script({says(200, "<R><UploadId>u</UploadId></R>"), part, part, part, says(503),
                says(404, errorXml("NoSuchUpload")), there});
        const auto done = put(bytes);
        QVERIFY2(done.has_value(), done ? "" : describe(done.error()).c_str());
        QCOMPARE(requests_.back().method, std::string("HEAD"));
    }

    void aMissingBlobCanBeRemovedEverywhere() {
        script({says(404, errorXml("NoSuchKey"))});
        QVERIFY(store_->remove(key()));
        script({says(403, errorXml("AccessDenied"))});
        QVERIFY(!store_->remove(key()));
    }

    void aRangeThatIsCutShortIsRefusedBeforeAnyByte() {
        script({[](const http::Request&) {
            return http::Response::text(206, "abc").with("Content-Range", "bytes 5-7/8");
        }});
        MemorySink sink(100);
        QVERIFY(store_->get(key(), ByteRange{5, 10}, sink).error().code == ErrorCode::InvalidInput);
        QVERIFY(sink.take().empty());
        script({says(416, errorXml("InvalidRange"))});
        QVERIFY(store_->get(key(), ByteRange{50, 10}, sink).error().code == ErrorCode::InvalidInput);
    }

    void aSessionTokenIsSentAndSigned() {
        S3Options temporary = options(server_->port());
        temporary.credentials.sessionToken = "session";
        const auto store = S3Store::create(temporary, http::Client::create({}).value(), clock_, {}).value();
        script({says(200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")});
        QVERIFY(store->check());
        QCOMPARE(std::string(requests_[0].header("x-amz-security-token")), std::string("session"));
        QVERIFY(requests_[0].header("Authorization").find("x-amz-security-token") != std::string_view::npos);
    }

    void somethingElseAtTheAddressIsSeenAtTheStart() {
        script({says(200, "<html>hello</html>")});
        const auto checked = store_->check();
        QVERIFY(checked.error().code == ErrorCode::FileAccess);
        QVERIFY(checked.error().detail.find("is the address in the settings right?") != std::string::npos);
        script({says(503)});
        QVERIFY(store_->check().error().code == ErrorCode::Unavailable);
        QCOMPARE(requests_.size(), std::size_t(1)); // a health check is asked again soon anyway
    }

    void aListingThatIsBrokenIsAnErrorAndNotAnEndOfBlobs() {
        script({says(200, "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>")});
        QVERIFY(store_->list("", "", 10).error().code == ErrorCode::Corrupt);
        script({says(200, "<ListBucketResult><Contents>")});
        QVERIFY(store_->list("", "", 10).error().code == ErrorCode::Corrupt);
    }

    void noKeyAndNoSignatureReachesALog() {
        QVERIFY(logged_.find("verysecret") == std::string::npos);
        QVERIFY(logged_.find("Signature") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(S3FaultsTest)
#include "tst_storage_s3_faults.moc"
