// Workers in processes of their own, over one PostgreSQL database: the endpoint itself makes nothing.
#include "tests/support/patience.h"
#include "tests/support/photographed_team.h"
#include "tests/support/test_database.h"

#include "core/credits/credits_store.h"

#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace headroom;
using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;
using headroom::test::patienceMs;

class EndpointWorkerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        database_ = std::make_unique<test::TestDatabase>(database::Engine::Postgres);
        environment_ = QProcessEnvironment::systemEnvironment();
        environment_.insert(QStringLiteral("HEADROOM_DATABASE"),
                            QString::fromStdString(database_->connectionString()));
        QProcessEnvironment ofEndpoint = environment_;
        ofEndpoint.insert(QStringLiteral("HEADROOM_WORKERS"), QStringLiteral("0"));
        endpoint_ = std::make_unique<EndpointProcess>(ofEndpoint);
        environment_.insert(QStringLiteral("HEADROOM_DATA"), endpoint_->dataFolder());
        endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->start();
        const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("owner@northwind.test"));
        client_ = std::make_unique<HttpClient>(endpoint_->address());
        client_->setToken(signedIn.value(QStringLiteral("token")).toString());
        const QJsonObject membership = signedIn.value(QStringLiteral("teams")).toArray().first().toObject();
        const QString team = membership.value(QStringLiteral("team_id")).toString();
        owner_ = membership.value(QStringLiteral("member_id")).toString();
        team_ = QStringLiteral("/api/teams/") + team;
        QVERIFY(!team.isEmpty());
        giveCredits(TeamId::trusted(team.toStdString()));
    }

    void cleanupTestCase() {
        worker_.terminate();
        worker_.waitForFinished();
        endpoint_.reset();
    }

    void withoutAWorkerNothingIsLookedAt() {
        photo_ = upload();
        QCOMPARE(stateOf(QStringLiteral("photos"), photo_), QStringLiteral("checking"));
    }

    void aWorkerChecksAndMakes() {
        startWorker();
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(QStringLiteral("photos"), photo_), QStringLiteral("usable"),
                                  patienceMs);
        const QString headshot = generate(1).first();
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(QStringLiteral("headshots"), headshot), QStringLiteral("completed"),
                                  patienceMs);
        QCOMPARE(client_->get(team_ + QStringLiteral("/headshots/%1/content").arg(headshot)).status, 200);
    }

    void aWorkerThatStopsGivesItsWorkToTheNext() {
        const QStringList headshots = generate(2);
        const auto isRunning = [&](const QString& headshot) {
            return stateOf(QStringLiteral("headshots"), headshot) == QStringLiteral("running");
        };
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(headshots, isRunning), patienceMs);
        worker_.terminate();
        QVERIFY(worker_.waitForFinished());
        QCOMPARE(worker_.exitStatus(), QProcess::NormalExit);
        QCOMPARE(worker_.exitCode(), 0);
        startWorker();
        for (const QString& headshot : headshots)
            QTRY_COMPARE_WITH_TIMEOUT(stateOf(QStringLiteral("headshots"), headshot),
                                      QStringLiteral("completed"), patienceMs);
    }

    /// Who is removed takes photos along; what was being made ends, and nobody pays for it.
    void whoIsRemovedLeavesNoPhotosAndNoHeldCredits() {
        worker_.terminate();
        QVERIFY(worker_.waitForFinished());
        const QJsonObject line{{QStringLiteral("email"), QStringLiteral("m@northwind.test")},
                               {QStringLiteral("role"), QStringLiteral("member")}};
        QCOMPARE(client_
                     ->command("POST", team_ + QStringLiteral("/members"),
                               {{QStringLiteral("invitations"), QJsonArray{line}}})
                     .status,
                 200);
        const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("m@northwind.test"));
        const QString owner = client_->token();
        const QString member = signedIn.value(QStringLiteral("teams"))
                                   .toArray()
                                   .first()
                                   .toObject()
                                   .value(QStringLiteral("member_id"))
                                   .toString();
        client_->setToken(signedIn.value(QStringLiteral("token")).toString());
        const QString photo = upload();
        startWorker();
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(QStringLiteral("photos"), photo), QStringLiteral("usable"),
                                  patienceMs);
        worker_.terminate();
        QVERIFY(worker_.waitForFinished());
        client_->setToken(owner);
        const QJsonObject style{{QStringLiteral("style"), QStringLiteral("ivory")},
                                {QStringLiteral("count"), 3}};
        const HttpAnswer asked = client_->command("POST", team_ + QStringLiteral("/headshots/generate"),
                                                  {{QStringLiteral("member_id"), member},
                                                   {QStringLiteral("photo_ids"), QJsonArray{photo}},
                                                   {QStringLiteral("source"), QStringLiteral("pool")},
                                                   {QStringLiteral("styles"), QJsonArray{style}}});
        QVERIFY2(asked.status == 202, asked.body.constData());
        const int pool = credit("pool");
        QCOMPARE(credit("held"), 3);
        const HttpAnswer removed =
            client_->command("DELETE", team_ + QStringLiteral("/members/") + member, {});
        QVERIFY2(removed.status == 200, removed.body.constData());
        QCOMPARE(credit("held"), 0);
        QCOMPARE(credit("pool"), pool + 3);
        for (const QJsonValue& id : asked.json().value(QStringLiteral("headshot_ids")).toArray())
            QCOMPARE(stateOf(QStringLiteral("headshots"), id.toString()), QStringLiteral("failed"));
        const auto left = (*database_)->read([&](database::Session& session) {
            return session.one("SELECT COUNT(*) AS n FROM photos WHERE state <> 'deleted' AND member_id = $1",
                               {member.toStdString()});
        });
        QCOMPARE((*left)->integer("n"), std::int64_t(0));
    }

    void aWorkerOverSqliteSaysWhyNot() {
        QProcessEnvironment environment = environment_;
        environment.insert(QStringLiteral("HEADROOM_DATABASE"), QStringLiteral("sqlite"));
        EndpointProcess sqlite(environment);
        const HttpAnswer answer = sqlite.run({QStringLiteral("worker")});
        QCOMPARE(answer.status, 2);
        QVERIFY(answer.body.contains("PostgreSQL"));
    }

