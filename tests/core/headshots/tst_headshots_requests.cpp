#include "core/headshots/headshots_limits.h"
#include "headshot_fixture.h"

#include <atomic>
#include <set>
#include <thread>

using namespace headroom;
using test::codeOf;
using test::HeadshotFixture;
using test::must;

class RequestsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRequestHoldsItsCreditsAndQueuesItsHeadshots_data() { test::bothEngines(); }
    void aRequestHoldsItsCreditsAndQueuesItsHeadshots() {
        HeadshotFixture f(test::fetchEngine());
        headshots::GenerateRequest wanted = f.wanted(3);
        wanted.styles.push_back({"style_b", 2});
        const auto granted = must(f.request(wanted));
        QCOMPARE(granted.headshots.size(), std::size_t(5));
        QCOMPARE(f.ledger.balances().held, std::int64_t(5));
        QCOMPARE(f.ledger.balances().pool, std::int64_t(95));
        const sync::HeadshotRow last = f.find(granted.headshots[4]);
        QVERIFY(last.state == sync::HeadshotState::Queued);
        QCOMPARE(last.style, std::string("style_b"));
        QCOMPARE(last.ordinal, 1);
        QCOMPARE(f.changesOf("headshot", last.id.text()), std::int64_t(1));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void theSameRequestAgainGivesTheSameHeadshots_data() { test::bothEngines(); }
    void theSameRequestAgainGivesTheSameHeadshots() {
        HeadshotFixture f(test::fetchEngine());
        headshots::GenerateRequest wanted = f.wanted(2, "style_z");
        wanted.styles.push_back({"style_a", 12});
        const auto first = must(f.request(wanted));
        QVERIFY(must(f.request(wanted)).headshots == first.headshots);
        QCOMPARE(f.ledger.balances().held, std::int64_t(14));
        headshots::GenerateRequest other = wanted;
        other.styles[0].count = 3;
        QVERIFY(codeOf(f.request(other)) == ErrorCode::IdempotencyConflict);
        QCOMPARE(f.ledger.balances().held, std::int64_t(14));
    }

    void refusalsTouchNothing_data() { test::bothEngines(); }
    void refusalsTouchNothing() {
        HeadshotFixture f(test::fetchEngine(), 4);
        const PhotoId checking = f.addPhoto(f.member, sync::PhotoState::Checking);
        const PhotoId refused = f.addPhoto(f.member, sync::PhotoState::Refused);
        const PhotoId deleted = f.addPhoto(f.member, sync::PhotoState::Deleted);
        const PhotoId others = f.addPhoto(f.ledger.member(1));
        const std::int64_t changes = f.rows("changes");
        const auto refusedWith = [&](ErrorCode code, std::vector<PhotoId> photos, int count,
                                     std::string style) {
            headshots::GenerateRequest wanted = f.wanted(count, std::move(style));
            wanted.photos = std::move(photos);
            return codeOf(f.request(wanted)) == code;
        };
        QVERIFY(refusedWith(ErrorCode::PreconditionFailed, {f.photo, checking}, 1, "style_a"));
        QVERIFY(refusedWith(ErrorCode::PhotoNotUsable, {refused}, 1, "style_a"));
        QVERIFY(refusedWith(ErrorCode::Gone, {deleted}, 1, "style_a"));
        QVERIFY(refusedWith(ErrorCode::NotFound, {others}, 1, "style_a"));
        QVERIFY(refusedWith(ErrorCode::NotFound, {PhotoId::make()}, 1, "style_a"));
        QVERIFY(refusedWith(ErrorCode::NotFound, {f.photo}, 1, "unheard of"));
        QVERIFY(refusedWith(ErrorCode::InsufficientPool, {f.photo}, 5, "style_a"));
        headshots::GenerateRequest own = f.wanted(1);
        own.source = sync::CreditSource::Member;
        QVERIFY(codeOf(f.request(own)) == ErrorCode::InsufficientCredits);
        QCOMPARE(f.rows("changes"), changes);
        QCOMPARE(f.rows("headshots") + f.rows("headshot_jobs") + f.rows("headshot_requests") +
                     f.rows("holds"),
                 std::int64_t(0));
        QVERIFY(f.request(f.wanted(4)));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void theNumberUnderWayIsCapped() {
        HeadshotFixture f(database::Engine::Sqlite, 2000);
        headshots::GenerateRequest wanted = f.wanted(headshots::headshotsPerStyleMax);
        for (int i = 1; i < 8; ++i)
            wanted.styles.push_back({"style" + std::to_string(i), headshots::headshotsPerStyleMax});
        for (std::int64_t open = 0; open < headshots::openPerMemberMax;
             open += headshots::headshotsPerRequestMax) {
            wanted.id = RequestId::make();
            QVERIFY(f.request(wanted));
        }
        QVERIFY(codeOf(f.request(f.wanted(1))) == ErrorCode::LimitExceeded);
        must(f.cancel(wanted.id));
        QVERIFY(f.request(f.wanted(1)));
    }

    void fiftyAtOnceGetExactlyTheCreditsThereAre_data() { test::bothEngines(); }
    void fiftyAtOnceGetExactlyTheCreditsThereAre() {
        HeadshotFixture f(test::fetchEngine(), 10);
        must(f.ledger.carryOut(credits::Allocate{{{f.member, 10}}}));
        std::atomic<int> granted = 0;
        std::atomic<int> refused = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 50; ++i)
            threads.emplace_back([&] {
                headshots::GenerateRequest wanted = f.wanted(1);
                wanted.source = sync::CreditSource::Member;
                const auto answer = f.request(wanted);
                if (answer) ++granted;
                if (!answer && answer.error().code == ErrorCode::InsufficientCredits) ++refused;
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(granted.load(), 10);
        QCOMPARE(refused.load(), 40);
        QCOMPARE(f.rows("headshots"), std::int64_t(10));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void cancellingGivesBackWhatNobodyHasYet_data() { test::bothEngines(); }
    void cancellingGivesBackWhatNobodyHasYet() {
        HeadshotFixture f(test::fetchEngine());
        const auto queued = must(f.request(f.wanted(3)));
        QCOMPARE(must(f.cancel(queued.request)), 3);
        QCOMPARE(must(f.cancel(queued.request)), 0);
        QCOMPARE(f.find(queued.headshots[0]).failure, std::string("cancelled"));
        QCOMPARE(f.ledger.balances().pool, std::int64_t(100));
        QVERIFY(f.nothingToClaim());
        QVERIFY(codeOf(f.cancel(RequestId::make())) == ErrorCode::NotFound);
        QCOMPARE(f.ledger.differences(), QString());
    }

    void cancellingEndsWhatAWorkerHasAndItsResultIsDiscarded_data() { test::bothEngines(); }
    void cancellingEndsWhatAWorkerHasAndItsResultIsDiscarded() {
        HeadshotFixture f(test::fetchEngine());
        const auto running = must(f.request(f.wanted(3)));
        const auto claimed = f.claim();
        must(f.complete(claimed.jobs[0].ref));
        const std::vector<headshots::JobRef> rest{claimed.jobs[1].ref, claimed.jobs[2].ref};
        QCOMPARE(must(f.queue.heartbeat(rest)).size(), std::size_t(2));
        QCOMPARE(must(f.cancel(running.request)), 2);
        QVERIFY(must(f.queue.heartbeat(rest)).empty());
        QVERIFY(codeOf(f.complete(rest[0])) == ErrorCode::LeaseLost);
        QVERIFY(codeOf(f.queue.failed(f.team, rest[1], ErrorCode::GeneratorFailed,
                                      headshots::FailureKind::Retry)) == ErrorCode::LeaseLost);
        must(f.queue.giveBack(f.team, rest));
        QVERIFY(f.nothingToClaim());
        QVERIFY(f.find(claimed.jobs[0].ref.headshot).state == sync::HeadshotState::Completed);
        QVERIFY(f.find(rest[0].headshot).state == sync::HeadshotState::Failed);
        QCOMPARE(f.find(rest[0].headshot).failure, std::string("cancelled"));
        QCOMPARE(f.ledger.balances().held, std::int64_t(0));
        QCOMPARE(f.ledger.balances().spent, std::int64_t(1));
        QCOMPARE(f.ledger.balances().pool, std::int64_t(99));
        QCOMPARE(must(f.cancel(running.request)), 0);
        QCOMPARE(f.ledger.differences(), QString());
    }

    void cancellingAndCompletingAtOnceChargesOrReleasesNeverBoth_data() { test::bothEngines(); }
    void cancellingAndCompletingAtOnceChargesOrReleasesNeverBoth() {
        HeadshotFixture f(test::fetchEngine());
        for (int round = 0; round < 10; ++round) {
            const auto running = must(f.request(f.wanted(2)));
            const auto claimed = f.claim();
            std::atomic<int> completed = 0;
            std::thread worker([&] {
                for (const auto& job : claimed.jobs)
                    if (f.complete(job.ref)) ++completed;
            });
            const int cancelled = must(f.cancel(running.request));
            worker.join();
            QCOMPARE(cancelled + completed, 2);
        }
        QCOMPARE(f.ledger.balances().held, std::int64_t(0));
        QCOMPARE(f.ledger.balances().pool + f.ledger.balances().spent, std::int64_t(100));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void deletingAQueuedOneGivesItsCreditBack_data() { test::bothEngines(); }
    void deletingAQueuedOneGivesItsCreditBack() {
        HeadshotFixture f(test::fetchEngine());
        const auto granted = must(f.request(f.wanted(2)));
        must(f.remove(granted.headshots[0]));
        must(f.remove(granted.headshots[0]));
        QCOMPARE(f.ledger.balances().held, std::int64_t(1));
        QVERIFY(codeOf(f.restore(granted.headshots[0])) == ErrorCode::Gone);
        const auto claimed = f.claim();
        QCOMPARE(claimed.jobs.size(), std::size_t(1));
        QVERIFY(codeOf(f.remove(granted.headshots[1])) == ErrorCode::Conflict);
        QVERIFY(codeOf(f.remove(HeadshotId::make())) == ErrorCode::NotFound);
        QCOMPARE(f.ledger.differences(), QString());
    }

    void deletedCanBeRestoredUntilTheWindowIsOver_data() { test::bothEngines(); }
    void deletedCanBeRestoredUntilTheWindowIsOver() {
        HeadshotFixture f(test::fetchEngine());
        const auto granted = must(f.request(f.wanted(2)));
        for (const auto& job : f.claim().jobs)
            must(f.complete(job.ref));
        const HeadshotId id = granted.headshots[0];
        must(f.remove(id));
        const auto content = [&] {
            return f.database->read(
                [&](database::Session& s) { return headshots::Headshots::content(s, f.team, id); });
        };
        QVERIFY(codeOf(content()) == ErrorCode::Gone);
        QCOMPARE(must(f.store.purgeDeleted()), 0);
        must(f.restore(id));
        QVERIFY(f.find(id).state == sync::HeadshotState::Completed);
        QVERIFY(content());
        must(f.remove(id));
        f.clock.advanceMs(headshots::undoWindowMs);
        QVERIFY(codeOf(f.restore(id)) == ErrorCode::Gone);
        QCOMPARE(must(f.store.purgeDeleted()), 1);
        QCOMPARE(must(f.store.purgeDeleted()), 0);
        QCOMPARE(f.blobCount("headshots/"), 1);
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM changes WHERE row_id = $1 AND deleted = 1", {id}),
                 std::int64_t(1));
        QCOMPARE(f.ledger.balances().spent, std::int64_t(2)); // the credit stays spent
        QCOMPARE(f.ledger.differences(), QString());
    }

    void namesAndFavouritesChangeOnlyWhatTheySay_data() { test::bothEngines(); }
    void namesAndFavouritesChangeOnlyWhatTheySay() {
        HeadshotFixture f(test::fetchEngine());
        const HeadshotId id = must(f.request(f.wanted(1))).headshots[0];
        const auto edit = [&](headshots::HeadshotEdit what) {
            return f.write([&](sync::TeamWrite& w) { return headshots::Headshots::edit(w, id, what); });
        };
        must(edit({.name = " Badge ", .favourite = {}}));
        must(edit({.name = {}, .favourite = true}));
        QCOMPARE(f.find(id).name, std::string("Badge"));
        QVERIFY(f.find(id).favourite);
        const std::int64_t changes = f.changesOf("headshot", id.text());
        must(edit({.name = "Badge", .favourite = true}));
        QCOMPARE(f.changesOf("headshot", id.text()), changes);
        must(edit({.name = "", .favourite = false}));
        QCOMPARE(f.find(id).name, std::string());
        QVERIFY(!f.find(id).favourite);
        QVERIFY(codeOf(edit({.name = "a\tb", .favourite = {}})) == ErrorCode::InvalidInput);
    }

    void listsNarrowAndPagesMeet_data() { test::bothEngines(); }
    void listsNarrowAndPagesMeet() {
        HeadshotFixture f(test::fetchEngine());
        const auto first = must(f.request(f.wanted(4, "style_a")));
        f.clock.advanceMs(5);
        const auto second = must(f.request(f.wanted(3, "style_b")));
        f.execute("UPDATE headshots SET favourite = 1 WHERE id = $1", {first.headshots[2]});
        must(f.remove(first.headshots[3]));
        const auto list = [&](const headshots::HeadshotFilter& filter, std::string_view after = {},
                              int limit = 100) {
            return f.database->read([&](database::Session& s) {
                return headshots::Headshots::list(s, f.team, filter, after, limit);
            });
        };
        QCOMPARE(must(list({})).headshots.size(), std::size_t(6));
        QVERIFY(must(list({})).headshots[0].requestId == second.request);
        headshots::HeadshotFilter filter;
        filter.style = "style_b";
        QCOMPARE(must(list(filter)).headshots.size(), std::size_t(3));
        filter = {};
        filter.favouritesOnly = true;
        QCOMPARE(must(list(filter)).headshots.size(), std::size_t(1));
        filter = {};
        filter.state = sync::HeadshotState::Deleted;
        QCOMPARE(must(list(filter)).headshots.size(), std::size_t(1));
        filter = {};
        filter.member = f.ledger.member(1);
        QCOMPARE(must(list(filter)).headshots.size(), std::size_t(0));
        for (const int limit : {1, 2, 5, 6}) {
            std::set<HeadshotId> seen;
            std::string after;
            std::size_t rows = 0;
            do {
                const auto page = must(list({}, after, limit));
                rows += page.headshots.size();
                for (const auto& headshot : page.headshots)
                    seen.insert(headshot.id);
                after = page.next;
            } while (!after.empty());
            QCOMPARE(rows, std::size_t(6));
            QCOMPARE(seen.size(), std::size_t(6));
        }
        QVERIFY(codeOf(list({}, "x")) == ErrorCode::InvalidInput);
        QVERIFY(codeOf(list({}, "", headshots::headshotPageMax + 1)) == ErrorCode::InvalidInput);
    }

    // Whichever database call fails: granted with its hold, or nothing at all.
    void whicheverCallFailsTheBooksAreRight_data() { test::bothEngines(); }
    void whicheverCallFailsTheBooksAreRight() {
        const auto faults = std::make_shared<test::NthCallFails>();
        HeadshotFixture f(test::fetchEngine(), 200, faults);
        for (long n = 1;; ++n) {
            const headshots::GenerateRequest wanted = f.wanted(2);
            faults->arm(n);
            const auto answer = f.request(wanted);
            faults->disarm();
            const std::int64_t held = f.ledger.balances().held;
            QCOMPARE(f.rows("headshots"), f.number("SELECT COUNT(*) AS n FROM holds"));
            QCOMPARE(f.number("SELECT COUNT(*) AS n FROM holds WHERE state = 'open'"), held);
            QCOMPARE(must(f.request(wanted)).headshots.size(), std::size_t(2)); // asking the same again
            QCOMPARE(f.ledger.differences(), QString());
            must(f.cancel(wanted.id));
            if (!faults->fired()) {
                QVERIFY(answer.has_value());
                break;
            }
        }
    }
};

QTEST_GUILESS_MAIN(RequestsTest)
#include "tst_headshots_requests.moc"
