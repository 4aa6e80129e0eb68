// What the sections of Settings do with the answers of an endpoint, good and bad ones.
#include "app/desktop/adapters/generators_adapter.h"
#include "app/desktop/adapters/mail_settings_adapter.h"
#include "app/desktop/adapters/services_adapter.h"
#include "app/desktop/adapters/settings_adapter.h"
#include "tests/core/client/session_fixture.h"
#include "tests/support/patience.h"
#include "ui/words/words.h"

#include <nlohmann/json.hpp>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::desktop;
using namespace headroom::client::testing;
using namespace headroom::ui::settings;
using nlohmann::json;

namespace {

FakeAnswer answerOf(int status, const json& body) {
    return {status, QByteArray::fromStdString(body.dump()), {{"Content-Type", "application/json"}}};
}

json serviceJson(const char* kind, const char* name, const char* place) {
    return {{"kind", kind}, {"name", name},       {"place", place},         {"mode", ""},
            {"waiting", 0}, {"problem", nullptr}, {"errors", json::array()}};
}

json servicesJson() {
    json body{{"services",
               {serviceJson("generator", "studio", "this computer"),
                serviceJson("generator", "replicate", "api.replicate.com"),
                serviceJson("storage", "s3", "bucket headroom at s3.example.com"),
                serviceJson("mail", "smtp", "mail.example.com:587"),
                serviceJson("fax", "modem", "the cellar"), // of a later endpoint
                serviceJson("payments", "stripe", "api.stripe.com")}}};
    body["services"][3]["waiting"] = 3;
    body["services"][3]["problem"] = {{"at", 1'790'000'000'000}, {"words", "The password is wrong."}};
    body["services"][3]["errors"] = {
        {{"at", 1'790'000'000'000}, {"words", "The password is wrong."}, {"times", 4}}};
    body["services"][5]["mode"] = "test";
    return body;
}

json generatorsJson() {
    const qint64 today = QDateTime::currentDateTimeUtc().date().startOfDay(Qt::UTC).toMSecsSinceEpoch();
    return {
        {"generators", json::array()},
        {"styles", {{"charcoal", {"studio"}}}},
        {"consents", {"replicate"}},
        {"day_limit_micros", nullptr},
        {"available",
         {{{"name", "replicate"},
           {"photos_leave", true},
           {"cost_micros", 40'000},
           {"currency", "usd"},
           {"problem", "no answer"}},
          {{"name", "studio"},
           {"photos_leave", false},
           {"cost_micros", 0},
           {"currency", "usd"},
           {"problem", nullptr}}}},
        {"currency", "usd"},
        {"operator_day_limit_micros", 5'000'000},
        {"spent_today_micros", 120'000},
        {"days",
         {{{"day", today}, {"micros", 120'000}}, {{"day", today - 2LL * 86'400'000}, {"micros", 80'000}}}}};
}

/// An endpoint with these sections, and what it was asked.
struct Office : SessionFixture {
    json services = servicesJson();
    json generators = generatorsJson();
    json mail{{"mails", {{"low_credits", true}, {"headshots_ready", true}, {"weekly_digest", true}}},
              {"language", ""},
              {"languages", {{{"tag", "en"}, {"name", "English"}}, {{"tag", "de"}, {"name", "Deutsch"}}}}};
    FakeAnswer testAnswer = answerOf(200, {{"outcome", "works"}, {"words", "Fine."}, {"took_ms", 12}});
    std::vector<std::pair<QString, json>> changes; ///< method and last part of the path, body
    QList<QByteArray> keys;
    int refuse = 0; ///< status for the next changes

    Office() {
        endpoint.also = [this](const FakeRequest& request) { return route(request); };
    }

    std::optional<FakeAnswer> route(const FakeRequest& request) {
        const QString what = request.path.section(QLatin1Char('/'), 4);
        if (request.method == "GET") {
            if (what == QLatin1String("services")) return answerOf(200, services);
            if (what == QLatin1String("generators")) return answerOf(200, generators);
            if (what == QLatin1String("mail-settings")) return answerOf(200, mail);
            return std::nullopt;
        }
        changes.emplace_back(QString::fromLatin1(request.method) + QLatin1Char(' ') + what,
                             json::parse(request.body.toStdString(), nullptr, false));
        keys << request.headers.value("idempotency-key");
        if (refuse != 0) return answerOf(refuse, {{"code", refuse == 403 ? "forbidden" : "unavailable"}});
        return taken(what, changes.back().second);
    }

    FakeAnswer taken(const QString& what, const json& body) {
        if (what == QLatin1String("services/test")) return testAnswer;
        if (what == QLatin1String("mail-settings")) {
            mail.merge_patch(body);
            return answerOf(200, mail);
        }
        if (what == QLatin1String("generators"))
            for (const auto& [name, value] : body.items())
                generators[name] = value;
        if (what == QLatin1String("face-comparison")) {
            sync::MemberRow row = me(sync::Role::Owner);
            row.comparesFaces = body.at("compare").get<bool>();
            endpoint.putMember(row);
        }
        return answerOf(200, {{"version", endpoint.version}});
    }

    sync::MemberRow me(sync::Role role) const {
        sync::MemberRow row;
        row.id = endpoint.me;
        row.name = "Me";
        row.state = sync::MemberState::Active;
        row.role = role;
        return row;
    }
};

struct Outcome {
    std::optional<Result<void>> result;
    std::function<void(Result<void>)> done() {
        return [this](Result<void> one) { result = std::move(one); };
    }
};

} // namespace

class TestDesktopSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void servicesComeAsTheEndpointTellsOfThem();
    void aTestRunsAndItsOutcomeStaysUntilTheNextLook();
    void testsGoOneAfterTheOther();
    void aTestThatWasNotTakenSaysWhy();
    void aServiceThatIsGoneIsNotTested();
    void onlyOwnersAreOfferedServices();
    void whatIsNotAnAnswerIsAProblemInWords();
    void theEndpointIsAskedAgainWhenItIsBack();
    void generatorsComeWithPlacesAndWithoutGaps();
    void aChoiceReplacesAllOfIt();
    void aChoiceWhoseAnswerWasLostGoesWithTheSameKey();
    void mailSwitchesAreShownAtOnceAndSentInOrder();
    void aMailSwitchThatIsNotTakenIsTakenBack();
    void comparingFacesFollowsTheOwnRow();
};

void TestDesktopSettings::servicesComeAsTheEndpointTellsOfThem() {
    Office office;
    office.openAndSync();
    ServicesAdapter adapter(*office.client, *office.session);
    QVERIFY(adapter.isOffered());
    QVERIFY(adapter.services().empty());
    QVERIFY(adapter.problem().isEmpty());
    adapter.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(int(adapter.services().size()), 5, patienceMs);
    const std::vector<Service> services = adapter.services();
    QCOMPARE(services[0].name, QStringLiteral("studio"));
    QVERIFY(services[2].kind == ServiceKind::Storage);
    QCOMPARE(services[2].place, QStringLiteral("bucket headroom at s3.example.com"));
    QVERIFY(!services[2].problem);
    QCOMPARE(services[3].waiting, 3);
    QCOMPARE(services[3].problem->words, QStringLiteral("The password is wrong."));
    QCOMPARE(services[3].errors[0].times, 4);
    QCOMPARE(services[3].errors[0].at.toMSecsSinceEpoch(), 1'790'000'000'000);
    QVERIFY(services[4].mode == PaymentMode::Test);
}

void TestDesktopSettings::aTestRunsAndItsOutcomeStaysUntilTheNextLook() {
    Office office;
    office.openAndSync();
    ServicesAdapter adapter(*office.client, *office.session);
    adapter.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(int(adapter.services().size()), 5, patienceMs);
    const QString key = adapter.services()[3].key;
    adapter.test(key);
    QVERIFY(adapter.services()[3].test.state == ServiceTest::State::Running);
    adapter.test(key); // one at a time
    office.services["services"][3]["problem"] = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT(adapter.services()[3].test.state == ServiceTest::State::Works, patienceMs);
    QCOMPARE(adapter.services()[3].test.words, QStringLiteral("Fine."));
    QCOMPARE(adapter.services()[3].test.tookMs, 12);
    QCOMPARE(int(office.changes.size()), 1);
    QCOMPARE(office.changes[0].first, QStringLiteral("POST services/test"));
    QVERIFY(office.changes[0].second == json({{"kind", "mail"}, {"name", "smtp"}}));
    // It told the endpoint something, which is looked at without losing the outcome.
    QTRY_VERIFY_WITH_TIMEOUT(!adapter.services()[3].problem, patienceMs);
    QVERIFY(adapter.services()[3].test.state == ServiceTest::State::Works);
    office.testAnswer = answerOf(200, {{"outcome", "fails"}, {"words", "Nobody there."}, {"took_ms", 5}});
    adapter.test(key);
    QTRY_VERIFY_WITH_TIMEOUT(adapter.services()[3].test.state == ServiceTest::State::Fails, patienceMs);
    adapter.refresh();
    QVERIFY(adapter.services()[3].test.state == ServiceTest::State::None);
}

void TestDesktopSettings::testsGoOneAfterTheOther() {
    Office office;
    office.openAndSync();
    ServicesAdapter adapter(*office.client, *office.session);
    adapter.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(int(adapter.services().size()), 5, patienceMs);
    for (const Service& service : adapter.services())
        adapter.test(service.key);
    QVERIFY(adapter.services()[0].test.state == ServiceTest::State::Running);
    QVERIFY(adapter.services()[1].test.state == ServiceTest::State::Waiting);
    adapter.test(adapter.services()[1].key); // it waits already
    adapter.refresh();                       // looking again takes none of them away
    QVERIFY(adapter.services()[4].test.state == ServiceTest::State::Waiting);
    QTRY_VERIFY_WITH_TIMEOUT(adapter.services()[4].test.state == ServiceTest::State::Works, patienceMs);
    QCOMPARE(int(office.changes.size()), 5);
    QStringList names;
    for (const auto& [what, body] : office.changes)
        names << QString::fromStdString(body.at("name").get<std::string>());
    QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("studio replicate s3 smtp stripe"));
}

