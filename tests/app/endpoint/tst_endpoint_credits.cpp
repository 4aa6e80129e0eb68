// Credits over HTTP: commands that run once, refusals that leave nothing, and a ledger that adds up.
#include "tests/support/endpoint_process.h"

#include <QJsonArray>
#include <QTest>
#include <QUuid>

using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;

class EndpointCreditsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        endpoint_ = std::make_unique<EndpointProcess>();
        endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->start();
        const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("owner@northwind.test"));
        client_ = std::make_unique<HttpClient>(endpoint_->address());
        client_->setToken(signedIn.value(QStringLiteral("token")).toString());
        const QJsonObject membership = signedIn.value(QStringLiteral("teams")).toArray().first().toObject();
        team_ = QStringLiteral("/api/teams/") + membership.value(QStringLiteral("team_id")).toString();
        member_ = membership.value(QStringLiteral("member_id")).toString();
        QVERIFY(!member_.isEmpty());
    }

    void cleanup() {
        QCOMPARE(endpoint_->stop(), 0);
        const HttpAnswer verified = endpoint_->run({QStringLiteral("verify")});
        QVERIFY2(verified.status == 0, verified.body.constData());
        endpoint_.reset();
    }

    void allocatingMoreThanThePoolIsRefusedWithTheCodeAndTheNumber() {
        const HttpAnswer answer = allocate(5);
        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.code(), QStringLiteral("insufficient_pool"));
        QCOMPARE(answer.json().value(QStringLiteral("missing")).toInt(), 5);
        QVERIFY(answer.headers.value("content-type").startsWith("application/problem+json"));
    }

    void aRefusalIsRepeatedForTheSameIdAndOtherContentIsAConflict() {
        const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        const HttpAnswer first = allocate(5, id);
        const HttpAnswer second = allocate(5, id);
        QCOMPARE(second.status, first.status);
        QCOMPARE(second.body, first.body);
        QCOMPARE(second.headers.value("idempotent-replayed"), QByteArray("true"));
        const HttpAnswer other = allocate(6, id);
        QCOMPARE(other.status, 409);
        QCOMPARE(other.code(), QStringLiteral("idempotency_conflict"));
    }

    void badBodiesAreRefusedWithWhatIsWrong() {
        const QString path = team_ + QStringLiteral("/credits/allocate");
        QCOMPARE(client_->command("POST", path, {}).code(), QStringLiteral("invalid_input"));
        QCOMPARE(client_->send("POST", path, "{\"lines\":", {{"Content-Type", "application/json"}}).code(),
                 QStringLiteral("invalid_input"));
        QCOMPARE(client_->send("POST", path, "lines=1", {{"Content-Type", "text/plain"}}).status, 415);
    }

    void anEmptyTeamHasAnOverviewOfZeros() {
        const HttpAnswer answer = client_->get(team_ + QStringLiteral("/credits/overview"));
        QCOMPARE(answer.status, 200);
        const QJsonObject team = answer.json().value(QStringLiteral("team")).toObject();
        for (const char* account : {"pool", "held", "spent", "purchased", "debt"})
            QCOMPARE(team.value(QLatin1String(account)).toInt(-1), 0);
    }

    void theSnapshotAndTheFeedAgree() {
        const HttpAnswer snapshot = client_->get(team_ + QStringLiteral("/snapshot"));
        QCOMPARE(snapshot.status, 200);
        const QString cursor = snapshot.json().value(QStringLiteral("cursor")).toString();
        QVERIFY(!cursor.isEmpty());
        const QString changes = team_ + QStringLiteral("/changes?cursor=");
        QCOMPARE(client_->get(changes + cursor).json().value(QStringLiteral("changes")).toArray().size(), 0);

        const HttpAnswer renamed = client_->command("PATCH", team_ + QStringLiteral("/members/") + member_,
                                                    {{QStringLiteral("name"), QStringLiteral("Ann Lee")}});
        QCOMPARE(renamed.status, 200);
        const QJsonObject page = client_->get(changes + cursor).json();
        QCOMPARE(page.value(QStringLiteral("version")), renamed.json().value(QStringLiteral("version")));
        const QJsonObject change = page.value(QStringLiteral("changes")).toArray().first().toObject();
        QCOMPARE(change.value(QStringLiteral("kind")).toString(), QStringLiteral("member"));
        QCOMPARE(change.value(QStringLiteral("row")).toObject().value(QStringLiteral("name")).toString(),
                 QStringLiteral("Ann Lee"));
        QCOMPARE(client_->get(changes + QStringLiteral("nonsense")).status, 400);
    }

    void aKillAndARestartKeepWhatWasAnswered() {
        const QString path = team_ + QStringLiteral("/members/") + member_;
        for (int round = 0; round < 3; ++round) {
            const QString name = QStringLiteral("Round %1").arg(round);
            QCOMPARE(client_->command("PATCH", path, {{QStringLiteral("name"), name}}).status, 200);
            endpoint_->kill();
            endpoint_->start();
            const QJsonArray members = client_->get(team_ + QStringLiteral("/members"))
                                           .json()
                                           .value(QStringLiteral("members"))
                                           .toArray();
            QCOMPARE(members.first().toObject().value(QStringLiteral("name")).toString(), name);
        }
    }

private:
    HttpAnswer allocate(int credits, const QString& id = {}) {
        const QJsonObject line{{QStringLiteral("member_id"), member_}, {QStringLiteral("credits"), credits}};
        return client_->command("POST", team_ + QStringLiteral("/credits/allocate"),
                                {{QStringLiteral("lines"), QJsonArray{line}}}, id);
    }

    std::unique_ptr<EndpointProcess> endpoint_;
    std::unique_ptr<HttpClient> client_;
    QString team_;
    QString member_;
};

QTEST_GUILESS_MAIN(EndpointCreditsTest)
#include "tst_endpoint_credits.moc"
