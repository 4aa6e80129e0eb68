// Headshots by Stability AI's stand-in and by a model of one's own, the reference server, with the real
// endpoint: from a photo to a finished file that says how it came about, and what refusals become.
#include "tests/support/patience.h"
#include "tests/support/photographed_team.h"
#include "tests/support/sandbox_process.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;
using headroom::test::patienceMs;
using headroom::test::photoState;
using headroom::test::SandboxProcess;
using headroom::test::uploadPhoto;

class EndpointServicesTest : public QObject, protected headroom::test::PhotographedTeam {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const QProcessEnvironment environment = sandbox_.endpointEnvironment();
        endpoint_ = std::make_unique<EndpointProcess>(environment);
        startModel();
        const auto set = [&](const char* name, const QString& value) {
            endpoint_->setEnvironment(QLatin1String(name), value);
        };
        set("HEADROOM_GENERATORS", QStringLiteral("stability,custom"));
        set("HEADROOM_STABILITY_KEY", QStringLiteral("sk-endpoint"));
        set("HEADROOM_STABILITY_API",
            environment.value(QStringLiteral("HEADROOM_STRIPE_API")) + QStringLiteral("/stability"));
        set("HEADROOM_STABILITY_STYLES",
            QStringLiteral(HEADROOM_SOURCE_DIR "/tests/app/endpoint/stability_styles.json"));
        set("HEADROOM_CUSTOM_URL", QStringLiteral("http://127.0.0.1:") + QString::number(modelPort_));
        set("HEADROOM_CUSTOM_KEY", QStringLiteral("secret"));
        set("HEADROOM_CUSTOM_STYLES", QStringLiteral("mottled"));
        set("HEADROOM_CUSTOM_CALLBACK_SECRET", secret());
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
        model_.kill();
        model_.waitForFinished();
        QCOMPARE(endpoint_->stop(), 0);
        const HttpAnswer verified = endpoint_->run({QStringLiteral("verify")});
        QVERIFY2(verified.status == 0, verified.body.constData());
    }

    // It runs on this machine: nobody has to agree, while no photo goes to Stability AI yet.
    void aModelOfOnesOwnMakesAHeadshotAndCallsBack() {
        const QJsonObject headshot = ended(generate(QStringLiteral("mottled")));
        QCOMPARE(headshot.value(QStringLiteral("state")).toString(), QStringLiteral("completed"));
        QCOMPARE(headshot.value(QStringLiteral("generator")).toString(), QStringLiteral("custom"));
        QVERIFY(content(headshot).contains("digitalsourcetype/trainedAlgorithmicMedia"));
        QVERIFY(content(headshot).contains("(custom)"));
        QTRY_VERIFY_WITH_TIMEOUT(endpoint_->log().contains("custom sent word"), patienceMs);
        QCOMPARE(ended(generate(QStringLiteral("studio-grey"))).value(QStringLiteral("failure")).toString(),
                 QStringLiteral("generator_refused"));
    }

    void stabilityMakesAHeadshotOnceAnOwnerAgrees() {
        const QJsonObject choice{{QStringLiteral("generators"), QJsonArray()},
                                 {QStringLiteral("styles"), QJsonObject()},
                                 {QStringLiteral("consents"), QJsonArray{QStringLiteral("stability")}},
                                 {QStringLiteral("day_limit_micros"), QJsonValue::Null}};
        const HttpAnswer chosen = client_->command("PUT", team_ + QStringLiteral("/generators"), choice);
        QVERIFY2(chosen.status == 200, chosen.body.constData());
        for (const char* style : {"studio-grey", "clean-white"}) {
            const QJsonObject headshot = ended(generate(QLatin1String(style)));
            QCOMPARE(headshot.value(QStringLiteral("failure")).toString(), QString());
            QCOMPARE(headshot.value(QStringLiteral("generator")).toString(), QStringLiteral("stability"));
            QVERIFY(headshot.value(QStringLiteral("width")).toInt() >= 1024);
            QCOMPARE(headshot.value(QStringLiteral("width")).toInt() * 5,
                     headshot.value(QStringLiteral("height")).toInt() * 4);
            QVERIFY(content(headshot).contains("compositeWithTrainedAlgorithmicMedia"));
        }
    }

    void whatIsRefusedIsPaidBackWithTheReason_data() {
        QTest::addColumn<QString>("style");
        QTest::addColumn<QString>("failure");
        QTest::newRow("flagged") << QStringLiteral("garden") << QStringLiteral("generator_refused");
        QTest::newRow("filtered, though it came as a picture")
            << QStringLiteral("charcoal") << QStringLiteral("generator_refused");
        QTest::newRow("their account is empty")
            << QStringLiteral("ivory") << QStringLiteral("generator_unpaid");
    }
    void whatIsRefusedIsPaidBackWithTheReason() {
        QFETCH(QString, style);
        QFETCH(QString, failure);
        const int pool = credits("pool");
        const QJsonObject headshot = ended(generate(style));
        QCOMPARE(headshot.value(QStringLiteral("failure")).toString(), failure);
        QCOMPARE(credits("pool"), pool);
        QCOMPARE(credits("held"), 0);
    }

    void aModelThatIsGoneCostsNothing() {
        model_.kill();
        model_.waitForFinished();
        const int pool = credits("pool");
        const QJsonObject headshot = ended(generate(QStringLiteral("mottled")));
        QCOMPARE(headshot.value(QStringLiteral("failure")).toString(), QStringLiteral("unavailable"));
        QCOMPARE(credits("pool"), pool);
    }

private:
    static QString secret() {
        return QStringLiteral("whsec_") + QString::fromLatin1(QByteArray("a shared secret").toBase64());
    }

    void startModel() {
        model_.start(QStringLiteral(PYTHON),
                     {QStringLiteral(HEADROOM_SOURCE_DIR "/tests/core/generators/custom/reference_server.py"),
                      QStringLiteral("--mode"), QStringLiteral("callback"), QStringLiteral("--key"),
                      QStringLiteral("secret"), QStringLiteral("--secret"), secret()});
        QVERIFY(model_.waitForReadyRead(patienceMs));
        modelPort_ = model_.readLine().trimmed().toInt();
    }
    QByteArray content(const QJsonObject& headshot) {
        return client_
            ->get(team_ + QStringLiteral("/headshots/") + headshot.value(QStringLiteral("id")).toString() +
                  QStringLiteral("/content"))
            .body;
    }

    SandboxProcess sandbox_;
    QProcess model_;
    int modelPort_ = 0;
};

QTEST_GUILESS_MAIN(EndpointServicesTest)
#include "tst_endpoint_services.moc"