void TestDesktopSettings::aTestThatWasNotTakenSaysWhy() {
    Office office;
    office.openAndSync();
    ServicesAdapter adapter(*office.client, *office.session);
    adapter.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(int(adapter.services().size()), 5, patienceMs);
    const QString key = adapter.services()[0].key;
    office.testAnswer = answerOf(429, {{"code", "rate_limited"}});
    adapter.test(key);
    QTRY_VERIFY_WITH_TIMEOUT(adapter.services()[0].test.state == ServiceTest::State::NotAsked, patienceMs);
    QCOMPARE(adapter.services()[0].test.words, ui::sentence(ErrorCode::RateLimited));
    office.testAnswer = answerOf(200, {{"outcome", 3}});
    adapter.test(key);
    QTRY_COMPARE_WITH_TIMEOUT(adapter.services()[0].test.words, ui::sentence(ErrorCode::Corrupt), patienceMs);
}

void TestDesktopSettings::aServiceThatIsGoneIsNotTested() {
    Office office;
    office.openAndSync();
    ServicesAdapter adapter(*office.client, *office.session);
    adapter.test(QStringLiteral("storage/s3")); // not known yet
    adapter.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(int(adapter.services().size()), 5, patienceMs);
    QVERIFY(office.changes.empty());
    QVERIFY(adapter.services()[2].test.state == ServiceTest::State::None);
}

