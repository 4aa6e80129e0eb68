// The main job over HTTP: credits are bought in the sandbox and given out, a real photo becomes real
// headshots.
#include "tests/support/patience.h"
#include "tests/support/sandbox_process.h"

#include <QDirIterator>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <QUuid>

using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;
using headroom::test::patienceMs;
using headroom::test::SandboxProcess;

namespace {

QString newId() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

class EndpointMainJobTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        endpoint_ = std::make_unique<EndpointProcess>(sandbox_.endpointEnvironment());
        QVERIFY(sandbox_.start(endpoint_->address()));

        endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->start();
        const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("owner@northwind.test"));
        client_ = std::make_unique<HttpClient>(endpoint_->address());
        client_->setToken(signedIn.value(QStringLiteral("token")).toString());
        const QJsonObject membership = signedIn.value(QStringLiteral("teams")).toArray().first().toObject();
        teamId_ = membership.value(QStringLiteral("team_id")).toString();
        team_ = QStringLiteral("/api/teams/") + teamId_;
        member_ = membership.value(QStringLiteral("member_id")).toString();
        QVERIFY(!member_.isEmpty());
    }

    void cleanupTestCase() {
        QCOMPARE(endpoint_->stop(), 0);
        const HttpAnswer verified = endpoint_->run({QStringLiteral("verify")});
        QVERIFY2(verified.status == 0, verified.body.constData());
    }

    void boughtCreditsArriveInThePool() {
        const HttpAnswer paid = headroom::test::buyStarter(*client_, teamId_);
        QVERIFY2(paid.status == 303, paid.body.constData());
        QTRY_COMPARE_WITH_TIMEOUT(pool(), 50, patienceMs);
    }

    void creditsAreGivenToAMember() {
        const QJsonObject line{{QStringLiteral("member_id"), member_}, {QStringLiteral("credits"), 12}};
        QCOMPARE(client_
                     ->command("POST", team_ + QStringLiteral("/credits/allocate"),
                               {{QStringLiteral("lines"), QJsonArray{line}}})
                     .status,
                 200);
        QCOMPARE(pool(), 38);
    }

    void aPortraitIsUsableAndATextFileIsRefusedWithTheReason() {
        photo_ = upload(QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/astronaut.jpg"));
        QTRY_COMPARE_WITH_TIMEOUT(photo(photo_).value(QStringLiteral("state")).toString(),
                                  QStringLiteral("usable"), patienceMs);
        const QString text = upload(QStringLiteral(HEADROOM_SOURCE_DIR "/README.md"));
        QTRY_COMPARE_WITH_TIMEOUT(photo(text).value(QStringLiteral("state")).toString(),
                                  QStringLiteral("refused"), patienceMs);
        QCOMPARE(photo(text).value(QStringLiteral("refusal")).toString(),
                 QStringLiteral("photo_not_an_image"));
    }

    void headshotsInThreeStylesAreMadeAndChargedOnce() {
        QJsonArray styles;
        for (const char* style : {"studio-grey", "charcoal", "city-office"})
            styles.append(
                QJsonObject{{QStringLiteral("style"), QLatin1String(style)}, {QStringLiteral("count"), 1}});
        const QString id = newId();
        const QJsonObject body{{QStringLiteral("photo_ids"), QJsonArray{photo_}},
                               {QStringLiteral("styles"), styles}};
        const QString path = team_ + QStringLiteral("/headshots/generate");
        const HttpAnswer asked = client_->command("POST", path, body, id);
        QVERIFY2(asked.status == 202, asked.body.constData());
        QCOMPARE(client_->command("POST", path, body, id).body, asked.body);
        QTRY_COMPARE_WITH_TIMEOUT(completed().size(), 3, patienceMs);
        for (const QJsonValue& value : completed()) {
            const QString content = team_ + QStringLiteral("/headshots/") +
                                    value.toObject().value(QStringLiteral("id")).toString() +
                                    QStringLiteral("/content");
            const HttpAnswer picture = client_->get(content);
            QCOMPARE(picture.status, 200);
            const QImage image = QImage::fromData(picture.body);
            QCOMPARE(image.size(), QSize(1024, 1280));
            QVERIFY2(picture.body.contains("digitalsourcetype"), "provenance is missing");
            QCOMPARE(client_->send("GET", content, {}, {{"Range", "bytes=0-9"}}).body, picture.body.left(10));
        }
        QCOMPARE(balanceOf("available"), 9);
    }

    void previewsAreSmallAndKept_data() {
        QTest::addColumn<QString>("what");
        QTest::newRow("photo") << QStringLiteral("/photos/") + photo_;
        QTest::newRow("headshot")
            << QStringLiteral("/headshots/") +
                   completed().first().toObject().value(QStringLiteral("id")).toString();
    }
    void previewsAreSmallAndKept() {
        QFETCH(QString, what);
        const QString path = team_ + what + QStringLiteral("/preview");
        const HttpAnswer preview = client_->get(path + QStringLiteral("?edge=256"));
        QCOMPARE(preview.status, 200);
        QCOMPARE(preview.headers.value("content-type"), QByteArray("image/jpeg"));
        QVERIFY(preview.headers.value("cache-control").contains("immutable"));
        const QSize size = QImage::fromData(preview.body).size();
        QCOMPARE(std::max(size.width(), size.height()), 256);
        const QByteArray tag = preview.headers.value("etag");
        QCOMPARE(
            client_->send("GET", path + QStringLiteral("?edge=256"), {}, {{"If-None-Match", tag}}).status,
            304);
        const HttpAnswer larger = client_->get(path);
        QCOMPARE(larger.status, 200);
        QVERIFY(larger.headers.value("etag") != tag);
        QVERIFY(larger.body.size() > preview.body.size());
        QCOMPARE(client_->get(path + QStringLiteral("?edge=256")).body, preview.body);
        QCOMPARE(client_->get(path + QStringLiteral("?edge=4000")).status, 400);
        QCOMPARE(client_->get(path + QStringLiteral("?edge=x")).status, 400);
    }

    /// The owner sees the member's headshots; nobody but the member sees the member's photos.
    void aPreviewIsSeenByWhoSeesThePicture() {
        const QJsonObject invitation{{QStringLiteral("email"), QStringLiteral("m@northwind.test")},
                                     {QStringLiteral("role"), QStringLiteral("member")}};
        QCOMPARE(client_
                     ->command("POST", team_ + QStringLiteral("/members"),
                               {{QStringLiteral("invitations"), QJsonArray{invitation}}})
                     .status,
                 200);
        const QString token =
            endpoint_->signIn(QStringLiteral("m@northwind.test")).value(QStringLiteral("token")).toString();
        QVERIFY(!token.isEmpty());
        const QString headshot = completed().first().toObject().value(QStringLiteral("id")).toString();
        const QString owner = client_->token();
        client_->setToken(token);
        const int ofHeadshot =
            client_->get(team_ + QStringLiteral("/headshots/%1/preview").arg(headshot)).status;
        const int ofPhoto = client_->get(team_ + QStringLiteral("/photos/%1/preview").arg(photo_)).status;
        client_->setToken(owner);
        QCOMPARE(ofHeadshot, 404);
        QCOMPARE(ofPhoto, 404);
    }

    void aCancelledRequestCostsOnlyWhatWasFinished() {
        const QJsonObject style{{QStringLiteral("style"), QStringLiteral("ivory")},
                                {QStringLiteral("count"), 6}};
        const QString request = newId();
        const HttpAnswer asked = client_->command("POST", team_ + QStringLiteral("/headshots/generate"),
                                                  {{QStringLiteral("photo_ids"), QJsonArray{photo_}},
                                                   {QStringLiteral("styles"), QJsonArray{style}}},
                                                  request);
        QCOMPARE(asked.status, 202);
        const int before = static_cast<int>(completed().size());
        const QString path = team_ + QStringLiteral("/headshots/requests/%1/cancel").arg(request);
        // In the middle of it: one is finished, the worker is at another.
        QTRY_VERIFY_WITH_TIMEOUT(completed().size() > before || balanceOf("spent") > 3, patienceMs);
        const HttpAnswer cancelled = client_->command("POST", path, {});
        QVERIFY2(cancelled.status == 200, cancelled.body.constData());
        const int given = cancelled.json().value(QStringLiteral("cancelled")).toInt();
        QVERIFY(given > 0);
        QCOMPARE(client_->command("POST", path, {}).json().value(QStringLiteral("cancelled")).toInt(), 0);
        QCOMPARE(balanceOf("held"), 0);
        QCOMPARE(balanceOf("available"), 9 - (6 - given));
        QCOMPARE(balanceOf("spent"), 3 + 6 - given);
        QCOMPARE(
            client_->command("POST", team_ + QStringLiteral("/headshots/requests/%1/cancel").arg(newId()), {})
                .status,
            404);
    }

    void ofFiftyParallelSpendsOnlyWhatIsThereIsGranted() {
        const int left = balanceOf("available");
        const int before = static_cast<int>(completed().size());
        int accepted = 0;
        int refused = 0;
        const QJsonObject style{{QStringLiteral("style"), QStringLiteral("ivory")},
                                {QStringLiteral("count"), 1}};
        const QByteArray body = QJsonDocument(QJsonObject{{QStringLiteral("photo_ids"), QJsonArray{photo_}},
                                                          {QStringLiteral("styles"), QJsonArray{style}}})
                                    .toJson();
        QNetworkAccessManager network;
        QList<QNetworkReply*> replies;
        for (int i = 0; i < 50; ++i) {
            QNetworkRequest request(
                endpoint_->address().resolved(QUrl(team_ + QStringLiteral("/headshots/generate"))));
            request.setRawHeader("Authorization", "Bearer " + client_->token().toLatin1());
            request.setRawHeader("Idempotency-Key", newId().toLatin1());
            request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
            replies.append(network.post(request, body));
        }
        for (QNetworkReply* reply : replies) {
            QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), patienceMs);
            const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            if (status == 202) ++accepted;
            if (status == 409) ++refused;
            reply->deleteLater();
        }
        QVERIFY(left > 0);
        QCOMPARE(accepted, left);
        QCOMPARE(refused, 50 - left);
        QTRY_COMPARE_WITH_TIMEOUT(completed().size(), before + left, patienceMs);
        QCOMPARE(balanceOf("available"), 0);
    }

    void aDeletedPhotoLeavesNoPreview() {
        const QString id = upload(QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/astronaut.jpg"));
        const QString path = team_ + QStringLiteral("/photos/") + id;
        QCOMPARE(client_->get(path + QStringLiteral("/preview?edge=256")).status, 200);
        const auto kept = [&] {
            QDirIterator files(endpoint_->dataFolder() + QStringLiteral("/previews"), QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext())
                if (files.next().contains(id)) return true;
            return false;
        };
        QVERIFY(kept());
        QCOMPARE(client_->command("DELETE", path, {}).status, 200);
        QCOMPARE(client_->get(path + QStringLiteral("/preview?edge=256")).status, 410);
        // The sweeps run at every start.
        QCOMPARE(endpoint_->stop(), 0);
        endpoint_->start();
        QTRY_VERIFY_WITH_TIMEOUT(!kept(), patienceMs);
    }

    void whatNobodySawFinishIsMailedWithPictures() {
        QTRY_VERIFY_WITH_TIMEOUT(mailWith("50 headshot credits arrived for Northwind").size() > 0,
                                 patienceMs);
        // Until here the owner was at the screen.
        QVERIFY(mailWith("Content-ID: <headshot-1@").isEmpty());
        QJsonArray styles;
        for (const char* style : {"studio-grey", "city-office"})
            styles.append(
                QJsonObject{{QStringLiteral("style"), QLatin1String(style)}, {QStringLiteral("count"), 1}});
        const HttpAnswer asked = client_->command("POST", team_ + QStringLiteral("/headshots/generate"),
                                                  {{QStringLiteral("photo_ids"), QJsonArray{photo_}},
                                                   {QStringLiteral("styles"), styles},
                                                   {QStringLiteral("source"), QStringLiteral("pool")}});
        QVERIFY2(asked.status == 202, asked.body.constData());
        QCOMPARE(client_->send("POST", QStringLiteral("/api/sign-out")).status, 204);
        QTRY_VERIFY_WITH_TIMEOUT(!mailWith("Content-ID: <headshot-1@").isEmpty(), patienceMs);
        const QByteArray mail = mailWith("Content-ID: <headshot-1@");
        // These two, and what was still under way from before: headshots are told together.
        static const QRegularExpression subject(QStringLiteral("Subject: Your (\\d+) headshots are ready"));
        QVERIFY(subject.match(QString::fromUtf8(mail)).captured(1).toInt() >= 2);
        QVERIFY(mail.contains("Content-ID: <headshot-2@"));
        QVERIFY(mail.contains("List-Unsubscribe:"));
        const qsizetype start = mail.indexOf("\r\n\r\n", mail.indexOf("Content-ID: <headshot-1@")) + 4;
        const QByteArray encoded = mail.mid(start, mail.indexOf("\r\n--", start) - start);
        const QImage picture = QImage::fromData(QByteArray::fromBase64(encoded));
        QCOMPARE(std::max(picture.width(), picture.height()), 256);
    }

private:
    /// The first mail in the endpoint's folder that holds this text; empty when none does.
    QByteArray mailWith(const QByteArray& text) {
        QDirIterator files(endpoint_->dataFolder() + QStringLiteral("/mail"), {QStringLiteral("*.eml")},
                           QDir::Files);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly)) continue;
            const QByteArray mail = file.readAll();
            if (mail.contains(text)) return mail;
        }
        return {};
    }

    QJsonObject overview() { return client_->get(team_ + QStringLiteral("/credits/overview")).json(); }
    int pool() {
        return overview().value(QStringLiteral("team")).toObject().value(QStringLiteral("pool")).toInt();
    }
    int balanceOf(const char* account) {
        for (const QJsonValue& member : overview().value(QStringLiteral("members")).toArray())
            if (member.toObject().value(QStringLiteral("member_id")).toString() == member_)
                return member.toObject().value(QLatin1String(account)).toInt();
        return -1;
    }

    /// By tus, in two pieces; the photo's id.
    QString upload(const QString& path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) return {};
        const QByteArray bytes = file.readAll();
        const QString id = newId();
        const HttpAnswer made = client_->send("POST", team_ + QStringLiteral("/uploads"), {},
                                              {{"Tus-Resumable", "1.0.0"},
                                               {"Upload-Length", QByteArray::number(bytes.size())},
                                               {"Upload-Metadata", "photo_id " + id.toLatin1().toBase64()}});
        const QString location = QString::fromLatin1(made.headers.value("location"));
        const qsizetype half = bytes.size() / 2;
        for (const qsizetype from : {qsizetype(0), half}) {
            const QByteArray piece = from == 0 ? bytes.left(half) : bytes.mid(half);
            const HttpAnswer sent = client_->send("PATCH", location, piece,
                                                  {{"Tus-Resumable", "1.0.0"},
                                                   {"Content-Type", "application/offset+octet-stream"},
                                                   {"Upload-Offset", QByteArray::number(from)}});
            if (sent.status != 204) qWarning("PATCH: %d %s", sent.status, sent.body.constData());
        }
        return id;
    }

    QJsonObject photo(const QString& id) {
        const QJsonArray photos =
            client_->get(team_ + QStringLiteral("/photos")).json().value(QStringLiteral("photos")).toArray();
        for (const QJsonValue& value : photos)
            if (value.toObject().value(QStringLiteral("id")).toString() == id) return value.toObject();
        return {};
    }

    QJsonArray completed() {
        return client_->get(team_ + QStringLiteral("/headshots?state=completed"))
            .json()
            .value(QStringLiteral("headshots"))
            .toArray();
    }

    SandboxProcess sandbox_;
    std::unique_ptr<EndpointProcess> endpoint_;
    std::unique_ptr<HttpClient> client_;
    QString teamId_;
    QString team_;
    QString member_;
    QString photo_;
};

QTEST_GUILESS_MAIN(EndpointMainJobTest)
#include "tst_endpoint_main_job.moc"
