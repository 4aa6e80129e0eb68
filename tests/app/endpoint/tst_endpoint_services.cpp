// Headshots by Stability AI's stand-in and by a model of one's own, the reference server, with the real
// endpoint: from a photo to a finished file that says how it came about, and what refusals become.
#include "tests/support/sandbox_process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUuid>

using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;
using headroom::test::SandboxProcess;

namespace {

constexpr int patienceMs = 120'000;

} // namespace

class EndpointServicesTest : public QObject {
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
        photo_ = upload(QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/white_house_2013.jpg"));
        QTRY_COMPARE_WITH_TIMEOUT(photoState(), QStringLiteral("usable"), patienceMs);
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
        QVERIFY(model_.waitForReadyRead(20'000));
        modelPort_ = model_.readLine().trimmed().toInt();
    }
    void signIn() {
        const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("owner@northwind.test"));
        client_ = std::make_unique<HttpClient>(endpoint_->address());
        client_->setToken(signedIn.value(QStringLiteral("token")).toString());
        const QJsonObject membership = signedIn.value(QStringLiteral("teams")).toArray().first().toObject();
        teamId_ = membership.value(QStringLiteral("team_id")).toString();
        team_ = QStringLiteral("/api/teams/") + teamId_;
    }
    int credits(const char* account) {
        return client_->get(team_ + QStringLiteral("/credits/overview"))
            .json()
            .value(QStringLiteral("team"))
            .toObject()
            .value(QLatin1String(account))
            .toInt();
    }
    QString generate(const QString& style) {
        const QJsonObject wanted{{QStringLiteral("style"), style}, {QStringLiteral("count"), 1}};
        const HttpAnswer asked = client_->command("POST", team_ + QStringLiteral("/headshots/generate"),
                                                  {{QStringLiteral("photo_ids"), QJsonArray{photo_}},
                                                   {QStringLiteral("styles"), QJsonArray{wanted}},
                                                   {QStringLiteral("source"), QStringLiteral("pool")}});
        if (asked.status != 202) qWarning("generate: %s", asked.body.constData());
        return asked.json().value(QStringLiteral("headshot_ids")).toArray().first().toString();
    }
    QJsonObject ended(const QString& id) {
        QJsonObject headshot;
        const auto isOver = [&] {
            headshot = client_->get(team_ + QStringLiteral("/headshots/") + id).json();
            const QString state = headshot.value(QStringLiteral("state")).toString();
            return state == QStringLiteral("completed") || state == QStringLiteral("failed");
        };
        if (!QTest::qWaitFor(isOver, patienceMs)) qWarning("%s", endpoint_->log().right(6000).constData());
        return headshot;
    }
    QByteArray content(const QJsonObject& headshot) {
        return client_
            ->get(team_ + QStringLiteral("/headshots/") + headshot.value(QStringLiteral("id")).toString() +
                  QStringLiteral("/content"))
            .body;
    }
    QString photoState() {
        for (const QJsonValue& value :
             client_->get(team_ + QStringLiteral("/photos")).json().value(QStringLiteral("photos")).toArray())
            if (value.toObject().value(QStringLiteral("id")).toString() == photo_)
                return value.toObject().value(QStringLiteral("state")).toString();
        return {};
    }
    QString upload(const QString& path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) return {};
        const QByteArray bytes = file.readAll();
        const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        const HttpAnswer made = client_->send("POST", team_ + QStringLiteral("/uploads"), {},
                                              {{"Tus-Resumable", "1.0.0"},
                                               {"Upload-Length", QByteArray::number(bytes.size())},
                                               {"Upload-Metadata", "photo_id " + id.toLatin1().toBase64()}});
        client_->send("PATCH", QString::fromLatin1(made.headers.value("location")), bytes,
                      {{"Tus-Resumable", "1.0.0"},
                       {"Content-Type", "application/offset+octet-stream"},
                       {"Upload-Offset", "0"}});
        return id;
    }

    SandboxProcess sandbox_;
    QProcess model_;
    int modelPort_ = 0;
    std::unique_ptr<EndpointProcess> endpoint_;
    std::unique_ptr<HttpClient> client_;
    QString teamId_;
    QString team_;
    QString photo_;
};

QTEST_GUILESS_MAIN(EndpointServicesTest)
#include "tst_endpoint_services.moc"
