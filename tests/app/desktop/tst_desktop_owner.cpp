// What an owner sees and decides in Settings, against the real endpoint with its studio and a service of the
// sandbox.
#include "app/desktop/adapters/generators_adapter.h"
#include "app/desktop/adapters/mail_settings_adapter.h"
#include "app/desktop/adapters/services_adapter.h"
#include "app/desktop/adapters/settings_adapter.h"
#include "tests/support/patience.h"
#include "tests/support/sandbox_process.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace headroom;
using namespace headroom::desktop;
using namespace headroom::ui::settings;
using headroom::test::EndpointProcess;
using headroom::test::HttpClient;
using headroom::test::patienceMs;
using headroom::test::SandboxProcess;

namespace {

struct Outcome {
    std::optional<Result<void>> result;
    std::function<void(Result<void>)> done() {
        return [this](Result<void> one) { result = std::move(one); };
    }
};

const Service* find(const std::vector<Service>& services, ServiceKind kind, const QString& name) {
    const auto found = std::ranges::find_if(
        services, [&](const Service& one) { return one.kind == kind && one.name == name; });
    return found == services.end() ? nullptr : &*found;
}

} // namespace

class TestDesktopOwner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void everyServiceIsListedAndTriedOut();
    void theChoiceOfGeneratorsIsKept();
    void mailsAreSwitchedOffAndTheirLanguageChosen();
    void comparingFacesIsAgreedToAndWithdrawn();
    void whatLowCreditsAreIsChosen();
    void theColourOfTheTeamIsChosenAndTakenBack();

private:
    void open(const std::string& token);

    QTemporaryDir folder_;
    SandboxProcess sandbox_;
    std::unique_ptr<EndpointProcess> endpoint_;
    std::unique_ptr<client::Client> client_;
    std::unique_ptr<client::TeamSession> session_;
};

void TestDesktopOwner::initTestCase() {
    QProcessEnvironment environment = sandbox_.endpointEnvironment();
    const QString sandbox = environment.value(QStringLiteral("HEADROOM_STRIPE_API"));
    environment.insert(QStringLiteral("HEADROOM_GENERATORS"), QStringLiteral("replicate,studio"));
    environment.insert(QStringLiteral("HEADROOM_REPLICATE_TOKEN"), QStringLiteral("r8_endpoint"));
    environment.insert(QStringLiteral("HEADROOM_REPLICATE_API"), sandbox + QStringLiteral("/replicate/v1"));
    environment.insert(QStringLiteral("HEADROOM_REPLICATE_MAPPING"),
                       QStringLiteral(HEADROOM_SOURCE_DIR "/tests/app/endpoint/replicate_mapping.json"));
    environment.insert(QStringLiteral("HEADROOM_SPENDING_PER_DAY"), QStringLiteral("5"));
    endpoint_ = std::make_unique<EndpointProcess>(environment);
    endpoint_->setEnvironment(QStringLiteral("HEADROOM_PUBLIC_URL"), endpoint_->address().toString());
    QVERIFY(sandbox_.start(endpoint_->address()));
    endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
    endpoint_->start();
    const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("owner@northwind.test"));
    open(signedIn.value(QStringLiteral("token")).toString().toStdString());
}