void TestDesktopSettings::onlyOwnersAreOfferedServices() {
    Office office;
    office.endpoint.putMember(office.me(sync::Role::Admin));
    office.openAndSync();
    ServicesAdapter services(*office.client, *office.session);
    GeneratorsAdapter generators(*office.client, *office.session, services);
    QVERIFY(!services.isOffered());
    QVERIFY(!generators.isOffered());
    services.refresh();
    generators.refresh();
    QSignalSpy changed(&services, &ServicesSource::changed);
    office.endpoint.putMember(office.me(sync::Role::Owner)); // made one meanwhile
    QTRY_VERIFY_WITH_TIMEOUT(services.isOffered(), patienceMs);
    QVERIFY(!changed.isEmpty());
    const QString prefix =
        QStringLiteral("GET /api/teams/") + QString::fromStdString(office.endpoint.team.text());
    QCOMPARE(office.endpoint.requests[prefix + QStringLiteral("/services")], 0);
    QCOMPARE(office.endpoint.requests[prefix + QStringLiteral("/generators")], 0);
}

void TestDesktopSettings::whatIsNotAnAnswerIsAProblemInWords() {
    Office office;
    office.openAndSync();
    office.services = {{"services", {{{"kind", "mail"}, {"name", 7}}}}};
    ServicesAdapter adapter(*office.client, *office.session);
    adapter.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(adapter.problem(), ui::sentence(ErrorCode::Corrupt), patienceMs);
    QVERIFY(adapter.services().empty());
    office.services = servicesJson();
    adapter.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(int(adapter.services().size()), 5, patienceMs);
    QVERIFY(adapter.problem().isEmpty());
}

