// The Activity and Settings pages' other sides against the real endpoint and the payment sandbox.
#include "app/desktop/adapters/activity_adapter.h"
#include "app/desktop/adapters/csv.h"
#include "app/desktop/adapters/settings_adapter.h"
#include "tests/support/patience.h"
#include "tests/support/sandbox_process.h"
#include "ui/activity/activity_model.h"
#include "ui/widgets/formats.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace headroom;
using namespace headroom::desktop;
using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;
using headroom::test::patienceMs;
using headroom::test::SandboxProcess;
using headroom::ui::activity::ActivityKind;
using headroom::ui::activity::ActivityModel;
using headroom::ui::activity::ActivityRow;

namespace {

constexpr int bought = 50;
constexpr int moves = 1'020; ///< commands of two lines: more lines than the team's picture holds in memory

QStringList titles(const ui::activity::ActivityRows& rows) {
    QStringList found;
    for (int row = 0; row < rows.count(); ++row)
        found << rows.rowAt(row).title;
    return found;
}

} // namespace

class TestDesktopRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void ledgerTellsWhatWasDoneByWhom();
    void olderLinesComeAsOneScrolls();
    void searchFindsLinesThatWereNotLoaded();
    void csvHasEveryLineWithTheWords();
    void paymentsAndPeopleAreToldOf();
    void devicesAreListedAndSignedOut();
    void namesAreChangedThroughTheOutbox();
    void namesThatLookLikeFormulasAreDefused();

private:
    void startPrograms();
    void buyCredits();
    void invitePeople();
    void moveCredits();

    QTemporaryDir folder_;
    std::unique_ptr<EndpointProcess> endpoint_;
    SandboxProcess sandbox_;
    std::unique_ptr<HttpClient> http_;
    QString team_;
    QStringList members_;
    std::unique_ptr<client::Client> client_;
    std::unique_ptr<client::TeamSession> session_;
};

void TestDesktopRecords::startPrograms() {
    endpoint_ = std::make_unique<EndpointProcess>(sandbox_.endpointEnvironment());
    QVERIFY(sandbox_.start(endpoint_->address()));
    endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
    endpoint_->start();
}

void TestDesktopRecords::buyCredits() {
    const HttpAnswer paid = test::buyStarter(*http_, team_);
    QVERIFY2(paid.status == 303, paid.body.constData());
    const auto pool = [this] {
        const HttpAnswer answer = http_->get(QStringLiteral("/api/teams/%1/credits/overview").arg(team_));
        return answer.json().value(QStringLiteral("team")).toObject().value(QStringLiteral("pool")).toInt();
    };
    QTRY_COMPARE_WITH_TIMEOUT(pool(), bought, patienceMs);
}

void TestDesktopRecords::invitePeople() {
    QJsonArray lines;
    for (const auto& [name, address] :
         {std::pair("Grace Tanaka", "grace@northwind.test"), std::pair("Zoë Åberg", "zoe@northwind.test")})
        lines.append(QJsonObject{{QStringLiteral("email"), QLatin1String(address)},
                                 {QStringLiteral("name"), QString::fromUtf8(name)},
                                 {QStringLiteral("role"), QStringLiteral("member")}});
    const HttpAnswer invited = http_->command("POST", QStringLiteral("/api/teams/%1/members").arg(team_),
                                              {{QStringLiteral("invitations"), lines}});
    QVERIFY2(invited.status == 200, invited.body.constData());
    for (const QJsonValue& result : invited.json().value(QStringLiteral("results")).toArray())
        members_ << result.toObject().value(QStringLiteral("member_id")).toString();
    QCOMPARE(members_.size(), 2);
}

void TestDesktopRecords::moveCredits() {
    for (int i = 0; i < moves; ++i) {
        QJsonArray lines;
        for (const QString& member : members_)
            lines.append(QJsonObject{{QStringLiteral("member_id"), member},
                                     {QStringLiteral("credits"), i % 2 == 0 ? 3 : -3}});
        const HttpAnswer moved =
            http_->command("POST", QStringLiteral("/api/teams/%1/credits/allocate").arg(team_),
                           {{QStringLiteral("lines"), lines}});
        QVERIFY2(moved.status == 200, moved.body.constData());
    }
}

