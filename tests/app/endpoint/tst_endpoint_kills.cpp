// Endpoint and client are killed at any moment and started again, over and over. At the end both agree, the
// books are right, and nothing that was asked for is lost or done twice.
#include "tests/support/sandbox_process.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <random>

using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;
using headroom::test::SandboxProcess;

namespace {

/// A killed worker's jobs are another's after a minute.
constexpr int convergenceMs = 240'000;
constexpr int commands = 24;
constexpr int photos = 3;
constexpr int bought = 50;

int setting(const char* name, int fallback) {
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : fallback;
}

const QString picture = QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/astronaut.jpg");

} // namespace

class EndpointKillsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        endpoint_ = std::make_unique<EndpointProcess>(sandbox_.endpointEnvironment());
        QVERIFY(sandbox_.start(endpoint_->address()));
        endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->start();
        signIn();
        buy();
    }

    void cleanupTestCase() {
        child_.kill();
        child_.waitForFinished();
    }

    void killedAtAnyMomentNothingIsLostOrDoubled() {
        const auto seed = static_cast<unsigned>(
            setting("HEADROOM_TEST_SEED", static_cast<int>(std::random_device{}() & 0x7fffffff)));
        const int kills = setting("HEADROOM_TEST_KILLS", 4);
        qInfo("seed %u, %d kills", seed, kills);
        std::mt19937 random(seed);
        QElapsedTimer deadline;
        startChild();
        for (int kill = 0; kill < kills; ++kill) {
            QTest::qWait(static_cast<int>(30 + random() % 1200));
            const unsigned victims = 1 + random() % 3;
            if (victims & 1U) endpoint_->kill();
            if (victims & 2U) {
                child_.kill();
                QVERIFY(child_.waitForFinished());
            }
            // Now and then the one works for a while without the other.
            if (random() % 2) QTest::qWait(static_cast<int>(random() % 400));
            if (victims & 1U) endpoint_->start();
            if (child_.state() == QProcess::NotRunning) startChild();
            if (QTest::currentTestFailed()) return;
        }
        deadline.start();
        while (child_.state() != QProcess::NotRunning && deadline.elapsed() < convergenceMs)
            QTest::qWait(50);
        if (child_.state() != QProcess::NotRunning) qWarning("%s", endpoint_->log().right(4000).constData());
        QCOMPARE(child_.state(), QProcess::NotRunning);
        QCOMPARE(child_.exitStatus(), QProcess::NormalExit);
        QCOMPARE(child_.exitCode(), 0);
        shown_ = QJsonDocument::fromJson(child_.readAllStandardOutput().trimmed()).object();
        QVERIFY(!shown_.isEmpty());
    }

    void everyCommandWasDoneOnce() {
        int given = 0;
        int asked = 0;
        QString lastName;
        for (int command = 0; command < commands; ++command) {
            if (command % 6 == 5)
                ++asked;
            else if (command % 4 == 3)
                lastName = QStringLiteral("Receiver %1").arg(command);
            else
                ++given;
        }
        const QJsonObject receiver = shown_.value(QStringLiteral("receiver")).toObject();
        QCOMPARE(receiver.value(QStringLiteral("available")).toInt(), given);
        QCOMPARE(receiver.value(QStringLiteral("name")).toString(), lastName);
        QCOMPARE(shown_.value(QStringLiteral("headshots")).toObject().size(), asked);
        int completed = 0;
        for (const QJsonValue& state : shown_.value(QStringLiteral("headshots")).toObject())
            if (state.toString() == QStringLiteral("completed")) ++completed;
        // One that every attempt was killed at may have failed: then it costs nothing.
        QCOMPARE(shown_.value(QStringLiteral("spent")).toInt(), completed);
        QCOMPARE(shown_.value(QStringLiteral("held")).toInt(), 0);
        QCOMPARE(shown_.value(QStringLiteral("pool")).toInt(), bought - given - completed);
    }

    void theClientShowsWhatTheEndpointHas() {
        const QJsonObject team = overview().value(QStringLiteral("team")).toObject();
        for (const char* account : {"pool", "held", "spent"})
            QCOMPARE(shown_.value(QLatin1String(account)).toInt(),
                     team.value(QLatin1String(account)).toInt());
        QCOMPARE(shown_.value(QStringLiteral("headshots")).toObject(), states(QStringLiteral("headshots")));
        QCOMPARE(shown_.value(QStringLiteral("photos")).toObject(), states(QStringLiteral("photos")));
    }

    void everyUploadArrivedWhole() {
        QFile file(picture);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray expected = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256);
        const QJsonObject stored = states(QStringLiteral("photos"));
        QCOMPARE(stored.size(), photos);
        for (auto photo = stored.begin(); photo != stored.end(); ++photo) {
            QCOMPARE(photo.value().toString(), QStringLiteral("usable"));
            const HttpAnswer content =
                client_->get(team_ + QStringLiteral("/photos/%1/content").arg(photo.key()));
            QCOMPARE(QCryptographicHash::hash(content.body, QCryptographicHash::Sha256), expected);
        }
    }

    void theBooksAreRight() {
        QCOMPARE(endpoint_->stop(), 0);
        const HttpAnswer verified = endpoint_->run({QStringLiteral("verify")});
        QVERIFY2(verified.status == 0, verified.body.constData());
    }

