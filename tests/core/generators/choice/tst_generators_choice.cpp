#include "core/generators/choice/choice_limits.h"
#include "core/generators/choice/spending.h"
#include "core/generators/choice/team_choice.h"
#include "tests/core/photos/library_fixture.h"

#include <thread>

using namespace headroom;
using namespace headroom::generators;
using namespace headroom::generators::choice;
using test::codeOf;
using test::must;
using test::TeamFixture;

namespace {

const Names open{"replicate", "stability", "studio"};

Cost cents(std::int64_t count, std::string currency = "USD") {
    return {count * 10'000, std::move(currency)};
}

class SpendingFixture : public TeamFixture {
public:
    explicit SpendingFixture(database::Engine engine, std::int64_t dayLimitCents = 100)
        : TeamFixture(engine)
        , spending(*database, clock, {.currency = "USD", .dayLimitMicros = dayLimitCents * 10'000}) {}

    void limitTeam(std::int64_t centsADay) {
        TeamChoice choice;
        choice.dayLimitMicros = centsADay * 10'000;
        must(write([&](sync::TeamWrite& w) { return saveTeamChoice(w, member, choice); }));
    }
    std::int64_t todayCents() { return must(spending.today(team)) / 10'000; }

    Spending spending;
};

} // namespace

class ChoiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatAnOwnerChoseIsKept_data() { test::bothEngines(); }
    void whatAnOwnerChoseIsKept() {
        TeamFixture f(test::fetchEngine());
        const auto read = [&] {
            return must(f.database->read([&](database::Session& s) { return teamChoice(s, f.team); }));
        };
        QVERIFY(read() == TeamChoice());
        TeamChoice choice{.order = {"replicate", "studio"},
                          .styles = {{"garden", {"studio"}}},
                          .consents = {"replicate"},
                          .dayLimitMicros = 5'000'000,
                          .changedAt = {}};
        for (int round = 0; round < 2; ++round) { // made, then changed
            choice.dayLimitMicros = 5'000'000 + round;
            must(f.write([&](sync::TeamWrite& w) { return saveTeamChoice(w, f.member, choice); }));
            TeamChoice kept = read();
            QVERIFY(kept.changedAt.ms > 0);
            kept.changedAt = {};
            QVERIFY(kept == choice);
        }
    }

    void ordersAreFollowedAsFarAsGeneratorsAreOpen() {
        TeamChoice choice;
        QVERIFY(choice.orderFor("garden", open) == open);
        choice.order = {"studio", "own", "replicate"};
        choice.styles["garden"] = {"stability"};
        QVERIFY((choice.orderFor("ivory", open) == Names{"studio", "replicate"}));
        QVERIFY((choice.orderFor("garden", open) == Names{"stability"}));
        QVERIFY(choice.orderFor("garden", {"studio"}).empty());
        QVERIFY(!choice.mayLeave("replicate"));
        choice.consents = {"replicate"};
        QVERIFY(choice.mayLeave("replicate") && !choice.mayLeave("stability"));
    }

    void whatMakesNoSenseIsRefused() {
        QVERIFY(checkChoice({}, open));
        TeamChoice choice;
        choice.order = {"dall-e"};
        QVERIFY(checkChoice(choice, open).error().detail.find("no generator dall-e") != std::string::npos);
        choice.order = {"studio", "studio"};
        QCOMPARE(codeOf(checkChoice(choice, open)), ErrorCode::InvalidInput);
        choice.order = {};
        choice.styles["garden"] = {};
        QCOMPARE(codeOf(checkChoice(choice, open)), ErrorCode::InvalidInput);
        choice.styles = {};
        choice.dayLimitMicros = -1;
        QCOMPARE(codeOf(checkChoice(choice, open)), ErrorCode::InvalidInput);
        choice.dayLimitMicros = dayLimitMax;
        QVERIFY(checkChoice(choice, open));
    }

    void whatIsUnderWayCounts_data() { test::bothEngines(); }
    void whatIsUnderWayCounts() {
        SpendingFixture f(test::fetchEngine());
        must(f.spending.reserve(f.team, "replicate", "a", cents(60)));
        must(f.spending.reserve(f.team, "replicate", "a", cents(60))); // a repeat
        QCOMPARE(f.todayCents(), std::int64_t(60));
        const auto refused = f.spending.reserve(f.team, "replicate", "b", cents(41));
        QCOMPARE(refused.error().code, ErrorCode::SpendingLimit);
        QVERIFY(refused.error().detail.starts_with("the operator's"));
        QCOMPARE(f.todayCents(), std::int64_t(60)); // a refusal leaves nothing
        must(f.spending.reserve(f.team, "replicate", "b", cents(40)));
        QCOMPARE(f.todayCents(), std::int64_t(100));
    }

    void whatItCostInTheEndCounts_data() { test::bothEngines(); }
    void whatItCostInTheEndCounts() {
        SpendingFixture f(test::fetchEngine());
        must(f.spending.reserve(f.team, "replicate", "a", cents(60)));
        must(f.spending.settle("a", cents(10)));
        must(f.spending.settle("a", cents(10)));
        QCOMPARE(f.todayCents(), std::int64_t(10));
        must(f.spending.reserve(f.team, "replicate", "b", cents(90)));
        must(f.spending.settle("b", cents(95))); // dearer than believed: said as it is
        QCOMPARE(f.todayCents(), std::int64_t(105));
        QCOMPARE(codeOf(f.spending.reserve(f.team, "replicate", "c", cents(1))), ErrorCode::SpendingLimit);
        must(f.spending.release("b"));
        must(f.spending.release("b"));
        must(f.spending.release("never reserved"));
        QCOMPARE(f.todayCents(), std::int64_t(10));
        const auto days = must(f.spending.report(f.team));
        QCOMPARE(days.size(), std::size_t(1));
        QCOMPARE(days[0].micros, std::int64_t(100'000));
    }

    void aTeamsOwnLimitIsTheLowerOne_data() { test::bothEngines(); }
    void aTeamsOwnLimitIsTheLowerOne() {
        SpendingFixture f(test::fetchEngine());
        f.limitTeam(50);
        const auto refused = f.spending.reserve(f.team, "replicate", "a", cents(51));
        QCOMPARE(refused.error().code, ErrorCode::SpendingLimit);
        QVERIFY(refused.error().detail.starts_with("the team's"));
        must(f.spending.reserve(f.team, "replicate", "a", cents(50)));
        f.limitTeam(0);
        QCOMPARE(codeOf(f.spending.reserve(f.team, "replicate", "b", cents(1))), ErrorCode::SpendingLimit);
        // What costs nothing is never refused, and never written down.
        must(f.spending.reserve(f.team, "studio", "c", {}));
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM generator_costs"), std::int64_t(1));
    }

    void anotherCurrencyCannotBeCounted() {
        SpendingFixture f(database::Engine::Sqlite);
        const auto refused = f.spending.reserve(f.team, "replicate", "a", cents(1, "EUR"));
        QCOMPARE(refused.error().code, ErrorCode::SpendingLimit);
        QVERIFY(refused.error().detail.find("EUR") != std::string::npos);
    }

    void manyAtOnceNeverTakeTheLastTwice_data() { test::bothEngines(); }
    void manyAtOnceNeverTakeTheLastTwice() {
        SpendingFixture f(test::fetchEngine());
        std::atomic<int> granted = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 10; ++i) {
                    const std::string attempt = std::to_string(t) + "-" + std::to_string(i);
                    if (f.spending.reserve(f.team, "replicate", attempt, cents(7))) ++granted;
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(granted.load(), 14); // 98 of 100 cents
        QCOMPARE(f.todayCents(), std::int64_t(98));
    }

    void aWebhookIsNewOnce_data() { test::bothEngines(); }
    void aWebhookIsNewOnce() {
        TeamFixture f(test::fetchEngine());
        const auto isNew = [&](const char* service) {
            return must(f.database->write([&](database::Transaction& transaction) {
                return isNewWebhook(transaction, service, "msg_1", f.clock.now());
            }));
        };
        QVERIFY(isNew("replicate"));
        QVERIFY(!isNew("replicate"));
        QVERIFY(isNew("custom"));
    }
};

QTEST_GUILESS_MAIN(ChoiceTest)
#include "tst_generators_choice.moc"