void TestDesktopSettings::theEndpointIsAskedAgainWhenItIsBack() {
    Office office;
    office.openAndSync();
    MailSettingsAdapter adapter(*office.client, *office.session);
    QVERIFY(adapter.offline().isEmpty());
    office.endpoint.goAway();
    QTRY_VERIFY_WITH_TIMEOUT(!adapter.offline().isEmpty(), patienceMs);
    adapter.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(!adapter.problem().isEmpty(), patienceMs);
    QVERIFY(!adapter.mail());
    office.endpoint.comeBack();
    QTRY_VERIFY_WITH_TIMEOUT(adapter.mail().has_value(), patienceMs);
    QVERIFY(adapter.problem().isEmpty());
}

void TestDesktopSettings::generatorsComeWithPlacesAndWithoutGaps() {
    Office office;
    office.openAndSync();
    ServicesAdapter services(*office.client, *office.session);
    GeneratorsAdapter adapter(*office.client, *office.session, services);
    services.refresh();
    adapter.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(adapter.generators().has_value(), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!services.services().empty(), patienceMs);
    const Generators all = *adapter.generators();
    QCOMPARE(int(all.available.size()), 2);
    QCOMPARE(all.available[0].place, QStringLiteral("api.replicate.com"));
    QVERIFY(all.available[0].photosLeave);
    QCOMPARE(all.available[0].problem, QStringLiteral("no answer"));
    QVERIFY(all.available[1].problem.isEmpty());
    QCOMPARE(all.choice.consents, QStringList(QStringLiteral("replicate")));
    QCOMPARE(all.choice.styles[QStringLiteral("charcoal")], QStringList(QStringLiteral("studio")));
    QVERIFY(!all.choice.dayLimitMicros);
    QCOMPARE(all.spending.currency, QStringLiteral("USD"));
    QCOMPARE(int(all.spending.days.size()), 31);
    QCOMPARE(all.spending.days[30].micros, 120'000);
    QCOMPARE(all.spending.days[29].micros, 0);
    QCOMPARE(all.spending.days[28].micros, 80'000);
    QVERIFY(all.styles.size() >= 10); // those that ship with the program
}

void TestDesktopSettings::aChoiceReplacesAllOfIt() {
    Office office;
    office.openAndSync();
    ServicesAdapter services(*office.client, *office.session);
    GeneratorsAdapter adapter(*office.client, *office.session, services);
    adapter.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(adapter.generators().has_value(), patienceMs);
    GeneratorChoice choice;
    choice.order = {QStringLiteral("studio"), QStringLiteral("replicate")};
    choice.dayLimitMicros = 2'500'000;
    Outcome outcome;
    adapter.choose(choice, outcome.done());
    QTRY_VERIFY_WITH_TIMEOUT(outcome.result.has_value(), patienceMs);
    QVERIFY(*outcome.result);
    QVERIFY(office.changes.back().second == json({{"generators", {"studio", "replicate"}},
                                                  {"styles", json::object()},
                                                  {"consents", json::array()},
                                                  {"day_limit_micros", 2'500'000}}));
    QVERIFY(adapter.generators()->choice == choice);
    office.refuse = 403;
    Outcome refused;
    choice.dayLimitMicros.reset();
    adapter.choose(choice, refused.done());
    QTRY_VERIFY_WITH_TIMEOUT(refused.result.has_value(), patienceMs);
    QCOMPARE(refused.result->error().code, ErrorCode::Forbidden);
    QVERIFY(adapter.generators()->choice.dayLimitMicros.has_value());
}

void TestDesktopSettings::aChoiceWhoseAnswerWasLostGoesWithTheSameKey() {
    Office office;
    office.openAndSync();
    ServicesAdapter services(*office.client, *office.session);
    GeneratorsAdapter adapter(*office.client, *office.session, services);
    GeneratorChoice choice;
    choice.order = {QStringLiteral("studio")};
    office.refuse = 503;
    for (int i = 0; i < 2; ++i) {
        Outcome outcome;
        adapter.choose(choice, outcome.done());
        QTRY_VERIFY_WITH_TIMEOUT(outcome.result.has_value(), patienceMs);
        QVERIFY(!*outcome.result);
    }
    office.refuse = 0;
    for (int i = 0; i < 2; ++i) {
        Outcome outcome;
        adapter.choose(choice, outcome.done());
        QTRY_VERIFY_WITH_TIMEOUT(outcome.result.has_value(), patienceMs);
        QVERIFY(*outcome.result);
    }
    QCOMPARE(office.keys.size(), 4);
    QVERIFY(!office.keys[0].isEmpty());
    QCOMPARE(office.keys[1], office.keys[0]);
    QCOMPARE(office.keys[2], office.keys[0]);
    QVERIFY(office.keys[3] != office.keys[0]); // it was answered: this is another one
}

void TestDesktopSettings::mailSwitchesAreShownAtOnceAndSentInOrder() {
    Office office;
    office.openAndSync();
    MailSettingsAdapter adapter(*office.client, *office.session);
    adapter.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(adapter.mail().has_value(), patienceMs);
    const std::vector<MailSwitch> expected{{QStringLiteral("headshots_ready"), true},
                                           {QStringLiteral("low_credits"), true},
                                           {QStringLiteral("weekly_digest"), true}};
    QVERIFY(adapter.mail()->switches == expected);
    QCOMPARE(adapter.mail()->language, QString());
    Outcome first, second, third;
    adapter.setWanted(QStringLiteral("headshots_ready"), false, first.done());
    adapter.setWanted(QStringLiteral("low_credits"), false, second.done());
    adapter.setLanguage(QStringLiteral("de"), third.done());
    QVERIFY(!adapter.mail()->switches[0].wanted);
    QVERIFY(!adapter.mail()->switches[1].wanted);
    QCOMPARE(adapter.mail()->language, QStringLiteral("de"));
    QTRY_VERIFY_WITH_TIMEOUT(third.result.has_value(), patienceMs);
    QVERIFY(*first.result && *second.result && *third.result);
    QCOMPARE(int(office.changes.size()), 2); // what piled up went together
    QVERIFY(office.changes[0].second == json({{"mails", {{"headshots_ready", false}}}}));
    QVERIFY(office.changes[1].second == json({{"mails", {{"low_credits", false}}}, {"language", "de"}}));
    QVERIFY(!adapter.mail()->switches[0].wanted);
    QVERIFY(adapter.mail()->switches[2].wanted);
}

void TestDesktopSettings::aMailSwitchThatIsNotTakenIsTakenBack() {
    Office office;
    office.openAndSync();
    MailSettingsAdapter adapter(*office.client, *office.session);
    adapter.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(adapter.mail().has_value(), patienceMs);
    office.refuse = 503;
    Outcome outcome;
    adapter.setWanted(QStringLiteral("headshots_ready"), false, outcome.done());
    QVERIFY(!adapter.mail()->switches[0].wanted);
    QTRY_VERIFY_WITH_TIMEOUT(outcome.result.has_value(), patienceMs);
    QCOMPARE(outcome.result->error().code, ErrorCode::Unavailable);
    QVERIFY(adapter.mail()->switches[0].wanted);
}

void TestDesktopSettings::comparingFacesFollowsTheOwnRow() {
    Office office;
    office.openAndSync();
    QSettings settings(office.dir.filePath(QStringLiteral("desktop.ini")), QSettings::IniFormat);
    SettingsAdapter adapter(*office.client, *office.session, {settings, office.dir.path(), false, [] {}});
    QVERIFY(!adapter.settings().comparesFaces);
    QVERIFY(adapter.settings().comparisonBlockedBy.isEmpty());
    Outcome outcome;
    adapter.setComparesFaces(true, outcome.done());
    QVERIFY(adapter.settings().comparesFaces);
    QVERIFY(!adapter.settings().comparisonBlockedBy.isEmpty()); // one at a time
    QTRY_VERIFY_WITH_TIMEOUT(outcome.result.has_value(), patienceMs);
    QVERIFY(*outcome.result);
    QVERIFY(adapter.settings().comparesFaces);
    QTRY_VERIFY_WITH_TIMEOUT(office.view().own()->row().comparesFaces, patienceMs);
    QVERIFY(office.changes[0].second == json({{"compare", true}}));
    QVERIFY(!office.keys[0].isEmpty());
    office.endpoint.putMember(office.me(sync::Role::Owner)); // switched off on another computer
    QTRY_VERIFY_WITH_TIMEOUT(!adapter.settings().comparesFaces, patienceMs);
    office.refuse = 503;
    Outcome refused;
    adapter.setComparesFaces(true, refused.done());
    QTRY_VERIFY_WITH_TIMEOUT(refused.result.has_value(), patienceMs);
    QVERIFY(!*refused.result);
    QVERIFY(!adapter.settings().comparesFaces);
}

QTEST_MAIN(TestDesktopSettings)
#include "tst_desktop_settings.moc"