void TestDesktopRecords::initTestCase() {
    ui::useReadableLocale();
    ui::Theme::self().install();
    startPrograms();
    const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("owner@northwind.test"));
    const std::string token = signedIn.value(QStringLiteral("token")).toString().toStdString();
    const QJsonObject own = signedIn.value(QStringLiteral("teams")).toArray().first().toObject();
    team_ = own.value(QStringLiteral("team_id")).toString();
    http_ = std::make_unique<HttpClient>(endpoint_->address());
    http_->setToken(QString::fromStdString(token));
    buyCredits();
    invitePeople();
    moveCredits();

    client::ClientOptions options;
    options.endpoint = endpoint_->address();
    options.dataFolder = folder_.filePath(QStringLiteral("data")).toStdString();
    options.cacheFolder = folder_.filePath(QStringLiteral("cache")).toStdString();
    options.tokens = std::make_shared<client::SessionTokenStore>();
    QVERIFY(options.tokens->write(options.endpoint.toString().toStdString(), token));
    options.clock = std::make_shared<SystemClock>();
    options.deviceName = "test";
    auto made = client::Client::create(options);
    QVERIFY(made);
    client_ = std::move(*made);
    std::optional<Result<client::Account>> account;
    client_->resume(this, [&](Result<client::Account> result) { account = std::move(result); });
    QTRY_VERIFY_WITH_TIMEOUT(account.has_value(), patienceMs);
    QVERIFY(*account);
    session_ = client_->openTeam((*account)->teams.front());
    QTRY_VERIFY_WITH_TIMEOUT(session_->view().team().complete, patienceMs);
}

void TestDesktopRecords::cleanupTestCase() {
    session_.reset();
    client_.reset();
    QCOMPARE(endpoint_->stop(), 0);
}

void TestDesktopRecords::ledgerTellsWhatWasDoneByWhom() {
    ActivityAdapter adapter(*session_);
    const auto rows = adapter.open(ActivityKind::Ledger);
    QVERIFY(rows->count() >= 2'000);
    const QStringList newest{rows->rowAt(0).title, rows->rowAt(1).title};
    QVERIFY2(newest.contains(QStringLiteral("Taken back from Grace Tanaka")), qPrintable(newest.join('|')));
    QCOMPARE(rows->rowAt(0).detail, QStringLiteral("by owner@northwind.test"));
    QCOMPARE(rows->rowAt(0).amount, QStringLiteral("3"));
}

void TestDesktopRecords::olderLinesComeAsOneScrolls() {
    ActivityAdapter adapter(*session_);
    ActivityModel model(adapter.open(ActivityKind::Ledger));
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const int before = model.rowCount();
    QVERIFY(model.canFetchMore({}));
    model.fetchMore({});
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2 * moves + 1, patienceMs);
    QVERIFY(model.rowCount() > before);
    QVERIFY(!model.canFetchMore({}));
    QCOMPARE(model.row(model.rowCount() - 1).title, QStringLiteral("Credits bought"));
    QCOMPARE(model.row(model.rowCount() - 1).amount, QStringLiteral("+50"));
}

void TestDesktopRecords::searchFindsLinesThatWereNotLoaded() {
    ActivityAdapter adapter(*session_);
    const auto rows = adapter.open(ActivityKind::Ledger);
    rows->setText(QStringLiteral("bought"));
    QTRY_COMPARE_WITH_TIMEOUT(rows->count(), 1, patienceMs);
    rows->setText(QStringLiteral("ZOE aberg given")); // without accents and case
    QTRY_COMPARE_WITH_TIMEOUT(rows->count(), moves / 2, patienceMs);
    rows->setText({});
    QCOMPARE(rows->count(), 2 * moves + 1);
}

void TestDesktopRecords::csvHasEveryLineWithTheWords() {
    ActivityAdapter adapter(*session_);
    const auto written = [&](const QString& text) {
        const QString path = folder_.filePath(QStringLiteral("ledger.csv"));
        std::optional<Result<void>> done;
        adapter.writeCsv(ActivityKind::Ledger, text, path, [&](Result<void> result) { done = result; });
        if (!QTest::qWaitFor([&] { return done.has_value(); }, patienceMs) || !*done) return QByteArrayList();
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QByteArrayList();
    };
    const QByteArrayList all = written({});
    QCOMPARE(all.size(), 2 * moves + 1 + 2); // with a heading, and after the last line ending
    QVERIFY(all.first().startsWith("time,reason,from,"));
    const QByteArrayList some = written(QStringLiteral("grace given"));
    QCOMPARE(some.size(), moves / 2 + 2);
    QVERIFY(some[1].contains("Grace Tanaka"));
    std::optional<Result<void>> done;
    adapter.writeCsv(ActivityKind::People, {}, folder_.filePath(QStringLiteral("no/such/folder.csv")),
                     [&](Result<void> result) { done = result; });
    QTRY_VERIFY_WITH_TIMEOUT(done.has_value(), patienceMs);
    QCOMPARE(done->error().code, ErrorCode::FileAccess);
}

