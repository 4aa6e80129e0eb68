// Which generator a runner asks, what it may cost, and what becomes of work that goes on elsewhere.
#include "core/generators/choice/spending.h"
#include "core/generators/choice/team_choice.h"
#include "core/generators/job_runner.h"
#include "tests/core/headshots/headshot_fixture.h"
#include "tests/support/patience.h"

#include <atomic>
#include <fstream>
#include <map>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::generators;
using headshots::HeadshotQueue;
using test::HeadshotFixture;
using test::must;

namespace {

constexpr std::int64_t priceMicros = 40'000;

/// A service elsewhere. What it is told to do wrong, it does.
class Service final : public Generator {
public:
    explicit Service(std::string name, Cost price = {})
        : name_(std::move(name))
        , price_(std::move(price)) {}

    std::string_view name() const override { return name_; }
    Traits traits() const override {
        Traits traits;
        traits.submitsAtOnce = atOnce;
        traits.photosLeave = true;
        traits.survivesUs = true;
        return traits;
    }
    bool knowsStyle(std::string_view) const override { return true; }
    Cost expectedCost(std::string_view) const override { return price_; }

    Result<std::string> submit(const GenerationRequest& request, std::string_view attemptId) override {
        if (down) return fail(ErrorCode::Unavailable, "down");
        ++paid;
        handles.push_back(std::string(attemptId));
        begun[handles.back()] = request;
        most = std::max(most, static_cast<int>(begun.size() - over.size()));
        return handles.back();
    }
    Result<std::optional<std::string>> findAttempt(std::string_view attemptId) override {
        if (!begun.contains(std::string(attemptId))) return std::optional<std::string>();
        return std::optional(std::string(attemptId));
    }
    Result<void> resume(const GenerationRequest& request, std::string_view handle) override {
        if (!begun.contains(std::string(handle))) return fail(ErrorCode::NotFound);
        begun[std::string(handle)].folder = request.folder;
        return {};
    }
    Result<Fetched> fetch(std::string_view handle, std::chrono::milliseconds) override {
        if (onFetch) onFetch();
        if (--silentFor >= 0) return Fetched{};
        const GenerationRequest& request = begun.at(std::string(handle));
        over[std::string(handle)] = true;
        Fetched fetched{.made = {}, .unmade = {}, .finished = true};
        const WantedHeadshot& wanted = request.headshots.front();
        if (failure) {
            fetched.unmade.push_back({wanted.id, {*failure, "as told"}, verdict, costOfFailure});
            return fetched;
        }
        const auto file = request.folder / wanted.id.text();
        std::ofstream(file) << "a picture by " << name_;
        fetched.made.push_back({wanted.id, request.photos[0].id, file, "image/png", 512, 640, "{}", price_});
        return fetched;
    }
    Result<double> progress(std::string_view) override { return 0.5; }
    void cancel(std::string_view handle) override {
        if (!over.contains(std::string(handle))) ++cancelled;
        over[std::string(handle)] = true;
    }

    int atOnce = 1;
    int paid = 0, cancelled = 0, most = 0, silentFor = 0;
    bool down = false;
    std::optional<ErrorCode> failure;
    Verdict verdict = Verdict::TryAgain;
    Cost costOfFailure;
    std::function<void()> onFetch;
    std::vector<std::string> handles;
    std::map<std::string, GenerationRequest> begun;
    std::map<std::string, bool> over;

private:
    std::string name_;
    Cost price_;
};

class NoInspector final : public PhotoInspector {
public:
    Result<reply::Checked> inspect(const std::filesystem::path&, const std::filesystem::path&) override {
        return fail(ErrorCode::Unavailable, "nobody asks");
    }
};

/// Every result is fine, as it is.
class KindJudge final : public ResultJudge {
public:
    Result<JudgedResult> judge(const RawResult& result, const std::filesystem::path& folder) override {
        std::filesystem::copy_file(result.file, folder / "judged");
        return JudgedResult{folder / "judged", "image/jpeg", 1024, 1280, Likeness::NotChecked};
    }
};

class ChainFixture : public HeadshotFixture {
public:
    explicit ChainFixture(database::Engine engine, std::int64_t dayLimit = 1'000'000)
        : HeadshotFixture(engine, 500)
        , first("first", {priceMicros, "USD"})
        , second("second")
        , library(*database, *blobs, clock, HeadshotQueue::needsPhoto)
        , spending(*database, clock, {.currency = "USD", .dayLimitMicros = dayLimit}) {}

