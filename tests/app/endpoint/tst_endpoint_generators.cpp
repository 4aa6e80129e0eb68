// Headshots by a hosted service, with the real endpoint and the stand-in that the official client has judged:
// choices and consents, webhooks, spending, and an endpoint that is killed while a prediction runs that is
// paid for.
#include "core/generators/hosted/standard_webhook.h"
#include "tests/support/patience.h"
#include "tests/support/photographed_team.h"
#include "tests/support/sandbox_process.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <functional>

using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;
using headroom::test::patienceMs;
using headroom::test::photoState;
using headroom::test::SandboxProcess;
using headroom::test::uploadPhoto;

namespace {

constexpr qint64 priceMicros = 40'000;

} // namespace

class EndpointGeneratorsTest : public QObject, protected headroom::test::PhotographedTeam {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qputenv("HEADROOM_SANDBOX_REPLICATE_PACE", "300,700,3600000");
        const QProcessEnvironment environment = sandbox_.endpointEnvironment();
        replicate_ = QUrl(environment.value(QStringLiteral("HEADROOM_STRIPE_API")));
        endpoint_ = std::make_unique<EndpointProcess>(environment);
        const auto set = [&](const char* name, const QString& value) {
            endpoint_->setEnvironment(QLatin1String(name), value);
        };
        set("HEADROOM_GENERATORS", QStringLiteral("replicate,studio"));
        set("HEADROOM_REPLICATE_TOKEN", QStringLiteral("r8_endpoint"));
        set("HEADROOM_REPLICATE_API", replicate_.toString() + QStringLiteral("/replicate/v1"));
        set("HEADROOM_REPLICATE_MAPPING",
            QStringLiteral(HEADROOM_SOURCE_DIR "/tests/app/endpoint/replicate_mapping.json"));
        set("HEADROOM_PUBLIC_URL", endpoint_->address().toString());
        set("HEADROOM_SPENDING_PER_DAY", QStringLiteral("5"));
        QVERIFY(sandbox_.start(endpoint_->address()));
        endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->start();
        signIn();
        const HttpAnswer paid = headroom::test::buyStarter(*client_, teamId_);
        QVERIFY2(paid.status == 303, paid.body.constData());
        QTRY_COMPARE_WITH_TIMEOUT(credits("pool"), 50, patienceMs);
        photo_ = uploadPhoto(*client_, team_,
                             QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/white_house_2013.jpg"));
        QTRY_COMPARE_WITH_TIMEOUT(photoState(*client_, team_, photo_), QStringLiteral("usable"), patienceMs);
    }

    void cleanupTestCase() {
        QCOMPARE(endpoint_->stop(), 0);
        const HttpAnswer verified = endpoint_->run({QStringLiteral("verify")});
        QVERIFY2(verified.status == 0, verified.body.constData());
    }

    void beforeAnybodyChoseNoPhotoLeaves() {
        const QJsonObject seen = generators();
        QCOMPARE(seen.value(QStringLiteral("consents")).toArray().size(), 0);
        QCOMPARE(seen.value(QStringLiteral("day_limit_micros")), QJsonValue::Null);
        QCOMPARE(seen.value(QStringLiteral("operator_day_limit_micros")).toInteger(), 5'000'000);
        const QJsonArray available = seen.value(QStringLiteral("available")).toArray();
        QCOMPARE(available.size(), 2);
        QCOMPARE(available[0].toObject().value(QStringLiteral("name")).toString(),
                 QStringLiteral("replicate"));
        QCOMPARE(available[0].toObject().value(QStringLiteral("photos_leave")).toBool(), true);
        QCOMPARE(available[0].toObject().value(QStringLiteral("cost_micros")).toInteger(), priceMicros);
        const QString id = generate(QStringLiteral("studio-grey"));
        const QJsonObject headshot = ended(id);
        QCOMPARE(headshot.value(QStringLiteral("generator")).toString(), QStringLiteral("studio"));
        QCOMPARE(headshot.value(QStringLiteral("likeness_checked")), QJsonValue(false));
        QCOMPARE(predictions().size(), 0);
        QCOMPARE(photoUse("makers"), QStringLiteral("studio"));
        QCOMPARE(photoUse("services"), QStringLiteral("replicate"));
    }

    void membersLearnWhereTheirPhotosGo() {
        QJsonObject own = choice({QStringLiteral("replicate")}, {QStringLiteral("replicate")});
        own.insert(QStringLiteral("styles"),
                   QJsonObject{{QStringLiteral("garden"), QJsonArray{QStringLiteral("studio")}}});
        QCOMPARE(choose(own).status, 200);
        const QJsonObject use = client_->get(team_ + QStringLiteral("/photo-use")).json();
        QCOMPARE(photoUse("makers"), QStringLiteral("replicate"));
        QCOMPARE(use.value(QStringLiteral("styles")).toObject().value(QStringLiteral("garden")).toArray(),
                 QJsonArray{QStringLiteral("studio")});
        QCOMPARE(use.value(QStringLiteral("days_kept")).toInt(), 30);
        QCOMPARE(choose(choice({}, {})).status, 200);
        QCOMPARE(photoUse("makers"), QStringLiteral("studio"));
    }