private:
    void signIn() {
        const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("owner@northwind.test"));
        client_ = std::make_unique<HttpClient>(endpoint_->address());
        client_->setToken(signedIn.value(QStringLiteral("token")).toString());
        const QJsonObject membership = signedIn.value(QStringLiteral("teams")).toArray().first().toObject();
        teamId_ = membership.value(QStringLiteral("team_id")).toString();
        team_ = QStringLiteral("/api/teams/") + teamId_;
        owner_ = membership.value(QStringLiteral("member_id")).toString();
        const QJsonObject line{{QStringLiteral("email"), QStringLiteral("r@northwind.test")},
                               {QStringLiteral("role"), QStringLiteral("member")}};
        const HttpAnswer invited = client_->command("POST", team_ + QStringLiteral("/members"),
                                                    {{QStringLiteral("invitations"), QJsonArray{line}}});
        receiver_ = invited.json()
                        .value(QStringLiteral("results"))
                        .toArray()
                        .first()
                        .toObject()
                        .value(QStringLiteral("member_id"))
                        .toString();
        QVERIFY2(!receiver_.isEmpty(), invited.body.constData());
    }

    void buy() {
        const HttpAnswer paid = headroom::test::buyStarter(*client_, teamId_);
        QVERIFY2(paid.status == 303, paid.body.constData());
        QTRY_COMPARE_WITH_TIMEOUT(
            overview().value(QStringLiteral("team")).toObject().value(QStringLiteral("pool")).toInt(), bought,
            60'000);
    }

    void startChild() {
        child_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child_.start(QStringLiteral(HEADROOM_KILL_CHILD),
                     {endpoint_->address().toString(), childFolder_.path(), teamId_, owner_, receiver_,
                      QString::number(commands), QString::number(photos), picture, client_->token()});
        QVERIFY(child_.waitForStarted());
    }

    QJsonObject overview() { return client_->get(team_ + QStringLiteral("/credits/overview")).json(); }

    /// Of photos or headshots, by id.
    QJsonObject states(const QString& what) {
        QJsonObject states;
        for (const QJsonValue& value : client_->get(team_ + u'/' + what).json().value(what).toArray())
            states.insert(value.toObject().value(QStringLiteral("id")).toString(),
                          value.toObject().value(QStringLiteral("state")));
        return states;
    }

    QTemporaryDir childFolder_;
    SandboxProcess sandbox_;
    QProcess child_;
    std::unique_ptr<EndpointProcess> endpoint_;
    std::unique_ptr<HttpClient> client_;
    QString teamId_;
    QString team_;
    QString owner_;
    QString receiver_;
    QJsonObject shown_;
};

QTEST_GUILESS_MAIN(EndpointKillsTest)
#include "tst_endpoint_kills.moc"
