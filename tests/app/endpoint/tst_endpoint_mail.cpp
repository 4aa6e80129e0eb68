// Mails of the real endpoint to a mail server that is away, refuses for now, and takes in the end.
#include "tests/support/endpoint_process.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;

namespace {

constexpr int patienceMs = 130'000; // the pauses between tries are the real ones, up to a minute and a half

/// A mail server on this thread's event loop.
class MailServer : public QObject {
public:
    MailServer() {
        connect(&server_, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = server_.nextPendingConnection())
                take(socket);
        });
    }
    bool listen(quint16 port = 0) { return server_.listen(QHostAddress::LocalHost, port); }
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
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HEADROOM_SMTP_HOST"), QStringLiteral("127.0.0.1"));
        environment.insert(QStringLiteral("HEADROOM_SMTP_PORT"), QString::number(port));
        environment.insert(QStringLiteral("HEADROOM_SMTP_SECURITY"), QStringLiteral("plain"));
        environment.insert(QStringLiteral("HEADROOM_MAIL_FROM"), QStringLiteral("studio@northwind.test"));
        EndpointProcess endpoint(environment);
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

private:
    /// With the code out of the mail.
    static QJsonObject signIn(MailServer& server, HttpClient& client) {
        const QString nonce = QStringLiteral("nonce-of-the-mail-test");
        const HttpAnswer begun =
            client.command("POST", QStringLiteral("/api/sign-in"),
                           {{QStringLiteral("email"), QStringLiteral("owner@northwind.test")},
                            {QStringLiteral("device_nonce"), nonce}});
        const QString attempt = begun.json().value(QStringLiteral("attempt_id")).toString();
        if (!QTest::qWaitFor([&] { return !server.taken.isEmpty(); }, patienceMs)) return {};
        static const QRegularExpression sixDigits(QStringLiteral("Subject: ([0-9]{6}) is"));
        const auto match = sixDigits.match(QString::fromUtf8(server.taken.first()));
        const QJsonObject answer = client
                                       .command("POST", QStringLiteral("/api/sign-in/%1/code").arg(attempt),
                                                {{QStringLiteral("code"), match.captured(1)},
                                                 {QStringLiteral("device_nonce"), nonce},
                                                 {QStringLiteral("device_name"), QStringLiteral("test")}})
                                       .json();
        client.setToken(answer.value(QStringLiteral("token")).toString());
        return answer;
    }
};

QTEST_GUILESS_MAIN(EndpointMailTest)
#include "tst_endpoint_mail.moc"