private:
    void giveCredits(const TeamId& team) {
        const auto given = (*database_)->write([&](database::Transaction& transaction) -> Result<void> {
            auto write = TRY(sync::TeamWrite::begin(transaction, team, SystemClock().now()));
            if (!TRY(credits::purchase(write, 20, {.command = {}, .actor = {}, .order = OrderId::make()})))
                return fail(ErrorCode::Internal, "purchase");
            return {};
        });
        QVERIFY2(given.has_value(), given ? "" : describe(given.error()).c_str());
    }

    void startWorker() {
        worker_.setProcessEnvironment(environment_);
        worker_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        worker_.start(QStringLiteral(HEADROOM_BIN_DIR "/headroom-endpoint"), {QStringLiteral("worker")});
        QVERIFY(worker_.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(worker_.canReadLine(), patienceMs);
        QVERIFY(worker_.readLine().contains("workers"));
    }

    QString upload() {
        return test::uploadPhoto(*client_, team_,
                                 QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/astronaut.jpg"));
    }

    QStringList generate(int count) {
        const QJsonObject style{{QStringLiteral("style"), QStringLiteral("charcoal")},
                                {QStringLiteral("count"), count}};
        const HttpAnswer asked = client_->command("POST", team_ + QStringLiteral("/headshots/generate"),
                                                  {{QStringLiteral("photo_ids"), QJsonArray{photo_}},
                                                   {QStringLiteral("source"), QStringLiteral("pool")},
                                                   {QStringLiteral("styles"), QJsonArray{style}}});
        QStringList ids;
        for (const QJsonValue& id : asked.json().value(QStringLiteral("headshot_ids")).toArray())
            ids.append(id.toString());
        if (ids.size() != count) qFatal("generate: %s", asked.body.constData());
        return ids;
    }

    QString stateOf(const QString& what, const QString& id) {
        for (const QJsonValue& row : client_->get(team_ + u'/' + what).json().value(what).toArray())
            if (row.toObject().value(QStringLiteral("id")).toString() == id)
                return row.toObject().value(QStringLiteral("state")).toString();
        return {};
    }

    int credit(const char* account) {
        return client_->get(team_ + QStringLiteral("/credits/overview"))
            .json()
            .value(QStringLiteral("team"))
            .toObject()
            .value(QLatin1String(account))
            .toInt();
    }

    std::unique_ptr<test::TestDatabase> database_;
    QProcessEnvironment environment_;
    std::unique_ptr<EndpointProcess> endpoint_;
    std::unique_ptr<HttpClient> client_;
    QProcess worker_;
    QString team_;
    QString owner_;
    QString photo_;
};

QTEST_GUILESS_MAIN(EndpointWorkerTest)
#include "tst_endpoint_worker.moc"