void TestDesktopRecords::paymentsAndPeopleAreToldOf() {
    ActivityAdapter adapter(*session_);
    ActivityModel payments(adapter.open(ActivityKind::Payments));
    const QAbstractItemModelTester paymentsTester(&payments,
                                                  QAbstractItemModelTester::FailureReportingMode::Fatal);
    QCOMPARE(payments.rowCount(), 1);
    const ActivityRow payment = payments.row(0);
    QCOMPARE(payment.status, QStringLiteral("Paid"));
    QCOMPARE(payment.amount, QStringLiteral("$29"));
    QVERIFY2(payment.detail.endsWith(QStringLiteral("test payment")), qPrintable(payment.detail));

    ActivityModel people(adapter.open(ActivityKind::People));
    const QAbstractItemModelTester peopleTester(&people,
                                                QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QStringList told = titles(*adapter.open(ActivityKind::People));
    QVERIFY2(told.contains(QStringLiteral("Grace Tanaka was invited")), qPrintable(told.join('|')));
    endpoint_->signIn(QStringLiteral("grace@northwind.test"));
    QTRY_VERIFY_WITH_TIMEOUT(
        titles(*adapter.open(ActivityKind::People)).contains(QStringLiteral("Grace Tanaka joined")),
        patienceMs);
    QCOMPARE(people.row(0).title, QStringLiteral("Grace Tanaka joined"));
    QCOMPARE(adapter.open(ActivityKind::Exports)->count(), 0);
}

void TestDesktopRecords::devicesAreListedAndSignedOut() {
    endpoint_->signIn(QStringLiteral("owner@northwind.test"));
    QSettings settings(folder_.filePath(QStringLiteral("desktop.ini")), QSettings::IniFormat);
    SettingsAdapter adapter(*client_, *session_, {settings, folder_.path(), false, [] {}});
    adapter.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(int(adapter.devices().size()), 2, patienceMs);
    QVERIFY(adapter.devices()[0].isThis);
    QVERIFY(!adapter.devices()[1].isThis);
    std::optional<Result<void>> done;
    adapter.signOutDevice(adapter.devices()[1].key, [&](Result<void> result) { done = result; });
    QTRY_VERIFY_WITH_TIMEOUT(done.has_value(), patienceMs);
    QVERIFY(*done);
    QCOMPARE(int(adapter.devices().size()), 1);
    const QString details = adapter.diagnostics();
    QVERIFY(!details.contains(QStringLiteral("northwind"), Qt::CaseInsensitive));
    QVERIFY(!details.contains(endpoint_->address().host()));
}

void TestDesktopRecords::namesAreChangedThroughTheOutbox() {
    QSettings settings(folder_.filePath(QStringLiteral("desktop.ini")), QSettings::IniFormat);
    SettingsAdapter adapter(*client_, *session_, {settings, folder_.path(), false, [] {}});
    QVERIFY(adapter.settings().renamingTeamBlockedBy.isEmpty());
    adapter.renameUser(QStringLiteral("Elena Weber"), [](Result<void>) {});
    adapter.renameTeam(QStringLiteral("Northwind Design"), [](Result<void>) {});
    QTRY_COMPARE_WITH_TIMEOUT(adapter.settings().userName, QStringLiteral("Elena Weber"), patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(adapter.settings().teamName, QStringLiteral("Northwind Design"), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(session_->view().team().commands->empty(), patienceMs);
    adapter.setTheme(ui::ThemeMode::Dark);
    QCOMPARE(settings.value(QStringLiteral("appearance/theme")).toString(), QStringLiteral("dark"));
    adapter.setTheme(ui::ThemeMode::Light);
}

void TestDesktopRecords::namesThatLookLikeFormulasAreDefused() {
    QCOMPARE(csvLine({QStringLiteral("=cmd()"), QStringLiteral("-3"), QStringLiteral("a,\"b\""),
                      QStringLiteral("+1 (555) 1"), QStringLiteral("Zoë")}),
             QByteArray("'=cmd(),-3,\"a,\"\"b\"\"\",'+1 (555) 1,Zo\xc3\xab\r\n"));
}

QTEST_MAIN(TestDesktopRecords)
#include "tst_desktop_records.moc"
