#include "core/mail/smtp/smtp_mailer.h"

#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>

using namespace headroom;
using namespace headroom::mail;

namespace {

/// A mail server for one message on a port of its own, which says what the test wants it to say.
class ScriptedServer {
public:
    struct Script {
        std::string recipientAnswer = "250 ok";
        std::string dataAnswer = "250 taken";
        bool hangUpAfterData = false;
        bool sayNothing = false;
    };

    explicit ScriptedServer(Script script)
        : script_(std::move(script))
        , listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
            ::listen(listener_, 1) != 0 ||
            ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
            qFatal("no socket for the test");
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~ScriptedServer() { finish(); }

    int port() const { return port_; }

    /// Everything that the client said.
    std::string heard() {
        finish();
        return heard_;
    }

private:
    void finish() {
        if (!thread_.joinable()) return;
        ::shutdown(listener_, SHUT_RDWR); // nobody may have come
        thread_.join();
        ::close(listener_);
    }

    void serve() {
        const int client = ::accept(listener_, nullptr, nullptr);
        if (client < 0) return;
        if (!script_.sayNothing) say(client, "220 test");
        std::string line;
        bool inData = false;
        while (readLine(client, line)) {
            heard_ += line + "\n";
            if (script_.sayNothing) continue;
            if (inData) {
                if (line != ".") continue;
                if (script_.hangUpAfterData) break;
                inData = false;
                say(client, script_.dataAnswer);
            } else if (line.starts_with("EHLO")) {
                say(client, "250-test\r\n250 8BITMIME");
            } else if (line.starts_with("RCPT")) {
                say(client, script_.recipientAnswer);
            } else if (line == "DATA") {
                inData = true;
                say(client, "354 go on");
            } else if (line == "QUIT") {
                say(client, "221 bye");
                break;
            } else {
                say(client, "250 ok");
            }
        }
        ::close(client);
    }

    static void say(int client, const std::string& text) {
        const std::string line = text + "\r\n";
        if (::send(client, line.data(), line.size(), MSG_NOSIGNAL) < 0) return;
    }

    static bool readLine(int client, std::string& line) {
        line.clear();
        char c = 0;
        while (::recv(client, &c, 1, 0) == 1) {
            if (c == '\n') return true;
            if (c != '\r') line += c;
        }
        return false;
    }

