// Push: a change reaches a listener without polling; and a signed-out token listens no more.
#include "tests/support/endpoint_process.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QNetworkReply>
#include <QTest>

using headroom::test::EndpointProcess;
using headroom::test::HttpClient;
using headroom::test::patienceMs;

class EndpointFeedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        endpoint_ = std::make_unique<EndpointProcess>();
        endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->start();
        const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("owner@northwind.test"));
        client_ = std::make_unique<HttpClient>(endpoint_->address());
        client_->setToken(signedIn.value(QStringLiteral("token")).toString());
        team_ = QStringLiteral("/api/teams/") + signedIn.value(QStringLiteral("teams"))
                                                    .toArray()
                                                    .first()
                                                    .toObject()
                                                    .value(QStringLiteral("team_id"))
                                                    .toString();
    }

    void aChangeIsPushedToWhoeverListens() {
        QNetworkAccessManager network;
        QNetworkRequest request(endpoint_->address().resolved(QUrl(team_ + QStringLiteral("/push"))));
        request.setRawHeader("Authorization", "Bearer " + client_->token().toLatin1());
        QNetworkReply* stream = network.get(request);
        QByteArray heard;
        connect(stream, &QNetworkReply::readyRead, this, [&] { heard += stream->readAll(); });
        QTRY_VERIFY_WITH_TIMEOUT(heard.contains("event: version"), patienceMs);
        const auto renamed =
            client_->command("PATCH", team_, {{QStringLiteral("name"), QStringLiteral("Southwind")}});
        QCOMPARE(renamed.status, 200);
        const QByteArray expected =
            "{\"version\":" + QByteArray::number(renamed.json().value(QStringLiteral("version")).toInt()) +
            "}";
        QTRY_VERIFY_WITH_TIMEOUT(heard.contains(expected), patienceMs);
        stream->abort();
        delete stream;
        QCOMPARE(endpoint_->stop(), 0);
    }

    void aSignedOutTokenIsWorthNothing() {
        QCOMPARE(client_->get(QStringLiteral("/api/me")).status, 200);
        QCOMPARE(client_->command("POST", QStringLiteral("/api/sign-out"), {}).status, 204);
        QCOMPARE(client_->get(QStringLiteral("/api/me")).status, 401);
        QCOMPARE(client_->get(team_).code(), QStringLiteral("unauthenticated"));
    }

    void aStopIsCleanWhileSomebodyListens() {
        QNetworkAccessManager network;
        QNetworkRequest request(endpoint_->address().resolved(QUrl(team_ + QStringLiteral("/push"))));
        request.setRawHeader("Authorization", "Bearer " + client_->token().toLatin1());
        QNetworkReply* stream = network.get(request);
        QByteArray heard;
        connect(stream, &QNetworkReply::readyRead, this, [&] { heard += stream->readAll(); });
        QTRY_VERIFY_WITH_TIMEOUT(heard.contains("event: version"), patienceMs);
        QCOMPARE(endpoint_->stop(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(stream->isFinished(), patienceMs);
        delete stream;
    }

private:
    std::unique_ptr<EndpointProcess> endpoint_;
    std::unique_ptr<HttpClient> client_;
    QString team_;
};

QTEST_GUILESS_MAIN(EndpointFeedTest)
#include "tst_endpoint_feed.moc"
