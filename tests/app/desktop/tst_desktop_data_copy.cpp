// A copy of one's data from Settings to a file, against the real endpoint.
#include "app/desktop/adapters/data_copy_adapter.h"
#include "tests/support/patience.h"
#include "tests/support/photographed_team.h"
#include "tests/support/unzipped.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace headroom;
using namespace headroom::desktop;
using namespace headroom::ui::settings;
using headroom::test::EndpointProcess;
using headroom::test::HttpClient;
using headroom::test::patienceMs;
using headroom::test::unzipped;

namespace {

using Phase = DataCopy::Phase;

struct Outcome {
    std::optional<Result<void>> result;
    std::function<void(Result<void>)> done() {
        return [this](Result<void> one) { result = std::move(one); };
    }
};

} // namespace

class TestDesktopDataCopy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        endpoint_ = std::make_unique<EndpointProcess>();
        endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->start();
        const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("owner@northwind.test"));
        const QString token = signedIn.value(QStringLiteral("token")).toString();
        HttpClient http(endpoint_->address());
        http.setToken(token);
        const QString team =
            signedIn.value(QStringLiteral("teams"))[0].toObject().value(QStringLiteral("team_id")).toString();
        QVERIFY(!test::uploadPhoto(http, QStringLiteral("/api/teams/") + team,
                                   QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/grace_hopper.jpg"))
                     .isEmpty());
        open(token.toStdString());
    }

    void cleanupTestCase() {
        session_.reset();
        client_.reset();
        if (endpoint_) QCOMPARE(endpoint_->stop(), 0);
    }

    void aCopyIsPreparedFollowedSavedAndRemoved() {
        DataCopyAdapter adapter(*client_, *session_);
        QVERIFY(!adapter.copy(CopyOf::Oneself)); // not known yet
        adapter.watch(true);
        QTRY_VERIFY_WITH_TIMEOUT(adapter.copy(CopyOf::Oneself).has_value(), patienceMs);
        QVERIFY(adapter.copy(CopyOf::Oneself)->phase == Phase::None);
        QVERIFY(adapter.isTeamOffered());
        Outcome asked;
        adapter.prepare(CopyOf::Oneself, asked.done());
        // Without another wish it becomes ready while somebody looks.
        QTRY_VERIFY_WITH_TIMEOUT(adapter.copy(CopyOf::Oneself)->phase == Phase::Ready, patienceMs);
        QVERIFY(asked.result && *asked.result);
        const DataCopy ready = *adapter.copy(CopyOf::Oneself);
        QVERIFY(ready.sizeBytes > 0);
        QVERIFY(ready.until > QDateTime::currentDateTime().addDays(6));
        QVERIFY(adapter.copy(CopyOf::Team)->phase == Phase::None);

        const QString file = folder_.filePath(adapter.fileName(CopyOf::Oneself));
        QVERIFY(file.endsWith(QStringLiteral(".zip")));
        QSignalSpy changes(&adapter, &DataCopySource::changed);
        Outcome saved;
        adapter.save(CopyOf::Oneself, file, saved.done());
        QVERIFY(adapter.saving(CopyOf::Oneself).has_value());
        QTRY_VERIFY_WITH_TIMEOUT(saved.result.has_value(), patienceMs);
        QVERIFY2(*saved.result, saved.result->has_value() ? "" : describe(saved.result->error()).c_str());
        QVERIFY(!adapter.saving(CopyOf::Oneself));
        QVERIFY(changes.count() >= 2); // it was to be seen on its way
        QCOMPARE(QFileInfo(file).size(), ready.sizeBytes);
        const auto files = unzipped(file);
        QVERIFY(files.contains(QStringLiteral("data.json")));
        QCOMPARE(files.keys().filter(QStringLiteral("photos/")).size(), 1);

        Outcome removed;
        adapter.remove(CopyOf::Oneself, removed.done());
        QTRY_VERIFY_WITH_TIMEOUT(adapter.copy(CopyOf::Oneself)->phase == Phase::None, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(removed.result && *removed.result, patienceMs);
    }

    void askingTwiceIsAskingOnce() {
        DataCopyAdapter adapter(*client_, *session_);
        Outcome first;
        Outcome second;
        adapter.prepare(CopyOf::Team, first.done());
        adapter.prepare(CopyOf::Team, second.done());
        QTRY_VERIFY_WITH_TIMEOUT(first.result && second.result, patienceMs);
        QVERIFY(*first.result && *second.result);
        adapter.watch(true);
        QTRY_VERIFY_WITH_TIMEOUT(
            adapter.copy(CopyOf::Team) && adapter.copy(CopyOf::Team)->phase == Phase::Ready, patienceMs);
        // Nobody waits for the answer of a saving that was cancelled.
        Outcome saved;
        const QString file = folder_.filePath(QStringLiteral("team.zip"));
        adapter.save(CopyOf::Team, file, saved.done());
        adapter.cancelSaving(CopyOf::Team);
        QVERIFY(!adapter.saving(CopyOf::Team));
        adapter.save(CopyOf::Team, file, saved.done());
        QTRY_VERIFY_WITH_TIMEOUT(saved.result.has_value(), patienceMs);
        QVERIFY(*saved.result);
        QVERIFY(unzipped(file).contains(QStringLiteral("ledger.csv")));
    }

    void offlineItSaysSo() {
        DataCopyAdapter adapter(*client_, *session_);
        QCOMPARE(adapter.offline(), QString());
        QCOMPARE(endpoint_->stop(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!adapter.offline().isEmpty(), patienceMs);
        Outcome asked;
        adapter.prepare(CopyOf::Oneself, asked.done());
        QTRY_VERIFY_WITH_TIMEOUT(asked.result.has_value(), patienceMs);
        QVERIFY(!*asked.result);
        endpoint_->start();
        QTRY_VERIFY_WITH_TIMEOUT(adapter.offline().isEmpty(), patienceMs);
    }

private:
    void open(const std::string& token) {
        client::ClientOptions options;
        options.endpoint = endpoint_->address();
        options.dataFolder = folder_.filePath(QStringLiteral("data")).toStdString();
        options.cacheFolder = folder_.filePath(QStringLiteral("cache")).toStdString();
        options.tokens = std::make_shared<client::SessionTokenStore>();
        QVERIFY(options.tokens->write(options.endpoint.toString().toStdString(), token));
        options.clock = std::make_shared<SystemClock>();
        options.deviceName = "test";
        options.timing.lastRetryMs = 2'000;
        auto made = client::Client::create(options);
        QVERIFY(made);
        client_ = std::move(*made);
        std::optional<Result<client::Account>> account;
        client_->resume(this, [&](Result<client::Account> result) { account = std::move(result); });
        QTRY_VERIFY_WITH_TIMEOUT(account.has_value(), patienceMs);
        QVERIFY(*account);
        session_ = client_->openTeam((*account)->teams.front());
        QTRY_VERIFY_WITH_TIMEOUT(session_->view().status().link == client::Link::Online, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(session_->view().team().complete, patienceMs);
    }

    QTemporaryDir folder_;
    std::unique_ptr<EndpointProcess> endpoint_;
    std::unique_ptr<client::Client> client_;
    std::unique_ptr<client::TeamSession> session_;
};

QTEST_MAIN(TestDesktopDataCopy)
#include "tst_desktop_data_copy.moc"
