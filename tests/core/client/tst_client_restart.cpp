#include "fake_endpoint.h"
#include "tests/support/patience.h"

#include <QtTest>

#include <random>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::client::testing;

/// Kills a client again and again while it works, and looks whether anything got lost or done twice.
class TestClientRestart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void killedAtAnyMomentNothingIsLostOrDoubled() {
        const unsigned seed = qEnvironmentVariableIntValue("HEADROOM_TEST_SEED")
                                  ? static_cast<unsigned>(qEnvironmentVariableIntValue("HEADROOM_TEST_SEED"))
                                  : std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        constexpr int count = 120;
        constexpr int kills = 8;
        FakeEndpoint endpoint;
        endpoint.state.team.purchased = 1'000'000;
        endpoint.state.team.pool = 1'000'000;
        endpoint.fault = [&](const FakeRequest& request) {
            if (!request.path.endsWith("/allocate")) return Fault::None;
            switch (random() % 6) {
            case 0:
                return Fault::DropAfter;
            case 1:
                return Fault::ServerError;
            default:
                return Fault::None;
            }
        };
        QTemporaryDir dir;
        const QStringList arguments{endpoint.url().toString(),
                                    dir.path(),
                                    QString::fromStdString(endpoint.team.text()),
                                    QString::fromStdString(endpoint.me.text()),
                                    QString::fromStdString(endpoint.other.text()),
                                    QString::number(count)};
        int killed = 0;
        QByteArray output;
        for (bool done = false; !done;) {
            QProcess child;
            child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            child.start(QStringLiteral(HEADROOM_CLIENT_CHILD), arguments);
            QVERIFY(child.waitForStarted());
            QTimer deadline;
            deadline.setSingleShot(true);
            // After the last kill it gets all the time that it needs; the test's own time limit ends a hang.
            if (killed < kills) deadline.start(static_cast<int>(50 + random() % 600));
            while (child.state() != QProcess::NotRunning) {
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
                if (killed < kills && !deadline.isActive() && child.state() == QProcess::Running) {
                    child.kill();
                    ++killed;
                    QTRY_COMPARE_WITH_TIMEOUT(child.state(), QProcess::NotRunning, patienceMs);
                }
            }
            done = child.exitStatus() == QProcess::NormalExit;
            if (done) {
                QCOMPARE(child.exitCode(), 0);
                output = child.readAllStandardOutput();
            }
        }
        qInfo("killed %d times", killed);
        QVERIFY(killed > 0);
        std::vector<std::int64_t> expected;
        for (int i = 1; i <= count; ++i)
            expected.push_back(i);
        QCOMPARE(endpoint.allocated, expected); // each once, in the order given
        const std::int64_t sum = count * (count + 1) / 2;
        QCOMPARE(endpoint.state.members[endpoint.other].available, sum);
        QCOMPARE(output.trimmed(), "available " + QByteArray::number(static_cast<qint64>(sum)));
    }
};

QTEST_GUILESS_MAIN(TestClientRestart)
#include "tst_client_restart.moc"