void TestDesktopOwner::open(const std::string& token) {
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
    QTRY_VERIFY_WITH_TIMEOUT(session_->view().status().link == client::Link::Online, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(session_->view().team().complete, patienceMs);
}

void TestDesktopOwner::cleanupTestCase() {
    session_.reset();
    client_.reset();
    if (endpoint_) QCOMPARE(endpoint_->stop(), 0);
}

void TestDesktopOwner::everyServiceIsListedAndTriedOut() {
    ServicesAdapter adapter(*client_, *session_);
    QVERIFY(adapter.isOffered());
    adapter.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(!adapter.services().empty(), patienceMs);
    QCOMPARE(int(adapter.services().size()), 5);
    QCOMPARE(adapter.services()[0].name, QStringLiteral("replicate"));
    const std::vector<Service> listed = adapter.services();
    const Service* payments = find(listed, ServiceKind::Payments, QStringLiteral("stripe"));
    QVERIFY(payments);
    QVERIFY(payments->mode == PaymentMode::Test);
    QVERIFY(find(listed, ServiceKind::Storage, QStringLiteral("disk")));
    QVERIFY(find(listed, ServiceKind::Mail, QStringLiteral("folder")));
    for (const Service& service : listed) {
        adapter.test(service.key);
        const auto test = [&] { return find(adapter.services(), service.kind, service.name)->test; };
        QTRY_VERIFY_WITH_TIMEOUT(test().state != ServiceTest::State::Running, patienceMs);
        QVERIFY2(test().state == ServiceTest::State::Works,
                 qPrintable(service.key + QLatin1String(": ") + test().words));
        QVERIFY(!test().words.isEmpty());
        QVERIFY(!service.place.isEmpty());
    }
}

void TestDesktopOwner::theChoiceOfGeneratorsIsKept() {
    ServicesAdapter services(*client_, *session_);
    GeneratorsAdapter adapter(*client_, *session_, services);
    adapter.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(adapter.generators().has_value(), patienceMs);
    const Generators before = *adapter.generators();
    QCOMPARE(before.available[0].name, QStringLiteral("replicate"));
    QVERIFY(before.available[0].photosLeave);
    QCOMPARE(before.spending.operatorDayLimitMicros, 5'000'000);
    QVERIFY(before.choice == GeneratorChoice());
    GeneratorChoice choice;
    choice.order = {QStringLiteral("studio"), QStringLiteral("replicate")};
    choice.consents = {QStringLiteral("replicate")};
    choice.styles[before.styles.front().key] = {QStringLiteral("replicate")};
    choice.dayLimitMicros = 1'500'000;
    Outcome outcome;
    adapter.choose(choice, outcome.done());
    QTRY_VERIFY_WITH_TIMEOUT(outcome.result.has_value(), patienceMs);
    QVERIFY2(*outcome.result, outcome.result->has_value() ? "" : outcome.result->error().detail.c_str());
    GeneratorsAdapter later(*client_, *session_, services);
    later.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(later.generators().has_value(), patienceMs);
    QVERIFY(later.generators()->choice == choice);
}

void TestDesktopOwner::mailsAreSwitchedOffAndTheirLanguageChosen() {
    MailSettingsAdapter adapter(*client_, *session_);
    adapter.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(adapter.mail().has_value(), patienceMs);
    QCOMPARE(adapter.mail()->switches.front().name, QStringLiteral("headshots_ready"));
    QVERIFY(adapter.mail()->switches.front().wanted);
    QVERIFY(adapter.mail()->languages.size() >= 2);
    Outcome off, german;
    adapter.setWanted(QStringLiteral("headshots_ready"), false, off.done());
    adapter.setLanguage(QStringLiteral("de"), german.done());
    QTRY_VERIFY_WITH_TIMEOUT(german.result.has_value(), patienceMs);
    QVERIFY(*off.result && *german.result);
    MailSettingsAdapter later(*client_, *session_);
    later.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(later.mail().has_value(), patienceMs);
    QVERIFY(!later.mail()->switches.front().wanted);
    QCOMPARE(later.mail()->language, QStringLiteral("de"));
}

void TestDesktopOwner::comparingFacesIsAgreedToAndWithdrawn() {
    QSettings settings(folder_.filePath(QStringLiteral("desktop.ini")), QSettings::IniFormat);
    SettingsAdapter adapter(*client_, *session_, {settings, folder_.path(), false, [] {}});
    QVERIFY(!adapter.settings().comparesFaces);
    for (const bool on : {true, false}) {
        Outcome outcome;
        adapter.setComparesFaces(on, outcome.done());
        QTRY_VERIFY_WITH_TIMEOUT(outcome.result.has_value(), patienceMs);
        QVERIFY(*outcome.result);
        QTRY_COMPARE_WITH_TIMEOUT(session_->view().own()->row().comparesFaces, on, patienceMs);
        QCOMPARE(adapter.settings().comparesFaces, on);
    }
}

void TestDesktopOwner::whatLowCreditsAreIsChosen() {
    QSettings settings(folder_.filePath(QStringLiteral("desktop.ini")), QSettings::IniFormat);
    SettingsAdapter adapter(*client_, *session_, {settings, folder_.path(), false, [] {}});
    QVERIFY(!adapter.settings().lowCreditsBelow);
    Outcome early;
    adapter.setLowCreditsBelow(5, early.done()); // before it is known what there is
    QCOMPARE(early.result->error().code, ErrorCode::Conflict);
    adapter.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(adapter.settings().lowCreditsBelow, std::optional(10), patienceMs);
    const QString colour = *adapter.settings().teamColour;
    Outcome outcome;
    adapter.setLowCreditsBelow(250, outcome.done());
    QCOMPARE(adapter.settings().lowCreditsBelow, std::optional(250)); // at once
    QTRY_VERIFY_WITH_TIMEOUT(outcome.result.has_value(), patienceMs);
    QVERIFY(*outcome.result);
    SettingsAdapter later(*client_, *session_, {settings, folder_.path(), false, [] {}});
    later.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(later.settings().lowCreditsBelow, std::optional(250), patienceMs);
    QCOMPARE(*later.settings().teamColour, colour);
}

void TestDesktopOwner::theColourOfTheTeamIsChosenAndTakenBack() {
    QSettings settings(folder_.filePath(QStringLiteral("desktop.ini")), QSettings::IniFormat);
    SettingsAdapter adapter(*client_, *session_, {settings, folder_.path(), false, [] {}});
    QVERIFY(!adapter.settings().teamColour);
    QVERIFY(!adapter.settings().teamMailsBlockedBy.isEmpty());
    adapter.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(adapter.settings().teamColour.has_value(), patienceMs);
    QCOMPARE(*adapter.settings().teamColour, QString());
    for (const QString& colour : {QStringLiteral("#0f766e"), QString()}) {
        Outcome outcome;
        adapter.setTeamColour(colour, outcome.done());
        QCOMPARE(*adapter.settings().teamColour, colour); // at once
        QVERIFY(!adapter.settings().teamMailsBlockedBy.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(outcome.result.has_value(), patienceMs);
        QVERIFY(*outcome.result);
        QVERIFY(adapter.settings().teamMailsBlockedBy.isEmpty());
        SettingsAdapter later(*client_, *session_, {settings, folder_.path(), false, [] {}});
        later.refresh();
        QTRY_VERIFY_WITH_TIMEOUT(later.settings().teamColour.has_value(), patienceMs);
        QCOMPARE(*later.settings().teamColour, colour);
    }
    Outcome wrong;
    adapter.setTeamColour(QStringLiteral("beige"), wrong.done());
    QTRY_VERIFY_WITH_TIMEOUT(wrong.result.has_value(), patienceMs);
    QCOMPARE(wrong.result->error().code, ErrorCode::InvalidInput);
    QCOMPARE(*adapter.settings().teamColour, QString());
}

QTEST_MAIN(TestDesktopOwner)
#include "tst_desktop_owner.moc"
