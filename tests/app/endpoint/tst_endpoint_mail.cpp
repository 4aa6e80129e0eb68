// Mails of the real endpoint to a mail server that is away, refuses for now, and takes in the end.
#include "tests/support/endpoint_process.h"
#include "tests/support/free_port.h"
#include "tests/support/patience.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;
using headroom::test::patienceMs;

namespace {

/// A mail server on this thread's event loop.
class MailServer : public QObject {
public:
    MailServer() {
        connect(&server_, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = server_.nextPendingConnection())
                take(socket);
        });
    }
    bool listen(quint16 port = headroom::test::freePort()) {
        return server_.listen(QHostAddress::LocalHost, port);
    }
    void close() { server_.close(); }
    quint16 port() const { return server_.serverPort(); }

    QByteArray recipientAnswer = "250 ok";
    QList<QByteArray> taken;
    int refused = 0;
    int connections = 0;

private:
    void take(QTcpSocket* socket) {
        socket->write("220 test\r\n");
        ++connections;
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            --connections;
            socket->deleteLater();
        });
        auto mail = std::make_shared<QByteArray>();
        auto inData = std::make_shared<bool>(false);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket, mail, inData] {
            while (socket->canReadLine()) {
                const QByteArray line = socket->readLine().trimmed();
                if (*inData) {
                    if (line != ".") {
                        *mail += line + "\n";
                        continue;
                    }
                    *inData = false;
                    taken.append(*mail);
                    socket->write("250 taken\r\n");
                } else if (line.startsWith("RCPT")) {
                    if (!recipientAnswer.startsWith("250")) ++refused;
                    socket->write(recipientAnswer + "\r\n");
                } else if (line == "DATA") {
                    *inData = true;
                    socket->write("354 go on\r\n");
                } else if (line == "QUIT") {
                    socket->write("221 bye\r\n");
                    socket->disconnectFromHost();
                } else {
                    socket->write("250 ok\r\n");
                }
            }
        });
    }

    QTcpServer server_;
};

} // namespace

class EndpointMailTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anInvitationArrivesWhateverHappensOnTheWay() {
        MailServer server;
        QVERIFY(server.listen());
        const quint16 port = server.port();
        EndpointProcess endpoint(environmentFor(port));
        endpoint.createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint.start();
        HttpClient client(endpoint.address());
        const QJsonObject signedIn = signIn(server, client);
        const QString team = signedIn.value(QStringLiteral("teams"))
                                 .toArray()
                                 .first()
                                 .toObject()
                                 .value(QStringLiteral("team_id"))
                                 .toString();
        QVERIFY(!team.isEmpty());

        // The server is away: the request does not notice.
        server.close();
        server.taken.clear();
        const QJsonObject line{{QStringLiteral("email"), QStringLiteral("new@northwind.test")},
                               {QStringLiteral("role"), QStringLiteral("member")}};
        const QString id = QStringLiteral("6f1f6c52-58a5-4b0f-a5d0-0123456789ab");
        const QJsonObject body{{QStringLiteral("invitations"), QJsonArray{line}}};
        const QString path = QStringLiteral("/api/teams/%1/members").arg(team);
        QCOMPARE(client.command("POST", path, body, id).status, 200);
        QCOMPARE(client.command("POST", path, body, id).status, 200); // a repeat writes no second mail
        endpoint.kill();

