// Every role against every operation of the API's own description.
#include "tests/support/endpoint_process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>
#include <QUuid>

using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;

namespace {

QString newId() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

struct Person {
    QString token;
    QString team;
    QString member;
};

Person personOf(const QJsonObject& signedIn) {
    const QJsonObject team = signedIn.value(QStringLiteral("teams")).toArray().first().toObject();
    return {signedIn.value(QStringLiteral("token")).toString(),
            team.value(QStringLiteral("team_id")).toString(),
            team.value(QStringLiteral("member_id")).toString()};
}

} // namespace

class EndpointAccessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        // With a key, so that the payment routes are on; what is asked for does not exist, so Stripe is not.
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HEADROOM_STRIPE_KEY"), QStringLiteral("sk_test_access"));
        environment.insert(QStringLiteral("HEADROOM_STRIPE_API"), QStringLiteral("http://127.0.0.1:1"));
        endpoint_ = std::make_unique<EndpointProcess>(environment);
        endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->createTeam(QStringLiteral("Elsewhere"), QStringLiteral("owner@elsewhere.test"));
        endpoint_->start();
        people_[QStringLiteral("owner")] =
            personOf(endpoint_->signIn(QStringLiteral("owner@northwind.test")));
        people_[QStringLiteral("outsider")] =
            personOf(endpoint_->signIn(QStringLiteral("owner@elsewhere.test")));
        QVERIFY(!people_[QStringLiteral("owner")].token.isEmpty());

        HttpClient owner(endpoint_->address());
        owner.setToken(people_[QStringLiteral("owner")].token);
        const auto invite = [](const char* email, const char* role) {
            return QJsonObject{{QStringLiteral("email"), QLatin1String(email)},
                               {QStringLiteral("role"), QLatin1String(role)}};
        };
        const HttpAnswer invited = owner.command(
            "POST", QStringLiteral("/api/teams/%1/members").arg(team()),
            {{QStringLiteral("invitations"),
              QJsonArray{invite("admin@northwind.test", "admin"), invite("m@northwind.test", "member"),
                         invite("s@northwind.test", "member"), invite("r@northwind.test", "member")}}});
        QCOMPARE(invited.status, 200);
        people_[QStringLiteral("admin")] =
            personOf(endpoint_->signIn(QStringLiteral("admin@northwind.test")));
        people_[QStringLiteral("member")] = personOf(endpoint_->signIn(QStringLiteral("m@northwind.test")));
        people_[QStringLiteral("suspended")] =
            personOf(endpoint_->signIn(QStringLiteral("s@northwind.test")));
        people_[QStringLiteral("removed")] = personOf(endpoint_->signIn(QStringLiteral("r@northwind.test")));
        const QString members = QStringLiteral("/api/teams/%1/members/%2");
        QCOMPARE(owner
                     .command("PATCH", members.arg(team(), people_[QStringLiteral("suspended")].member),
                              {{QStringLiteral("state"), QStringLiteral("suspended")}})
                     .status,
                 200);
        QCOMPARE(owner.command("DELETE", members.arg(team(), people_[QStringLiteral("removed")].member), {})
                     .status,
                 200);
    }

    void cleanupTestCase() {
        QCOMPARE(endpoint_->stop(), 0);
        endpoint_.reset();
    }

    void aRequestTellsWhenSomebodyWasLastHere() {
        HttpClient member(endpoint_->address());
        member.setToken(token("member"));
        const QString list = QStringLiteral("/api/teams/%1/members").arg(team());
        QCOMPARE(member.get(list).status, 200);
        HttpClient owner(endpoint_->address());
        owner.setToken(token("owner"));
        QHash<QString, qint64> lastActive;
        for (const QJsonValue& row : owner.get(list).json().value(QStringLiteral("members")).toArray())
            lastActive.insert(row.toObject().value(QStringLiteral("id")).toString(),
                              row.toObject().value(QStringLiteral("last_active_at")).toInteger());
        QVERIFY(lastActive.value(people_[QStringLiteral("member")].member) > 0);
        QVERIFY(lastActive.value(people_[QStringLiteral("owner")].member) > 0);
        QCOMPARE(lastActive.value(people_[QStringLiteral("suspended")].member), 0);
    }

    void onlyOneselfAgreesToAComparisonOfFaces() {
        HttpClient member(endpoint_->address());
        member.setToken(token("member"));
        HttpClient owner(endpoint_->address());
        owner.setToken(token("owner"));
        const auto agreeing = [&] {
            QStringList ids;
            const QString list = QStringLiteral("/api/teams/%1/members").arg(team());
            for (const QJsonValue& row : owner.get(list).json().value(QStringLiteral("members")).toArray())
                if (row.toObject().value(QStringLiteral("compares_faces")).toBool())
                    ids.append(row.toObject().value(QStringLiteral("id")).toString());
            return ids;
        };
        const QString consent = QStringLiteral("/api/teams/%1/face-comparison").arg(team());
        QCOMPARE(agreeing(), QStringList());
        QCOMPARE(member.command("PUT", consent, {{QStringLiteral("compare"), true}}).status, 200);
        QCOMPARE(agreeing(), QStringList{people_[QStringLiteral("member")].member});
        QCOMPARE(member.command("PUT", consent, {{QStringLiteral("compare"), 1}}).status, 400);
        QCOMPARE(member.command("PUT", consent, {{QStringLiteral("compare"), false}}).status, 200);
        QCOMPARE(agreeing(), QStringList());
    }

    void everyRoleGetsWhatItMay_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("access");
        QFile file(QStringLiteral(HEADROOM_SOURCE_DIR "/resources/openapi.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject paths =
            QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("paths")).toObject();
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            const QJsonObject item = path.value().toObject();
            for (auto operation = item.begin(); operation != item.end(); ++operation) {
                const QJsonObject described = operation.value().toObject();
                QTest::newRow(qPrintable(described.value(QStringLiteral("operationId")).toString()))
                    << operation.key().toUpper() << path.key()
                    << described.value(QStringLiteral("x-access")).toString();
            }
        }
    }
    void everyRoleGetsWhatItMay() {
        QFETCH(QString, method);
        QFETCH(QString, pattern);
        QFETCH(QString, access);
        if (pattern.endsWith(QStringLiteral("/push"))) QSKIP("stays open; tst_endpoint_feed looks at it");
        // Signing out ends the token that the rows after it need.
        if (pattern.contains(QStringLiteral("sign-out")))
            QSKIP("ends the token; tst_endpoint_feed looks at it");

        const int anonymous = ask({}, method, pattern);
        if (access == QStringLiteral("public") || access == QStringLiteral("loopback")) {
            QVERIFY(anonymous != 403);
            return;
        }
        QCOMPARE(anonymous, 401);
        QCOMPARE(ask(QStringLiteral("not-a-token"), method, pattern), 401);
        if (!pattern.contains(QStringLiteral("{team}"))) {
            QVERIFY(ask(token("member"), method, pattern) != 401);
            return;
        }
        QCOMPARE(ask(token("outsider"), method, pattern), 404);
        QCOMPARE(ask(token("suspended"), method, pattern), 403);
        QCOMPARE(ask(token("removed"), method, pattern), 403);
        const int member = ask(token("member"), method, pattern);
        QVERIFY(member != 401);
        if (access != QStringLiteral("team")) QCOMPARE(member, 403);
        for (const char* role : {"admin", "owner"}) {
            const int status = ask(token(role), method, pattern);
            if (access == QStringLiteral("manage_settings") && role == QByteArray("admin")) {
                QCOMPARE(status, 403);
                continue;
            }
            QVERIFY2(status != 401 && status != 403 && status < 500, qPrintable(QString::number(status)));
        }
    }

private:
    QString token(const char* role) { return people_.value(QLatin1String(role)).token; }
    QString team() { return people_.value(QStringLiteral("owner")).team; }

    /// The status of a request with ids that exist nowhere and an empty body.
    int ask(const QString& bearer, const QString& method, QString path) {
        path.replace(QStringLiteral("{team}"), team());
        static const QRegularExpression parameter(QStringLiteral("\\{\\w+\\}"));
        path.replace(parameter, newId());
        HttpClient client(endpoint_->address());
        client.setToken(bearer);
        if (method == QStringLiteral("GET") || method == QStringLiteral("HEAD"))
            return client.send(method.toLatin1(), path).status;
        return client.command(method.toLatin1(), path, {}).status;
    }

    std::unique_ptr<EndpointProcess> endpoint_;
    QMap<QString, Person> people_;
};

QTEST_GUILESS_MAIN(EndpointAccessTest)
#include "tst_endpoint_access.moc"