    JobRunner runner() {
        return JobRunner({.queue = queue,
                          .library = library,
                          .blobs = *blobs,
                          .inspector = inspector,
                          .judge = judge,
                          .chain = {&first, &second},
                          .mayLeave = [this](const TeamId&, const Generator& generator) -> Result<bool> {
                              return choice.mayLeave(generator.name());
                          },
                          .choose = [this](const TeamId&) -> Result<choice::TeamChoice> { return choice; },
                          .spending = &spending},
                         {.name = "test", .scratch = path() / "scratch", .heartbeatMs = 0, .idlePollMs = 20});
    }
    void run() {
        JobRunner one = runner();
        must(one.runUntilIdle());
    }
    std::vector<HeadshotId> ask(int count, std::string style = "style_a") {
        return must(request(wanted(count, std::move(style)))).headshots;
    }
    std::int64_t today() { return must(spending.today(team)); }

    Service first, second;
    choice::TeamChoice choice{
        .order = {}, .styles = {}, .consents = {"first", "second"}, .dayLimitMicros = {}, .changedAt = {}};
    NoInspector inspector;
    KindJudge judge;
    photos::PhotoLibrary library;
    choice::Spending spending;
};

} // namespace

class ChainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstServesAndItsCostIsWrittenDown_data() { test::bothEngines(); }
    void theFirstServesAndItsCostIsWrittenDown() {
        ChainFixture f(test::fetchEngine());
        const auto ids = f.ask(3);
        f.run();
        QCOMPARE(f.find(ids[0]).generator, std::string("first"));
        QCOMPARE(f.find(ids[0]).width.value(), 1024); // as judged
        QCOMPARE(f.number("SELECT SUM(cost_micros) AS n FROM headshots WHERE cost_currency = 'USD'"),
                 3 * priceMicros);
        QCOMPARE(f.today(), 3 * priceMicros);
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM generator_costs WHERE state = 'spent'"),
                 std::int64_t(3));
    }

    void whenTheFirstIsDownOrRefusesTheNextServes_data() { test::bothEngines(); }
    void whenTheFirstIsDownOrRefusesTheNextServes() {
        ChainFixture f(test::fetchEngine());
        f.first.down = true;
        const auto down = f.ask(1);
        f.run();
        QCOMPARE(f.find(down[0]).generator, std::string("second"));
        f.first.down = false;
        f.first.failure = ErrorCode::GeneratorRefused;
        f.first.verdict = Verdict::TryOther;
        const auto refused = f.ask(1);
        f.run();
        QCOMPARE(f.find(refused[0]).generator, std::string("second"));
        QCOMPARE(f.first.paid, 1);
        QCOMPARE(f.today(), std::int64_t(0)); // neither cost anything
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM headshots WHERE cost_micros IS NOT NULL"),
                 std::int64_t(0));
    }

    void whatFailsTwiceIsMadeByTheNext() {
        ChainFixture f(database::Engine::Sqlite);
        f.first.failure = ErrorCode::GeneratorFailed;
        f.first.costOfFailure = {10'000, "USD"};
        const auto ids = f.ask(1);
        f.run();
        QCOMPARE(f.find(ids[0]).generator, std::string("second"));
        QCOMPARE(f.first.paid, 2);
        QCOMPARE(f.today(), std::int64_t(20'000)); // what it cost nonetheless
    }

    void whatEverybodyRefusesForGoodIsNotPaidForAgain_data() { test::bothEngines(); }
    void whatEverybodyRefusesForGoodIsNotPaidForAgain() {
        ChainFixture f(test::fetchEngine());
        for (Service* service : {&f.first, &f.second}) {
            service->failure = ErrorCode::GeneratorRefused;
            service->verdict = Verdict::TryOther;
        }
        const auto ids = f.ask(1);
        f.run();
        QCOMPARE(f.find(ids[0]).failure, std::string("generator_refused"));
        QCOMPARE(f.first.paid + f.second.paid, 2);
        QCOMPARE(f.ledger.balances().pool, std::int64_t(500));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void theOwnersOrderAndStylesAreFollowed() {
        ChainFixture f(database::Engine::Sqlite);
        f.choice.order = {"second", "first"};
        f.choice.styles["style_b"] = {"first"};
        const auto a = f.ask(1), b = f.ask(1, "style_b");
        f.run();
        QCOMPARE(f.find(a[0]).generator, std::string("second"));
        QCOMPARE(f.find(b[0]).generator, std::string("first"));
        f.second.down = true;
        const auto next = f.ask(1);
        f.run();
        QCOMPARE(f.find(next[0]).generator, std::string("first"));
    }

    void withoutConsentToAServiceItGetsNothing() {
        ChainFixture f(database::Engine::Sqlite);
        f.choice.consents = {"second"};
        const auto ids = f.ask(1);
        f.run();
        QCOMPARE(f.find(ids[0]).generator, std::string("second"));
        QCOMPARE(f.first.paid, 0);
    }

    void usedUpSpendingPassesToTheNextOrIsSaid_data() { test::bothEngines(); }
    void usedUpSpendingPassesToTheNextOrIsSaid() {
        ChainFixture f(test::fetchEngine(), 2 * priceMicros);
        const auto ids = f.ask(3);
        f.run();
        QCOMPARE(f.first.paid, 2);
        QCOMPARE(f.second.paid, 1);
        f.choice.order = {"first"};
        const auto last = f.ask(1);
        f.run();
        QCOMPARE(f.first.paid, 2);
        QCOMPARE(f.find(last[0]).failure, std::string("spending_limit"));
        QCOMPARE(f.ledger.balances().spent, std::int64_t(3));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void severalAreUnderWayAtOnceWithinTheLimit() {
        ChainFixture f(database::Engine::Sqlite, 3 * priceMicros);
        f.first.atOnce = 4;
        f.ask(5);
        f.run();
        QCOMPARE(f.first.most, 3); // what is under way counts against the limit
        QCOMPARE(f.first.paid, 3);
        QCOMPARE(f.second.paid, 2);
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM headshots WHERE state = 'completed'"), std::int64_t(5));
    }

    void aStoppedRunnerLeavesWorkElsewhereAndTheNextTakesItUp_data() { test::bothEngines(); }
    void aStoppedRunnerLeavesWorkElsewhereAndTheNextTakesItUp() {
        ChainFixture f(test::fetchEngine());
        f.first.atOnce = 2;
        f.first.silentFor = 1'000'000;
        f.ask(3);
        std::atomic<int> fetches = 0;
        f.first.onFetch = [&] { ++fetches; };
        {
            JobRunner runner = f.runner();
            must(runner.start());
            QTRY_VERIFY_WITH_TIMEOUT(fetches >= 4, patienceMs);
            runner.stop();
        }
        QCOMPARE(f.first.paid, 2);
        QCOMPARE(f.first.cancelled, 0);
        // One was not begun: given back, and its attempt does not count.
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM headshot_jobs WHERE attempt = 0 AND state = 'waiting'"),
                 std::int64_t(1));
        QCOMPARE(f.today(), 2 * priceMicros);
        f.first.silentFor = 0;
        f.choice.order = {"second"}; // what is paid for is taken up all the same
        f.run();
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM headshots WHERE generator = 'first'"), std::int64_t(2));
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM headshots WHERE generator = 'second'"), std::int64_t(1));
        QCOMPARE(f.first.paid, 2);
        QCOMPARE(f.today(), 2 * priceMicros);
        QCOMPARE(f.ledger.differences(), QString());
    }

    void whatTheMemberCancelsIsStoppedThere() {
        ChainFixture f(database::Engine::Sqlite);
        f.first.silentFor = 3;
        const auto wanted = f.wanted(1);
        must(f.request(wanted));
        f.first.onFetch = [&, first = true]() mutable {
            if (std::exchange(first, false)) must(f.cancel(wanted.id));
        };
        f.run();
        QCOMPARE(f.first.cancelled, 1);
        QCOMPARE(f.ledger.balances().pool, std::int64_t(500));
    }

    void workThatAnotherWorkerTookUpIsNotStopped() {
        ChainFixture f(database::Engine::Sqlite);
        f.first.silentFor = 3;
        f.ask(1);
        f.first.onFetch = [&, first = true]() mutable {
            if (!std::exchange(first, false)) return;
            f.endLeases();
            QVERIFY(must(f.queue.claim("another")));
        };
        f.run();
        QCOMPARE(f.first.cancelled, 0);
    }
};

QTEST_GUILESS_MAIN(ChainTest)
#include "tst_generators_chain.moc"
