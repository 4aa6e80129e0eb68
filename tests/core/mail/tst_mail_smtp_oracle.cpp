// Mail servers that nobody here wrote, as judges of our mailer: npm's smtp-server with mailparser, and
// Python's aiosmtpd. Both are told by certificates and logins made for the run; what they say about each
// connection decides.
#include "core/mail/smtp/smtp_mailer.h"
#include "tests/support/patience.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::mail;

namespace {

const SystemClock systemClock;

/// One mail server in a process of its own. Its lines are read as they come.
class Judge {
public:
    enum class Kind { SmtpServer, Aiosmtpd };

    Judge(Kind kind, const QTemporaryDir& keys, QStringList arguments) {
        const QString oracles = QStringLiteral(HEADROOM_SOURCE_DIR "/packaging/oracles/");
        const bool node = kind == Kind::SmtpServer;
        arguments = QStringList{oracles + (node ? "smtp_server.mjs" : "smtp_sink.py"), "--key",
                                keys.filePath("key.pem"), "--cert", keys.filePath("cert.pem")} +
                    arguments;
        // Debian's Python is the one that has Debian's packages.
        process_.start(node ? QStringLiteral("node") : QStringLiteral("/usr/bin/python3"), arguments);
        const QByteArray line = nextLine();
        if (line.startsWith("SKIPPED")) {
            skipped_ = line.trimmed();
            return;
        }
        port_ = QJsonDocument::fromJson(line).object()["port"].toInt();
        if (port_ == 0) skipped_ = "the server did not start: " + line + process_.readAllStandardError();
    }
    ~Judge() {
        process_.closeWriteChannel();
        if (!process_.waitForFinished(patienceMs)) process_.kill();
    }

    QByteArray skipped() const { return skipped_; }
    int port() const { return port_; }

    /// The next thing of this kind that a client did; what came before it is dropped.
    QJsonObject next(const QString& what) {
        while (true) {
            const QByteArray line = nextLine();
            if (line.isEmpty()) return {};
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            if (event["what"].toString() == what) return event;
        }
    }

    /// Everything that it says until it ends.
    QByteArray rest() {
        process_.closeWriteChannel();
        process_.waitForFinished(patienceMs);
        return process_.readAllStandardOutput();
    }

private:
    QByteArray nextLine() {
        while (!process_.canReadLine())
            if (!process_.waitForReadyRead(patienceMs)) return {};
        return process_.readLine();
    }

    QProcess process_;
    QByteArray skipped_;
    int port_ = 0;
};

bool run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished(patienceMs) && process.exitCode() == 0;
}

Message greeting() {
    return {.to = "ada@example.org",
            .subject = "Zo\xc3\xab l\xc3\xa4"
                       "dt dich ein \xf0\x9f\x8e\xac",
            .text = "Gr\xc3\xbc\xc3\x9f"
                    "e\n.\n..two dots\nRCPT TO:<x@example.org>\n\nEnd of it\n",
            .html = "<p>Gr\xc3\xbc\xc3\x9f"
                    "e</p>\n",
            .id = "0f8fad5b-d9cb-469f-a165-70867728950e"};
}

} // namespace

class SmtpOracleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (QStandardPaths::findExecutable("openssl").isEmpty()) QSKIP("openssl is not installed");
        for (const QTemporaryDir* folder : {&keys_, &strangers_})
            QVERIFY(run("openssl", {"req", "-x509", "-newkey", "ec", "-pkeyopt",
                                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                                    "/CN=mail.test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                                    folder->filePath("key.pem"), "-out", folder->filePath("cert.pem")}));
    }

    void aMessageArrivesAsItWasWritten_data() { servers(); }
    void aMessageArrivesAsItWasWritten() {
        QFETCH(int, kind);
        QFETCH(QString, security);
        Judge judge(Judge::Kind(kind), keys_, {"--security", security, "--login", "studio:right"});
        if (!judge.skipped().isEmpty()) QSKIP(judge.skipped().constData());
        const Message message = greeting();
        const auto sent = sendTo(judge, security, message);
        QVERIFY2(sent.has_value(), sent ? "" : describe(sent.error()).c_str());

        const QJsonObject login = judge.next("login");
        QCOMPARE(login["right"].toBool(), true);
        const QJsonObject mail = judge.next("mail");
        QCOMPARE(mail["address"].toString(), QString("studio@example.org"));
        QCOMPARE(mail["secure"].toBool(), true);
        QCOMPARE(mail["user"].toString(), QString("studio"));
        QCOMPARE(judge.next("recipient")["address"].toString(), QString("ada@example.org"));
        const QJsonObject read = judge.next("message");
        QCOMPARE(read["subject"].toString(), QString::fromStdString(message.subject));
        QCOMPARE(read["id"].toString(), QString("<0f8fad5b-d9cb-469f-a165-70867728950e@example.org>"));
        // Dots that begin a line survive, and no line of the text is a command.
        QCOMPARE(read["text"].toString().replace("\r\n", "\n").trimmed(),
                 QString::fromStdString(message.text).trimmed());
        QCOMPARE(read["html"].toString().trimmed(), QString::fromStdString(message.html).trimmed());
        if (Judge::Kind(kind) == Judge::Kind::Aiosmtpd) {
            QCOMPARE(read["defects"].toArray(), QJsonArray());
            return;
        }
        QVERIFY(read["longest"].toInt() <= 78);
        QCOMPARE(read["bareLineEnds"].toBool(), false);
        QCOMPARE(read["from"].toArray()[0].toObject()["name"].toString(), QString("Headroom"));
        QCOMPARE(read["to"].toArray().size(), 1);
        QVERIFY(!read["date"].toString().isEmpty());
    }

    void picturesArriveInsideTheMail_data() { servers(); }
    void picturesArriveInsideTheMail() {
        QFETCH(int, kind);
        QFETCH(QString, security);
        Judge judge(Judge::Kind(kind), keys_, {"--security", security, "--login", "studio:right"});
        if (!judge.skipped().isEmpty()) QSKIP(judge.skipped().constData());
        Message message = greeting();
        std::string bytes;
        for (int i = 0; i < 20'000; ++i)
            bytes += static_cast<char>(i * 7 + i / 251);
        message.pictures = {{"headshot-1", "image/jpeg", bytes},
                            {"headshot-2", "image/jpeg", "\xff\xd8\xff"}};
        message.html = "<p><img src=\"cid:headshot-1\"><img src=\"cid:headshot-2\"></p>\n";
        const auto sent = sendTo(judge, security, message);
        QVERIFY2(sent.has_value(), sent ? "" : describe(sent.error()).c_str());
        const QJsonObject read = judge.next("message");
        const QJsonArray pictures = read["pictures"].toArray();
        QCOMPARE(pictures.size(), 2);
        const QJsonObject first = pictures[0].toObject();
        QVERIFY(first["cid"].toString().contains("headshot-1@example.org"));
        QCOMPARE(first["type"].toString(), QString("image/jpeg"));
        QCOMPARE(first["bytes"].toInt(), int(bytes.size()));
        if (Judge::Kind(kind) == Judge::Kind::Aiosmtpd) {
            QCOMPARE(read["defects"].toArray(), QJsonArray());
            QVERIFY(read["html"].toString().contains("cid:headshot-1@example.org"));
            return;
        }
        QCOMPARE(first["checksum"].toString().toLatin1(),
                 QCryptographicHash::hash(QByteArray::fromStdString(bytes), QCryptographicHash::Md5).toHex());
        QCOMPARE(first["disposition"].toString(), QString("inline"));
        QCOMPARE(first["related"].toBool(), true);
        // mailparser puts the pictures that the HTML names in their places.
        QCOMPARE(read["html"].toString().count("data:image/jpeg;base64,"), 2);
        QVERIFY(read["longest"].toInt() <= 78);
    }

    void aRefusalIsForGoodOrForNow_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<int>("expected");
        for (const auto kind : {Judge::Kind::SmtpServer, Judge::Kind::Aiosmtpd}) {
            const std::string server = kind == Judge::Kind::SmtpServer ? "smtp-server" : "aiosmtpd";
            const auto row = [&](const char* name, const char* to, const char* subject, ErrorCode code) {
                QTest::newRow((server + ": " + name).c_str())
                    << int(kind) << QString(to) << QString(subject) << int(code);
            };
            row("recipient, never", "reject@example.org", "Hello", ErrorCode::InvalidInput);
            row("recipient, later", "later@example.org", "Hello", ErrorCode::Unavailable);
            row("message, never", "ada@example.org", "reject", ErrorCode::InvalidInput);
            row("message, later", "ada@example.org", "later", ErrorCode::Unavailable);
        }
    }
    void aRefusalIsForGoodOrForNow() {
        QFETCH(int, kind);
        QFETCH(QString, to);
        QFETCH(QString, subject);
        QFETCH(int, expected);
        Judge judge(Judge::Kind(kind), keys_, {"--login", "studio:right"});
        if (!judge.skipped().isEmpty()) QSKIP(judge.skipped().constData());
        Message message = greeting();
        message.to = to.toStdString();
        message.subject = subject.toStdString();
        const auto sent = sendTo(judge, "starttls", message);
        QVERIFY(!sent);
        QCOMPARE(int(sent.error().code), expected);
        // The next message is none the worse for it.
        QVERIFY(sendTo(judge, "starttls", greeting()).has_value());
    }

    void aWrongPasswordIsTheOperatorsToRepair_data() { servers(); }
    void aWrongPasswordIsTheOperatorsToRepair() {
        QFETCH(int, kind);
        QFETCH(QString, security);
        Judge judge(Judge::Kind(kind), keys_, {"--security", security, "--login", "studio:other"});
        if (!judge.skipped().isEmpty()) QSKIP(judge.skipped().constData());
        const auto sent = sendTo(judge, security, greeting());
        QVERIFY(!sent);
        QCOMPARE(int(sent.error().code), int(ErrorCode::Forbidden));
        QVERIFY(!judge.rest().contains("\"mail\""));
    }

    void aStrippedTlsGetsNeitherPasswordNorMail() {
        Judge judge(Judge::Kind::SmtpServer, keys_, {"--security", "none", "--login", "studio:right"});
        if (!judge.skipped().isEmpty()) QSKIP(judge.skipped().constData());
        const auto sent = sendTo(judge, "starttls", greeting());
        QVERIFY(!sent);
        QCOMPARE(int(sent.error().code), int(ErrorCode::Unavailable));
        const QByteArray said = judge.rest();
        QVERIFY2(said.trimmed().isEmpty(), said.constData());
    }

    void anUntrustedCertificateIsRefused_data() { servers(); }
    void anUntrustedCertificateIsRefused() {
        QFETCH(int, kind);
        QFETCH(QString, security);
        Judge judge(Judge::Kind(kind), keys_, {"--security", security, "--login", "studio:right"});
        if (!judge.skipped().isEmpty()) QSKIP(judge.skipped().constData());
        for (const QString& authority : {QString(), strangers_.filePath("cert.pem")}) {
            const auto sent = sendTo(judge, security, greeting(), authority, "127.0.0.1");
            QVERIFY(!sent);
            QCOMPARE(int(sent.error().code), int(ErrorCode::Unavailable));
        }
        // The right authority, but not for this name.
        QVERIFY(!sendTo(judge, security, greeting(), keys_.filePath("cert.pem"), "localhost"));
        const QByteArray said = judge.rest();
        QVERIFY2(!said.contains("\"login\"") && !said.contains("\"mail\""), said.constData());
    }

    void nothingThatCouldSmuggleReachesTheServer_data() {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char* field, const QByteArray& value) {
            QTest::addRow("%s: %s", field, value.toPercentEncoding("@<> ").constData())
                << QByteArray(field) << value;
        };
        for (const char* address :
             {"a@x.org\r\nRCPT TO:<b@x.org>", "a@x.org>\r\nRCPT TO:<b@x.org", "a@x.org\n", "<a@x.org>",
              "a@x.org> SIZE=1", "\"a\"@x.org", "a@x.org\tb", "a@x.org, b@x.org"})
            row("to", address);
        row("to", QByteArray("a\0@x.org", 8));
        for (const char* field : {"subject", "id", "unsubscribe"}) {
            row(field, "x\r\nBcc: b@x.org");
            row(field, "x\nBcc: b@x.org");
            row(field, "x\rBcc: b@x.org");
            row(field, QByteArray("x\0y", 3));
        }
        row("id", "<x>");
        row("unsubscribe", "https://x.org/>, <mailto:b@x.org");
        for (const char* field : {"text", "html"})
            row(field, QByteArray("x\0y", 3));
    }
    void nothingThatCouldSmuggleReachesTheServer() {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        Judge judge(Judge::Kind::SmtpServer, keys_, {"--login", "studio:right"});
        if (!judge.skipped().isEmpty()) QSKIP(judge.skipped().constData());
        Message message = greeting();
        const std::string bad = value.toStdString();
        if (field == "to") message.to = bad;
        if (field == "subject") message.subject = bad;
        if (field == "id") message.id = bad;
        if (field == "unsubscribe") message.unsubscribeUrl = bad;
        if (field == "text") message.text = bad;
        if (field == "html") message.html = bad;
        const auto sent = sendTo(judge, "starttls", message);
        // A trailing line end of an address is trimmed away as white space, and then it is an address.
        if (field == "to" && value.trimmed() == "a@x.org") {
            QVERIFY(sent.has_value());
            QCOMPARE(judge.next("recipient")["address"].toString(), QString("a@x.org"));
            return;
        }
        QVERIFY(!sent);
        QCOMPARE(int(sent.error().code), int(ErrorCode::InvalidInput));
        const QByteArray said = judge.rest();
        QVERIFY2(said.trimmed().isEmpty(), said.constData());
    }

private:
    static void servers() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("security");
        for (const char* security : {"starttls", "tls"}) {
            QTest::addRow("smtp-server, %s", security) << int(Judge::Kind::SmtpServer) << QString(security);
            QTest::addRow("aiosmtpd, %s", security) << int(Judge::Kind::Aiosmtpd) << QString(security);
        }
    }

    Result<void> sendTo(const Judge& judge, const QString& security, const Message& message) {
        return sendTo(judge, security, message, keys_.filePath("cert.pem"), "127.0.0.1");
    }
    static Result<void> sendTo(const Judge& judge, const QString& security, const Message& message,
                               const QString& authority, const std::string& host) {
        SmtpOptions options;
        options.host = host;
        options.port = judge.port();
        options.security = security == "tls" ? SmtpSecurity::ImplicitTls : SmtpSecurity::StartTls;
        options.user = "studio";
        options.password = "right";
        options.authorityFile = authority.toStdString();
        options.sender = {"studio@example.org", "Headroom"};
        const auto mailer = TRY(SmtpMailer::create(options, systemClock));
        return mailer->send(message);
    }

    const QTemporaryDir keys_;
    const QTemporaryDir strangers_;
};

QTEST_GUILESS_MAIN(SmtpOracleTest)
#include "tst_mail_smtp_oracle.moc"
