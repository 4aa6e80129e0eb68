// What owners see of the services that the operator chose, and the tests that they ask for: the real endpoint
// with the sandbox's services behind it, there and gone.
#include "tests/support/patience.h"
#include "tests/support/photographed_team.h"
#include "tests/support/sandbox_process.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <thread>

using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;
using headroom::test::patienceMs;
using headroom::test::SandboxProcess;

class EndpointDeskTest : public QObject, protected headroom::test::PhotographedTeam {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const QProcessEnvironment environment = sandbox_.endpointEnvironment();
        const QString services = environment.value(QStringLiteral("HEADROOM_STRIPE_API"));
        endpoint_ = std::make_unique<EndpointProcess>(environment);
        const auto set = [&](const char* name, const QString& value) {
            endpoint_->setEnvironment(QLatin1String(name), value);
        };
        set("HEADROOM_GENERATORS", QStringLiteral("studio,replicate,stability"));
        set("HEADROOM_REPLICATE_TOKEN", QStringLiteral("r8_secret"));
        set("HEADROOM_REPLICATE_API", services + QStringLiteral("/replicate/v1"));
        set("HEADROOM_STABILITY_KEY", QStringLiteral("sk-secret"));
        set("HEADROOM_STABILITY_API", services + QStringLiteral("/stability"));
        set("HEADROOM_SPENDING_PER_DAY", QStringLiteral("5"));
        endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->start();
        signIn();
    }

    void cleanupTestCase() { QCOMPARE(endpoint_->stop(), 0); }

    // The sandbox is not there yet: the endpoint has found that out by itself.
    void whatIsDownIsSaidInWords() {
        QTRY_VERIFY_WITH_TIMEOUT(service("replicate").value(QStringLiteral("problem")).isObject(),
                                 patienceMs);
        const QString words = service("replicate")
                                  .value(QStringLiteral("problem"))
                                  .toObject()
                                  .value(QStringLiteral("words"))
                                  .toString();
        QVERIFY2(words.contains(QStringLiteral("eplicate")), qPrintable(words));
        const QJsonObject failed = trial(QStringLiteral("payments"), QStringLiteral("stripe"));
        QCOMPARE(failed.value(QStringLiteral("outcome")).toString(), QStringLiteral("fails"));
        QVERIFY(!failed.value(QStringLiteral("words")).toString().isEmpty());
        const QJsonArray errors = service("stripe").value(QStringLiteral("errors")).toArray();
        QVERIFY(!errors.isEmpty());
        QCOMPARE(errors.first().toObject().value(QStringLiteral("words")).toString(),
                 failed.value(QStringLiteral("words")).toString());
    }

    void ownersSeeAllServicesInOrder() {
        QVERIFY(sandbox_.start(endpoint_->address()));
        QStringList seen;
        for (const QJsonValue& one : services().value(QStringLiteral("services")).toArray())
            seen.append(one[QStringLiteral("kind")].toString() + u' ' +
                        one[QStringLiteral("name")].toString());
        QCOMPARE(seen, QStringList({QStringLiteral("generator studio"), QStringLiteral("generator replicate"),
                                    QStringLiteral("generator stability"), QStringLiteral("storage disk"),
                                    QStringLiteral("mail folder"), QStringLiteral("payments stripe")}));
        QCOMPARE(service("stripe").value(QStringLiteral("mode")).toString(), QStringLiteral("test"));
        QVERIFY(service("replicate").value(QStringLiteral("place")).toString().startsWith(u"127.0.0.1:"));
        QCOMPARE(service("disk").value(QStringLiteral("place")).toString(), QStringLiteral("this endpoint"));
        const QJsonObject spending = services().value(QStringLiteral("spending")).toObject();
        QCOMPARE(spending.value(QStringLiteral("currency")).toString(), QStringLiteral("USD"));
        QCOMPARE(spending.value(QStringLiteral("operator_day_limit_micros")).toInteger(), 5'000'000);
        QCOMPARE(spending.value(QStringLiteral("team_day_limit_micros")), QJsonValue::Null);
        const QByteArray body = client_->get(team_ + QStringLiteral("/services")).body;
        QVERIFY(!body.contains("secret") && !body.contains("sk_test"));
    }

    void eachServiceDoesARealRoundTrip_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* kind, const char* name, const char* words) {
            QTest::newRow(name) << QString::fromLatin1(kind) << QString::fromLatin1(name)
                                << QString::fromUtf8(words);
        };
        row("generator", "studio", "A headshot of 1024 \xc3\x97 1280 pixels was made.");
        row("generator", "replicate", "has the model");
        row("generator", "stability", "Credits left there: 25");
        row("storage", "disk", "written, read, listed and removed");
        row("mail", "folder", "written to the data folder");
        row("payments", "stripe", "no money moves");
    }
    void eachServiceDoesARealRoundTrip() {
        QFETCH(QString, kind);
        QFETCH(QString, name);
        QFETCH(QString, words);
        const QJsonObject done = trial(kind, name);
        const QString said = done.value(QStringLiteral("words")).toString();
        QVERIFY2(done.value(QStringLiteral("outcome")).toString() == QStringLiteral("works"),
                 qPrintable(said));
        QVERIFY2(said.contains(words), qPrintable(said));
        const QJsonObject now = service(name.toLatin1().constData());
        QCOMPARE(now.value(QStringLiteral("problem")), QJsonValue::Null);
    }

    void whatWentWrongBeforeIsStillTold() {
        QVERIFY(!service("stripe").value(QStringLiteral("errors")).toArray().isEmpty());
        QVERIFY(service("disk").value(QStringLiteral("errors")).toArray().isEmpty());
    }

    void nothingStaysOfATest() {
        const QDir data(endpoint_->dataFolder());
        QVERIFY(QDir(data.filePath(QStringLiteral("trials"))).isEmpty());
        QVERIFY(QDir(data.filePath(QStringLiteral("blobs/probe"))).entryList(QDir::Files).isEmpty());
        QCOMPARE(credits("spent"), 0);
    }

    void aTestMailGoesToWhoeverAsks() {
        const QDir mails(endpoint_->dataFolder() + QStringLiteral("/mail"));
        QByteArray all;
        for (const QString& name : mails.entryList(QDir::Files)) {
            QFile file(mails.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            all += file.readAll();
        }
        QVERIFY(all.contains("Subject: Mail from Headroom arrives"));
        QVERIFY(all.contains("Northwind"));
    }

    void whatDoesNotExistIsNotTested() {
        QCOMPARE(ask(QStringLiteral("storage"), QStringLiteral("s3")).code(), QStringLiteral("not_found"));
        QCOMPARE(ask(QStringLiteral("payments"), QStringLiteral("none")).code(), QStringLiteral("not_found"));
        const HttpAnswer unknown = ask(QStringLiteral("weather"), QStringLiteral("rain"));
        QCOMPARE(unknown.status, 400);
        QVERIFY(unknown.body.contains("generator, storage, mail, payments"));
        QCOMPARE(client_
                     ->send("POST", team_ + QStringLiteral("/services/test"), "{\"kind\":7}",
                            {{"Content-Type", "application/json"}})
                     .status,
                 400);
    }

    void oneTestAtATime() {
        std::vector<int> statuses(4);
        std::vector<std::thread> threads;
        const QUrl address = endpoint_->address();
        for (int& status : statuses)
            threads.emplace_back([this, &status, address] {
                HttpClient owner(address);
                owner.setToken(client_->token());
                status = askAs(owner, QStringLiteral("generator"), QStringLiteral("studio")).status;
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(std::ranges::count(statuses, 200) + std::ranges::count(statuses, 429), 4);
        QVERIFY(std::ranges::count(statuses, 200) >= 1);
        QVERIFY(std::ranges::count(statuses, 429) >= 1);
    }

    void whatGoesDownIsSeenAndWhatComesBackToo() {
        sandbox_.stop();
        QCOMPARE(trial(QStringLiteral("generator"), QStringLiteral("stability"))
                     .value(QStringLiteral("outcome"))
                     .toString(),
                 QStringLiteral("fails"));
        QVERIFY(service("stability").value(QStringLiteral("problem")).isObject());
        QVERIFY(sandbox_.start(endpoint_->address()));
        QCOMPARE(trial(QStringLiteral("generator"), QStringLiteral("stability"))
                     .value(QStringLiteral("outcome"))
                     .toString(),
                 QStringLiteral("works"));
        QCOMPARE(service("stability").value(QStringLiteral("problem")), QJsonValue::Null);
        QVERIFY(!service("stability").value(QStringLiteral("errors")).toArray().isEmpty());
    }

    // After a restart, too: it stands in the database.
    void errorsOutliveTheEndpoint() {
        QCOMPARE(endpoint_->stop(), 0);
        endpoint_->start();
        QVERIFY(!service("stability").value(QStringLiteral("errors")).toArray().isEmpty());
    }

    void nobodyTestsAllDay() {
        int tested = 0;
        HttpAnswer answer;
        for (; tested < 100; ++tested) {
            answer = ask(QStringLiteral("storage"), QStringLiteral("disk"));
            if (answer.status != 200) break;
        }
        QCOMPARE(tested, 30);
        QCOMPARE(answer.status, 429);
        QCOMPARE(answer.code(), QStringLiteral("rate_limited"));
    }

private:
    QJsonObject services() { return client_->get(team_ + QStringLiteral("/services")).json(); }
    QJsonObject service(const char* name) {
        for (const QJsonValue& one : services().value(QStringLiteral("services")).toArray())
            if (one[QStringLiteral("name")].toString() == QLatin1String(name)) return one.toObject();
        return {};
    }
    HttpAnswer askAs(HttpClient& owner, const QString& kind, const QString& name) {
        const QJsonObject body{{QStringLiteral("kind"), kind}, {QStringLiteral("name"), name}};
        return owner.send("POST", team_ + QStringLiteral("/services/test"), QJsonDocument(body).toJson(),
                          {{"Content-Type", "application/json"}});
    }
    HttpAnswer ask(const QString& kind, const QString& name) { return askAs(*client_, kind, name); }
    QJsonObject trial(const QString& kind, const QString& name) {
        const HttpAnswer answer = ask(kind, name);
        if (answer.status != 200) qWarning("%d %s", answer.status, answer.body.constData());
        return answer.json();
    }

    SandboxProcess sandbox_;
};

QTEST_GUILESS_MAIN(EndpointDeskTest)
#include "tst_endpoint_desk.moc"