        // It comes back and wants us to wait, as servers do with strangers; then it takes the message.
        server.recipientAnswer = "451 later";
        QVERIFY(server.listen(port));
        endpoint.start();
        QTRY_VERIFY_WITH_TIMEOUT(server.refused > 0, patienceMs);
        server.recipientAnswer = "250 ok";
        QTRY_COMPARE_WITH_TIMEOUT(server.taken.size(), 1, patienceMs);
        QVERIFY(server.taken.first().contains("To: new@northwind.test") ||
                server.taken.first().contains("new@northwind.test"));
        QVERIFY(server.taken.first().contains("studio@northwind.test"));
        QTRY_COMPARE_WITH_TIMEOUT(server.connections, 0, patienceMs); // it has said good-bye
        QCOMPARE(endpoint.stop(), 0);
        QCOMPARE(server.taken.size(), 1);
    }

    void oneClickInAMailSwitchesItOffWithoutSigningIn() {
        const QString sqlite = QStandardPaths::findExecutable(QStringLiteral("sqlite3"));
        if (sqlite.isEmpty()) QSKIP("sqlite3 is not installed");
        MailServer server;
        QVERIFY(server.listen());
        QProcessEnvironment environment = environmentFor(server.port());
        environment.insert(QStringLiteral("HEADROOM_PUBLIC_URL"), QStringLiteral("https://studio.example"));
        EndpointProcess endpoint(environment);
        endpoint.createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint.start();
        HttpClient client(endpoint.address());
        const QJsonObject team = signIn(server, client, QStringLiteral("de_AT"))
                                     .value(QStringLiteral("teams"))
                                     .toArray()
                                     .first()
                                     .toObject();
        QVERIFY(server.taken.first().contains("Dein Code") || server.taken.first().contains("ist dein"));
        server.taken.clear();
        const QString path = QStringLiteral("/api/teams/%1/mail-settings")
                                 .arg(team.value(QStringLiteral("team_id")).toString());
        const auto wanted = [&] { return client.get(path).json().value(QStringLiteral("mails")).toObject(); };
        QCOMPARE(client.get(path).json().value(QStringLiteral("language")).toString(), QStringLiteral("de"));
        QCOMPARE(wanted().value(QStringLiteral("low_credits")).toBool(), true);

        // As the notices put it there.
        const QString mail =
            QStringLiteral(
                "PRAGMA busy_timeout = 20000; INSERT INTO mail_outbox (id, kind, recipient, member_id, "
                "language, details, next_at, expires_at, created_at) VALUES "
                "('0f8fad5b-d9cb-469f-a165-70867728950e', 'low_credits', 'owner@northwind.test', '%1', "
                "'de', '{\"pool\":1,\"allocated\":2,\"team\":\"Northwind\"}', 1, 9000000000000000, 1)")
                .arg(team.value(QStringLiteral("member_id")).toString());
        QCOMPARE(QProcess::execute(sqlite, {endpoint.dataFolder() + QStringLiteral("/headroom.db"), mail}),
                 0);
        QTRY_COMPARE_WITH_TIMEOUT(server.taken.size(), 1, patienceMs);
        const QByteArray taken = server.taken.first();
        QVERIFY(taken.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        static const QRegularExpression link(
            QStringLiteral("<https://studio\\.example(/api/mail/unsubscribe\\?token=[A-Za-z0-9._-]+)>"));
        const QString target = link.match(QString::fromLatin1(taken)).captured(1);
        QVERIFY(!target.isEmpty());

        // Looking changes nothing; no token of a device is needed.
        HttpClient stranger(endpoint.address());
        const HttpAnswer page = stranger.get(target);
        QCOMPARE(page.status, 200);
        QVERIFY(page.headers.value("content-type").startsWith("text/html"));
        QVERIFY(page.body.contains("<form method=\"post\""));
        QCOMPARE(wanted().value(QStringLiteral("low_credits")).toBool(), true);
        QCOMPARE(stranger.get(target + QStringLiteral("x")).status, 404);
        QCOMPARE(stranger.send("POST", target + QStringLiteral("x")).status, 404);
        QCOMPARE(wanted().value(QStringLiteral("low_credits")).toBool(), true);
        for (int i = 0; i < 2; ++i)
            QCOMPARE(stranger
                         .send("POST", target, "List-Unsubscribe=One-Click",
                               {{"Content-Type", "application/x-www-form-urlencoded"}})
                         .status,
                     200);
        QCOMPARE(wanted().value(QStringLiteral("low_credits")).toBool(), false);
        QCOMPARE(wanted().value(QStringLiteral("headshots_ready")).toBool(), true);

        // And on again, by the person.
        const QJsonObject on{{QStringLiteral("mails"), QJsonObject{{QStringLiteral("low_credits"), true}}}};
        QCOMPARE(client.command("PATCH", path, on).status, 200);
        QCOMPARE(wanted().value(QStringLiteral("low_credits")).toBool(), true);
        for (const QJsonObject& bad :
             {QJsonObject{}, QJsonObject{{QStringLiteral("language"), QStringLiteral("tlh")}},
              QJsonObject{{QStringLiteral("mails"), QJsonObject{{QStringLiteral("invitation"), false}}}},
              QJsonObject{{QStringLiteral("mails"), QJsonObject{{QStringLiteral("low_credits"), 0}}}}})
            QCOMPARE(client.command("PATCH", path, bad).status, 400);
        QCOMPARE(client.command("PATCH", path, {{QStringLiteral("language"), QStringLiteral("en")}}).status,
                 200);
        QCOMPARE(client.get(path).json().value(QStringLiteral("language")).toString(), QStringLiteral("en"));
        QCOMPARE(endpoint.stop(), 0);
        QVERIFY2(!endpoint.log().contains("owner@northwind.test"), "an address stands in the log");
    }

    void peopleWhoAreKnownAreInvitedInTheirOwnLanguage() {
        MailServer server;
        QVERIFY(server.listen());
        EndpointProcess endpoint(environmentFor(server.port()));
        endpoint.createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint.createTeam(QStringLiteral("Kontor"), QStringLiteral("jana@kontor.test"));
        endpoint.start();
        HttpClient jana(endpoint.address());
        QVERIFY(!signIn(server, jana, QStringLiteral("de"), QStringLiteral("jana@kontor.test")).isEmpty());
        server.taken.clear();
        HttpClient owner(endpoint.address());
        const QJsonObject team =
            signIn(server, owner, QStringLiteral("en")).value(QStringLiteral("teams"))[0].toObject();
        server.taken.clear();
        QJsonArray lines;
        for (const char* email : {"jana@kontor.test", "new@northwind.test"})
            lines.append(QJsonObject{{QStringLiteral("email"), QLatin1String(email)},
                                     {QStringLiteral("role"), QStringLiteral("member")}});
        const QString path =
            QStringLiteral("/api/teams/%1/members").arg(team.value(QStringLiteral("team_id")).toString());
        QCOMPARE(owner.command("POST", path, {{QStringLiteral("invitations"), lines}}).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(server.taken.size(), 2, patienceMs);
        for (const QByteArray& mail : server.taken) {
            const bool toJana = mail.contains("jana@kontor.test");
            QCOMPARE(mail.contains("Komm zu Northwind"), toJana);
            QCOMPARE(mail.contains("Join Northwind"), !toJana);
        }
        QCOMPARE(endpoint.stop(), 0);
    }

    void aTeamsColourIsSetByItsOwner() {
        MailServer server;
        QVERIFY(server.listen());
        EndpointProcess endpoint(environmentFor(server.port()));
        endpoint.createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint.start();
        HttpClient client(endpoint.address());
        const QString team = QStringLiteral("/api/teams/") + signIn(server, client)
                                                                 .value(QStringLiteral("teams"))
                                                                 .toArray()
                                                                 .first()
                                                                 .toObject()
                                                                 .value(QStringLiteral("team_id"))
                                                                 .toString();
        const auto colour = [&] {
            return client.get(team).json().value(QStringLiteral("colour")).toString();
        };
        QCOMPARE(colour(), QString());
        for (const char* bad : {"red", "#12345", "#12345g", "#1234567", "url(x)"})
            QCOMPARE(client.command("PATCH", team, {{QStringLiteral("colour"), QLatin1String(bad)}}).status,
                     400);
        QCOMPARE(
            client.command("PATCH", team, {{QStringLiteral("colour"), QStringLiteral("#AA2244")}}).status,
            200);
        QCOMPARE(colour(), QStringLiteral("#aa2244"));
        QVERIFY(client.get(team).json().value(QStringLiteral("name")).toString() ==
                QStringLiteral("Northwind"));
        QCOMPARE(client.command("PATCH", team, {{QStringLiteral("colour"), QString()}}).status, 200);
        QCOMPARE(colour(), QString());
        QCOMPARE(client.command("PATCH", team, {}).status, 400);

        const QString low = QStringLiteral("low_credits_below");
        QCOMPARE(client.get(team).json().value(low).toInt(), 10);
        for (const QJsonValue& bad : {QJsonValue(-1), QJsonValue(1'000'001), QJsonValue(2.5),
                                      QJsonValue(QStringLiteral("many")), QJsonValue(1e30)})
            QCOMPARE(client.command("PATCH", team, {{low, bad}}).status, 400);
        QCOMPARE(client.get(team).json().value(low).toInt(), 10);
        for (const int good : {0, 1'000'000, 250}) {
            QCOMPARE(client.command("PATCH", team, {{low, good}}).status, 200);
            QCOMPARE(client.get(team).json().value(low).toInt(), good);
        }
        QCOMPARE(endpoint.stop(), 0);
    }

private:
    static QProcessEnvironment environmentFor(quint16 port) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HEADROOM_SMTP_HOST"), QStringLiteral("127.0.0.1"));
        environment.insert(QStringLiteral("HEADROOM_SMTP_PORT"), QString::number(port));
        environment.insert(QStringLiteral("HEADROOM_SMTP_SECURITY"), QStringLiteral("plain"));
        environment.insert(QStringLiteral("HEADROOM_MAIL_FROM"), QStringLiteral("studio@northwind.test"));
        environment.insert(QStringLiteral("HEADROOM_MAIL_RETRY_SECONDS"), QStringLiteral("1"));
        return environment;
    }

    /// With the code out of the mail.
    static QJsonObject signIn(MailServer& server, HttpClient& client, const QString& language = {},
                              const QString& email = QStringLiteral("owner@northwind.test")) {
        const QString nonce = QStringLiteral("nonce-of-the-mail-test");
        const HttpAnswer begun = client.command("POST", QStringLiteral("/api/sign-in"),
                                                {{QStringLiteral("email"), email},
                                                 {QStringLiteral("device_nonce"), nonce},
                                                 {QStringLiteral("language"), language}});
        const QString attempt = begun.json().value(QStringLiteral("attempt_id")).toString();
        if (!QTest::qWaitFor([&] { return !server.taken.isEmpty(); }, patienceMs)) return {};
        static const QRegularExpression sixDigits(QStringLiteral("Subject: ([0-9]{6}) "));
        const auto match = sixDigits.match(QString::fromUtf8(server.taken.first()));
        const QJsonObject answer = client
                                       .command("POST", QStringLiteral("/api/sign-in/%1/code").arg(attempt),
                                                {{QStringLiteral("code"), match.captured(1)},
                                                 {QStringLiteral("device_nonce"), nonce},
                                                 {QStringLiteral("language"), language},
                                                 {QStringLiteral("device_name"), QStringLiteral("test")}})
                                       .json();
        client.setToken(answer.value(QStringLiteral("token")).toString());
        return answer;
    }
};

QTEST_GUILESS_MAIN(EndpointMailTest)
#include "tst_endpoint_mail.moc"
