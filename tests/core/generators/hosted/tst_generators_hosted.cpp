#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/generators/hosted/multipart_form.h"
#include "core/generators/hosted/picture_download.h"
#include "core/generators/hosted/poll_schedule.h"
#include "core/generators/hosted/service_problem.h"
#include "core/generators/hosted/standard_webhook.h"
#include "core/http/server/server.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fstream>

using namespace headroom;
using namespace headroom::generators;
using namespace headroom::generators::hosted;
using namespace std::chrono_literals;

namespace {

const std::string png = std::string("\x89PNG\r\n\x1a\n", 8) + "the rest";
const OutputHosts delivery{.names = {"replicate.delivery", "*.replicate.delivery"}, .loopback = false};

ErrorCode codeOf(const Result<void>& result) {
    return result ? ErrorCode::Internal : result.error().code;
}

/// Serves a picture in several ways.
struct Shelf {
    std::unique_ptr<http::Server> server;
    std::unique_ptr<http::Client> client = *http::Client::create({});
    std::atomic<int> asked = 0;
    std::atomic<int> failures = 0;
    QTemporaryDir folder;

    Shelf() {
        http::Router router;
        router.add("GET", "/picture", [this](http::Request&) {
            ++asked;
            if (failures-- > 0) return http::Response::empty(503);
            return http::Response::text(200, png, "text/html"); // whose word does not count
        });
        router.add("GET", "/page", [](http::Request&) { return http::Response::text(200, "<html>"); });
        router.add("GET", "/gone", [](http::Request&) { return http::Response::empty(404); });
        router.add("GET", "/elsewhere",
                   [](http::Request&) { return http::Response::empty(302).with("Location", "/picture"); });
        server = *http::Server::create({}, std::move(router));
    }
    Result<Picture> fetch(const std::string& path) {
        const PictureDownload download(*client, {.names = {}, .loopback = true},
                                       [](std::chrono::milliseconds) {});
        return download.fetch("http://127.0.0.1:" + std::to_string(server->port()) + path,
                              folder.filePath(QStringLiteral("result")).toStdString());
    }
};

} // namespace

class HostedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySignatureIsJudgedAsTheOfficialLibraryDoes_data() {
        QTest::addColumn<QString>("text");
        std::ifstream file(HEADROOM_SOURCE_DIR
                           "/tests/core/generators/hosted/standard_webhooks_vectors.json");
        const auto vectors = nlohmann::json::parse(file);
        for (const auto& one : vectors["cases"])
            QTest::newRow(one["name"].get<std::string>().c_str()) << QString::fromStdString(one.dump());
    }
    void everySignatureIsJudgedAsTheOfficialLibraryDoes() {
        QFETCH(QString, text);
        const auto one = nlohmann::json::parse(text.toStdString());
        const auto& headers = one["headers"];
        const std::string id = headers.value("webhook-id", "");
        const std::string timestamp = headers.value("webhook-timestamp", "");
        const std::string signature = headers.value("webhook-signature", "");
        const auto verified = verifyStandardWebhook(
            {.id = id, .timestamp = timestamp, .signature = signature}, one["body"].get<std::string>(),
            {one["secret"].get<std::string>()}, {one["now"].get<std::int64_t>() * 1000});
        QCOMPARE(verified.has_value(), one["expect"].get<bool>());
    }

    void theSecondSecretCountsWhileTheFirstIsReplaced() {
        const std::string old = "whsec_" + toBase64("the old key"),
                          fresh = "whsec_" + toBase64("the new key");
        const std::string signature = *standardSignature(old, "msg", "1000", "{}");
        const WebhookHeaders headers{.id = "msg", .timestamp = "1000", .signature = signature};
        QVERIFY(verifyStandardWebhook(headers, "{}", {fresh, old}, {1'000'000}));
        QCOMPARE(codeOf(verifyStandardWebhook(headers, "{}", {fresh}, {1'000'000})),
                 ErrorCode::SignatureInvalid);
        QCOMPARE(codeOf(verifyStandardWebhook(headers, "{}", {}, {1'000'000})), ErrorCode::SignatureInvalid);
        QCOMPARE(codeOf(verifyStandardWebhook(headers, "{}", {old}, {1'301'000})), ErrorCode::SignatureStale);
        QCOMPARE(codeOf(verifyStandardWebhook(headers, "{}", {old}, {699'000})), ErrorCode::SignatureStale);
    }

    void resultsComeOnlyFromTheServicesHosts_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("the host") << "https://replicate.delivery/x.png" << true;
        QTest::newRow("below it") << "https://PBXT.replicate.delivery/x.png?y=1" << true;
        QTest::newRow("not encrypted") << "http://replicate.delivery/x.png" << false;
        QTest::newRow("another port") << "https://replicate.delivery:8443/x.png" << false;
        QTest::newRow("ends alike") << "https://evilreplicate.delivery/x.png" << false;
        QTest::newRow("begins alike") << "https://replicate.delivery.evil.test/x.png" << false;
        QTest::newRow("user name") << "https://replicate.delivery@evil.test/x.png" << false;
        QTest::newRow("backslash") << "https://evil.test\\@replicate.delivery/x" << false;
        QTest::newRow("this machine") << "https://127.0.0.1/x.png" << false;
        QTest::newRow("own network") << "https://10.0.0.1/x.png" << false;
        QTest::newRow("metadata service") << "http://169.254.169.254/latest" << false;
        QTest::newRow("a file") << "file:///etc/passwd" << false;
    }
    void resultsComeOnlyFromTheServicesHosts() {
        QFETCH(QString, url);
        QFETCH(bool, allowed);
        QCOMPARE(mayFetch(url.toStdString(), delivery).has_value(), allowed);
    }

    void servicesAreHttpsOrOnThisMachine() {
        for (const char* good : {"https://api.replicate.com/v1", "http://127.0.0.1:12111/replicate/v1",
                                 "http://localhost:1", "http://[::1]:8080/x"})
            QVERIFY2(parseServiceUrl(good), good);
        for (const char* bad : {"http://api.replicate.com/v1", "ftp://x", "https://", "https://a b", "",
                                "http://127.evil.test/"})
            QVERIFY2(!parseServiceUrl(bad), bad);
    }

    void aResultIsWhatItsBytesSay() {
        Shelf shelf;
        const auto picture = shelf.fetch("/picture");
        QVERIFY(picture);
        QCOMPARE(picture->mediaType, std::string("image/png"));
        QCOMPARE(picture->sizeBytes, std::int64_t(png.size()));
        QCOMPARE(shelf.fetch("/page").error().code, ErrorCode::GeneratorFailed);
        QCOMPARE(shelf.fetch("/gone").error().code, ErrorCode::Gone);
        QCOMPARE(shelf.fetch("/elsewhere").error().code, ErrorCode::Forbidden);
    }

    void aDownloadIsTriedAgainAndThenLeftForLater() {
        Shelf shelf;
        shelf.failures = downloadTries - 1;
        QVERIFY(shelf.fetch("/picture"));
        shelf.failures = downloadTries;
        QCOMPARE(shelf.fetch("/picture").error().code, ErrorCode::Unavailable);
        QCOMPARE(shelf.asked.load(), 2 * downloadTries);
    }

    void everyKindOfPictureIsKnownByItsFirstBytes() {
        QCOMPARE(sniffPicture("\xff\xd8\xff\xe0 more"), std::string_view("image/jpeg"));
        QCOMPARE(sniffPicture("RIFF\x01\x02\x03\x04WEBPVP8 "), std::string_view("image/webp"));
        QCOMPARE(sniffPicture("RIFF\x01\x02\x03\x04WAVEfmt "), std::string_view());
        QCOMPARE(sniffPicture("GIF89a"), std::string_view());
        QCOMPARE(sniffPicture(""), std::string_view());
    }

    void namesCannotBreakOutOfAForm() {
        MultipartForm form;
        form.addField("seed", "7");
        form.addPart("content", "a\"\r\nX: y.jpg", "image/jpeg", "bytes");
        const std::string body = form.body();
        QVERIFY(body.find("filename=\"a%22%0D%0AX: y.jpg\"\r\nContent-Type: image/jpeg\r\n\r\nbytes\r\n--") !=
                std::string::npos);
        QVERIFY(body.find("name=\"seed\"\r\n\r\n7\r\n") != std::string::npos);
        const std::string boundary = form.contentType().substr(form.contentType().find("boundary=") + 9);
        QVERIFY(body.starts_with("--" + boundary + "\r\n"));
        QVERIFY(body.ends_with("--" + boundary + "--\r\n"));
    }

    void newsCutAPauseShort() {
        PollSchedule schedule(1h, 2h);
        QVERIFY(!schedule.waitUntilDue(1ms));
        schedule.bringNews();
        QVERIFY(schedule.waitUntilDue(1h));
        schedule.asked();
        QVERIFY(!schedule.waitUntilDue(1ms));
        PollSchedule quick(1ms, 1ms);
        QVERIFY(quick.waitUntilDue(1h));
    }

    void whatCostsInVainIsNotTriedAgainAtTheSameService() {
        for (const Problem problem : {Problem::KeyRefused, Problem::OutOfQuota, Problem::Misconfigured,
                                      Problem::ContentRefused, Problem::PhotoRefused, Problem::Stopped})
            QVERIFY(verdictOf(problem) == Verdict::TryOther);
        for (const Problem problem : {Problem::Busy, Problem::Failed, Problem::TooLate, Problem::Vanished})
            QVERIFY(verdictOf(problem) == Verdict::TryAgain);
        QCOMPARE(errorOf(Problem::Failed, std::string(10'000, 'x')).detail.size(), detailLengthMax);
    }
};

QTEST_GUILESS_MAIN(HostedTest)
#include "tst_generators_hosted.moc"