    void whatMakesNoSenseIsRefusedWithItsMember() {
        const QJsonObject good = choice({}, {QStringLiteral("replicate")});
        for (const char* member : {"generators", "styles", "consents", "day_limit_micros"}) {
            QJsonObject part = good;
            part.remove(QLatin1String(member));
            const HttpAnswer refused = choose(part);
            QCOMPARE(refused.status, 400);
            QVERIFY2(refused.body.contains(member), refused.body.constData());
        }
        const HttpAnswer unknown = choose(choice({QStringLiteral("dall-e")}, {}));
        QCOMPARE(unknown.status, 400);
        QVERIFY(unknown.body.contains("dall-e"));
    }

    void withConsentTheServiceMakesThem() {
        const HttpAnswer chosen = choose(choice({}, {QStringLiteral("replicate")}));
        QVERIFY2(chosen.status == 200, chosen.body.constData());
        QCOMPARE(photoUse("makers"), QStringLiteral("replicate studio"));
        const QString id = generate(QStringLiteral("studio-grey"));
        const QJsonObject headshot = ended(id);
        QCOMPARE(headshot.value(QStringLiteral("state")).toString(), QStringLiteral("completed"));
        QCOMPARE(headshot.value(QStringLiteral("generator")).toString(), QStringLiteral("replicate"));
        QVERIFY(headshot.value(QStringLiteral("height")).toInt() >= 1280); // as judged: a headshot
        QCOMPARE(predictions().size(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(sandbox(QStringLiteral("files")).size(), 0,
                                  patienceMs); // no photo stays there
        QCOMPARE(spentInAll(), priceMicros);
    }

    void anAnswerThatWasLostIsPaidForOnce() {
        const auto before = predictions().size();
        const QJsonObject headshot = ended(generate(QStringLiteral("charcoal")));
        QCOMPARE(headshot.value(QStringLiteral("generator")).toString(), QStringLiteral("replicate"));
        QCOMPARE(predictions().size(), before + 1);
    }

    void whatTheServiceRefusesTheStudioMakes() {
        const qint64 spent = spentInAll();
        for (const char* style : {"garden", "ivory"}) {
            const QJsonObject headshot = ended(generate(QLatin1String(style)));
            QCOMPARE(headshot.value(QStringLiteral("generator")).toString(), QStringLiteral("studio"));
        }
        QCOMPARE(spentInAll(), spent);
    }

    void aResultWithTwoFacesIsNoHeadshotAndIsMadeByTheNext() {
        const QJsonObject headshot = ended(generate(QStringLiteral("sage")));
        QCOMPARE(headshot.value(QStringLiteral("generator")).toString(), QStringLiteral("studio"));
    }

    void onlySignedWordsCountAndEachOnce() {
        const std::string body = "{\"id\":\"abc123\",\"status\":\"succeeded\"}";
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        QCOMPARE(tell(body, now, "msg_1", secret()).status, 200);
        QVERIFY(tell(body, now, "msg_1", secret()).body.contains("known"));
        QCOMPARE(tell(body, now, "msg_2", "whsec_b3RoZXI=").status, 400);
        QCOMPARE(tell(body, now - 360, "msg_3", secret()).status, 400);
        QCOMPARE(tell("{\"id\":\"../x\"}", now, "msg_4", secret()).status, 400);
        HttpClient anybody(endpoint_->address());
        QCOMPARE(anybody.send("POST", QStringLiteral("/api/replicate/webhook"), "{}").status, 400);
        QVERIFY(endpoint_->log().contains("replicate sent word")); // real ones came, too
    }

    void theTeamsLimitOfTheDayIsKept() {
        QJsonObject limited = choice({QStringLiteral("replicate")}, {QStringLiteral("replicate")});
        limited.insert(QStringLiteral("day_limit_micros"), spentToday());
        QCOMPARE(choose(limited).status, 200);
        const auto before = predictions().size();
        const QJsonObject headshot = ended(generate(QStringLiteral("studio-grey")));
        QCOMPARE(headshot.value(QStringLiteral("failure")).toString(), QStringLiteral("spending_limit"));
        QCOMPARE(predictions().size(), before);
        QCOMPARE(choose(choice({}, {QStringLiteral("replicate")})).status, 200);
    }

    void killedWhileAPaidPredictionRunsItIsNeitherPaidTwiceNorLost_data() {
        QTest::addColumn<QString>("moment");
        QTest::addColumn<int>("laterMs");
        QTest::newRow("photos are there, the answer is not") << QStringLiteral("file") << 0;
        QTest::newRow("a little later") << QStringLiteral("file") << 15;
        QTest::newRow("it has just begun") << QStringLiteral("prediction") << 0;
        QTest::newRow("its id is known") << QStringLiteral("prediction") << 60;
        QTest::newRow("it runs") << QStringLiteral("processing") << 0;
        QTest::newRow("it is done and not fetched") << QStringLiteral("succeeded") << 0;
        QTest::newRow("it is being fetched") << QStringLiteral("succeeded") << 30;
        QTest::newRow("it is judged") << QStringLiteral("succeeded") << 250;
    }
    void killedWhileAPaidPredictionRunsItIsNeitherPaidTwiceNorLost() {
        QFETCH(QString, moment);
        QFETCH(int, laterMs);
        auto before = predictions().size();
        int spentCredits = credits("spent");
        qint64 spent = spentInAll();
        QString id = generate(QStringLiteral("studio-grey"));
        for (int missed = 0; !caught(moment, before); ++missed) {
            QVERIFY2(missed < 3, "the moment never came");
            ended(id);
            before = predictions().size();
            spentCredits = credits("spent");
            spent = spentInAll();
            id = generate(QStringLiteral("studio-grey"));
        }
        QTest::qWait(laterMs);
        endpoint_->kill();
        endpoint_->start();
        const QJsonObject headshot = ended(id);
        QCOMPARE(headshot.value(QStringLiteral("state")).toString(), QStringLiteral("completed"));
        QCOMPARE(headshot.value(QStringLiteral("generator")).toString(), QStringLiteral("replicate"));
        QCOMPARE(predictions().size(), before + 1);
        QCOMPARE(credits("spent"), spentCredits + 1);
        QCOMPARE(credits("held"), 0);
        QCOMPARE(spentInAll(), spent + priceMicros);
        QTRY_COMPARE_WITH_TIMEOUT(sandbox(QStringLiteral("files")).size(), 0, patienceMs);
    }

private:
    // The team's

    QJsonObject generators() { return client_->get(team_ + QStringLiteral("/generators")).json(); }
    /// A list of names in what members are told of their photos.
    QString photoUse(const char* list) {
        QStringList names;
        const QJsonObject use = client_->get(team_ + QStringLiteral("/photo-use")).json();
        for (const QJsonValue& name : use.value(QLatin1String(list)).toArray())
            names << name.toString();
        return names.join(QLatin1Char(' '));
    }
    /// On all days: the test may see a midnight.
    qint64 spentInAll() {
        qint64 sum = 0;
        for (const QJsonValue& day : generators().value(QStringLiteral("days")).toArray())
            sum += day.toObject().value(QStringLiteral("micros")).toInteger();
        return sum;
    }
    qint64 spentToday() { return generators().value(QStringLiteral("spent_today_micros")).toInteger(); }
    static QJsonObject choice(const QStringList& order, const QStringList& consents) {
        return {{QStringLiteral("generators"), QJsonArray::fromStringList(order)},
                {QStringLiteral("styles"), QJsonObject()},
                {QStringLiteral("consents"), QJsonArray::fromStringList(consents)},
                {QStringLiteral("day_limit_micros"), QJsonValue::Null}};
    }
    HttpAnswer choose(const QJsonObject& body) {
        return client_->command("PUT", team_ + QStringLiteral("/generators"), body);
    }

    // The service's

    QJsonArray sandbox(const QString& what) {
        HttpClient operatorOfIt(replicate_);
        operatorOfIt.setToken(QStringLiteral("r8_test"));
        return operatorOfIt.get(QStringLiteral("/replicate/v1/") + what)
            .json()
            .value(QStringLiteral("results"))
            .toArray();
    }
    QJsonArray predictions() { return sandbox(QStringLiteral("predictions")); }
    /// Looks as fast as it can, as moments are short; false when this one was missed all the same.
    bool caught(const QString& moment, qsizetype before) {
        QElapsedTimer patience;
        patience.start();
        while (patience.elapsed() < patienceMs) {
            if (moment == QStringLiteral("file") && !sandbox(QStringLiteral("files")).isEmpty()) return true;
            const QJsonArray now = predictions();
            if (now.size() <= before) continue;
            if (moment == QStringLiteral("file")) return false; // it is gone
            if (moment == QStringLiteral("prediction")) return true;
            const QString status = now.first().toObject().value(QStringLiteral("status")).toString();
            if (status == moment) return true;
            if (status == QStringLiteral("succeeded")) return false;
        }
        return false;
    }
    std::string secret() {
        HttpClient operatorOfIt(replicate_);
        operatorOfIt.setToken(QStringLiteral("r8_test"));
        return operatorOfIt.get(QStringLiteral("/replicate/v1/webhooks/default/secret"))
            .json()
            .value(QStringLiteral("key"))
            .toString()
            .toStdString();
    }
    HttpAnswer tell(const std::string& body, qint64 seconds, const std::string& id, const std::string& key) {
        const std::string moment = std::to_string(seconds);
        const auto signature = headroom::generators::hosted::standardSignature(key, id, moment, body);
        HttpClient service(endpoint_->address());
        return service.send("POST", QStringLiteral("/api/replicate/webhook"), QByteArray::fromStdString(body),
                            {{"Content-Type", "application/json"},
                             {"webhook-id", QByteArray::fromStdString(id)},
                             {"webhook-timestamp", QByteArray::fromStdString(moment)},
                             {"webhook-signature", QByteArray::fromStdString(signature.value_or(""))}});
    }

    SandboxProcess sandbox_;
    QUrl replicate_;
};

QTEST_GUILESS_MAIN(EndpointGeneratorsTest)
#include "tst_endpoint_generators.moc"