    Script script_;
    int listener_;
    int port_ = 0;
    std::string heard_;
    std::thread thread_;
};

const SystemClock systemClock;

SmtpOptions optionsFor(const ScriptedServer& server) {
    SmtpOptions options;
    options.host = "127.0.0.1";
    options.port = server.port();
    options.security = SmtpSecurity::LoopbackPlain;
    options.sender = {"studio@example.org", "Headroom"};
    return options;
}

Result<void> sendWith(const SmtpOptions& options, const std::string& text = "Hello\n") {
    const auto mailer = SmtpMailer::create(options, systemClock);
    if (!mailer) return fail(mailer.error());
    return (*mailer)->send({"ada@example.org", "Hello", text, "<p>Hello</p>\n"});
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class SmtpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageIsHandedOver() {
        ScriptedServer server({});
        QVERIFY(sendWith(optionsFor(server), "Hello\n.\nRCPT TO:<x@example.org>\n").has_value());
        const std::string heard = server.heard();
        QVERIFY(holds(heard, "MAIL FROM:<studio@example.org>"));
        QVERIFY(holds(heard, "RCPT TO:<ada@example.org>"));
        QVERIFY(holds(heard, "Subject: Hello"));
        QVERIFY(holds(heard, "\n..\n")); // a lone dot does not end the message
    }

    void theServersAnswerDecidesWhatTheErrorMeans_data() {
        QTest::addColumn<QString>("recipientAnswer");
        QTest::addColumn<QString>("dataAnswer");
        QTest::addColumn<int>("expected");
        QTest::newRow("recipient, never") << "550 no such mailbox"
                                          << "250 ok" << int(ErrorCode::InvalidInput);
        QTest::newRow("recipient, later") << "451 try later"
                                          << "250 ok" << int(ErrorCode::Unavailable);
        QTest::newRow("message, never") << "250 ok"
                                        << "554 refused" << int(ErrorCode::InvalidInput);
        QTest::newRow("message, later") << "250 ok"
                                        << "452 no space" << int(ErrorCode::Unavailable);
    }
    void theServersAnswerDecidesWhatTheErrorMeans() {
        QFETCH(QString, recipientAnswer);
        QFETCH(QString, dataAnswer);
        QFETCH(int, expected);
        ScriptedServer server({recipientAnswer.toStdString(), dataAnswer.toStdString()});
        const auto sent = sendWith(optionsFor(server));
        QVERIFY(!sent);
        QCOMPARE(int(sent.error().code), expected);
    }

    void aLostAnswerToTheWholeMessageIsUnknown() {
        ScriptedServer server({.hangUpAfterData = true});
        const auto sent = sendWith(optionsFor(server));
        QVERIFY(sent.error().code == ErrorCode::UnknownOutcome);
    }

    void aServerThatSaysNothingIsGivenUp() {
        ScriptedServer server({.sayNothing = true});
        SmtpOptions options = optionsFor(server);
        options.timeoutMs = 300;
        QVERIFY(sendWith(options).error().code == ErrorCode::Timeout);
    }

    void aServerThatIsNotThereIsUnavailable() {
        int port = 0;
        {
            const ScriptedServer gone({});
            port = gone.port();
        }
        SmtpOptions options;
        options.host = "127.0.0.1";
        options.port = port;
        options.security = SmtpSecurity::LoopbackPlain;
        options.sender = {"studio@example.org", ""};
        QVERIFY(sendWith(options).error().code == ErrorCode::Unavailable);
    }

    void withoutTlsNothingIsSaid() {
        ScriptedServer server({});
        SmtpOptions options = optionsFor(server);
        options.security = SmtpSecurity::StartTls;
        options.user = "somebody";
        options.password = "secret-password";
        QVERIFY(sendWith(options).error().code == ErrorCode::Unavailable);
        const std::string heard = server.heard();
        QVERIFY(holds(heard, "EHLO"));
        QVERIFY(!holds(heard, "AUTH"));
        QVERIFY(!holds(heard, "MAIL"));
        QVERIFY(!holds(heard, "secret-password"));
    }

    void settingsThatCannotBeAreRefused() {
        ScriptedServer server({});
        const SmtpOptions good = optionsFor(server);
        const auto refused = [&](auto change) {
            SmtpOptions options = good;
            change(options);
            const auto mailer = SmtpMailer::create(options, systemClock);
            return !mailer && mailer.error().code == ErrorCode::InvalidInput;
        };
        QVERIFY(refused([](SmtpOptions& options) { options.host = "mail.example.org"; })); // in plain text
        QVERIFY(refused([](SmtpOptions& options) { options.host = ""; }));
        QVERIFY(refused([](SmtpOptions& options) { options.host = "localhost/@x"; }));
        QVERIFY(refused([](SmtpOptions& options) { options.host = "localhost\r\nX"; }));
        QVERIFY(refused([](SmtpOptions& options) { options.port = 0; }));
        QVERIFY(refused([](SmtpOptions& options) { options.sender.address = "nobody"; }));
        QVERIFY(refused([](SmtpOptions& options) { options.sender.name = "x\r\ny"; }));
        QVERIFY(SmtpMailer::create(good, systemClock).has_value());
    }

    void aMessageThatCouldSmuggleNeverReachesTheServer() {
        ScriptedServer server({});
        const auto mailer = SmtpMailer::create(optionsFor(server), systemClock);
        const auto sent = (*mailer)->send({"a@example.org>\r\nRCPT TO:<b@example.org", "x", "x", "x"});
        QVERIFY(sent.error().code == ErrorCode::InvalidInput);
        QVERIFY(server.heard().empty());
    }
};

QTEST_APPLESS_MAIN(SmtpTest)
#include "tst_mail_smtp.moc"
