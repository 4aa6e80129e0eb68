#include "app/sandbox/sandbox_options.h"

#include <QTest>

#include <vector>

using namespace headroom;
using namespace headroom::sandbox;

class SandboxOptionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void optionsAreRead() {
        const std::vector<std::string> arguments{"--state",   "s",           "--listen=127.0.0.1:0",
                                                 "--webhook", "http://x/y",  "--webhook-secret",
                                                 "whsec_1",   "--port-file", "p"};
        const auto line = parseCommandLine(arguments);
        QVERIFY(line);
        QCOMPARE(line->stateDirectory, std::string("s"));
        QCOMPARE(line->listen, std::string("127.0.0.1:0"));
        QCOMPARE(line->webhookUrl, std::string("http://x/y"));
        QCOMPARE(line->webhookSecret, std::string("whsec_1"));
        QCOMPARE(line->portFile, std::string("p"));
        QVERIFY(parseCommandLine(std::vector<std::string>{"--help"})->action == Action::ShowHelp);
        QVERIFY(parseCommandLine(std::vector<std::string>{"--version"})->action == Action::ShowVersion);
    }

    void theSecretMayStandInTheEnvironment() {
        qputenv("HEADROOM_SANDBOX_WEBHOOK_SECRET", "whsec_2");
        const std::vector<std::string> arguments{"--state", "s", "--webhook", "http://x/y"};
        const auto line = parseCommandLine(arguments);
        const auto without = parseCommandLine(std::vector<std::string>{"--state", "s"});
        qunsetenv("HEADROOM_SANDBOX_WEBHOOK_SECRET");
        QVERIFY(line && without);
        QCOMPARE(line->webhookSecret, std::string("whsec_2"));
        QCOMPARE(without->webhookSecret, std::string()); // nobody to tell
        QVERIFY(!parseCommandLine(arguments));
    }

    void onlyLoopbackMayBeListenedOn() {
        for (const char* good : {"127.0.0.1:0", "127.9.9.9:80", "localhost:1", "[::1]:80"})
            QVERIFY2(parseCommandLine(std::vector<std::string>{"--state", "s", "--listen", good}), good);
        for (const char* bad : {"0.0.0.0:80", "192.168.1.1:80", "[::]:80", "example.org:80", "127.0.0.1",
                                "127.0.0.1.evil.org:80", "127.0.0:80", "127.0.0.256:80", ":80"})
            QVERIFY2(!parseCommandLine(std::vector<std::string>{"--state", "s", "--listen", bad}), bad);
    }

    void incompleteCommandLinesAreRefused() {
        using Line = std::vector<std::string>;
        for (const Line& line :
             {Line{}, Line{"--state"}, Line{"--state", "s", "--colour", "red"}, Line{"s"},
              Line{"--state", "s", "--webhook", "http://x"},
              Line{"--state", "s", "--webhook-secret", "whsec_1"},
              Line{"--state", "s", "--webhook", "ftp://x", "--webhook-secret", "whsec_1"},
              Line{"--state", "s", "--webhook", "http://x", "--webhook-secret", "secret"}}) {
            const auto parsed = parseCommandLine(line);
            QVERIFY(!parsed);
            QCOMPARE(parsed.error().code, ErrorCode::InvalidInput);
            QVERIFY(!parsed.error().detail.empty());
        }
    }
};

QTEST_GUILESS_MAIN(SandboxOptionsTest)
#include "tst_sandbox_options.moc"
