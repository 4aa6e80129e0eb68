#include "core/credits/credits_limits.h"
#include "core/credits/credits_rules.h"

#include <QTest>

#include <numeric>
#include <random>

using namespace headroom;
using namespace headroom::credits;
using sync::Account;
using sync::TransferReason;

namespace {

MemberId member(int n) {
    char text[37];
    std::snprintf(text, sizeof text, "00000000-0000-4000-8000-%012d", n);
    return MemberId::trusted(text);
}

HeadshotId headshot(int n) {
    char text[37];
    std::snprintf(text, sizeof text, "11111111-0000-4000-8000-%012d", n);
    return HeadshotId::trusted(text);
}

/// A pool and members 1, 2, 3, ... with these credits; purchased so that the books are even.
State teamWith(std::int64_t pool, std::initializer_list<std::int64_t> available) {
    State state;
    state.team.pool = pool;
    state.memberVersion = 7;
    int n = 0;
    for (const std::int64_t credits : available)
        state.members[member(++n)].available = credits;
    state.team.purchased = std::accumulate(available.begin(), available.end(), pool);
    return state;
}

/// What must always hold: nothing appears or vanishes.
bool isEven(const State& state) {
    std::int64_t available = 0, held = 0, spent = 0;
    for (const auto& [id, one] : state.members) {
        available += one.available;
        held += one.held;
        spent += one.spent;
    }
    const auto& team = state.team;
    return held == team.held && spent == team.spent &&
           team.purchased + team.debt == team.pool + available + team.held + team.spent + team.refunded;
}

template <class Command>
ErrorCode refusalOf(const State& state, const Command& command) {
    const auto decided = decide(state, command);
    return decided ? ErrorCode::Internal : decided.error().code;
}

/// Decides, carries out, and checks the books.
template <class Command>
State after(State state, const Command& command) {
    const auto decided = decide(state, command);
    if (!decided) qFatal("refused: %s", decided.error().detail.c_str());
    applyPostings(state, *decided);
    if (!isEven(state)) qFatal("the books are not even");
    return state;
}

Allocate allocate(std::initializer_list<std::pair<int, std::int64_t>> lines) {
    Allocate command;
    for (const auto& [n, credits] : lines)
        command.lines.push_back({member(n), credits});
    return command;
}

AutoDistribute approve(const DistributePlan& plan) {
    return {plan.rule, plan.basis, plan.lines};
}

} // namespace

class CreditsRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allocateGivesAndTakesInOneGo() {
        const State done = after(teamWith(10, {5, 0, 3}), allocate({{2, 14}, {1, -4}, {3, -1}}));
        QCOMPARE(done.team.pool, 1);
        QCOMPARE(done.members.at(member(1)).available, 1);
        QCOMPARE(done.members.at(member(2)).available, 14);
        QCOMPARE(done.members.at(member(3)).available, 2);
    }

    void takingBackHasItsOwnReason() {
        const auto decided = decide(teamWith(0, {5}), allocate({{1, -5}}));
        QCOMPARE(decided->size(), std::size_t(1));
        QVERIFY(decided->front().reason == TransferReason::TakeBack);
        QVERIFY(decided->front().to == Account::Pool);
    }

    void allocateIsRefusedForEachReason() {
        State state = teamWith(10, {5, 0});
        QVERIFY(refusalOf(state, Allocate{}) == ErrorCode::InvalidInput);
        QVERIFY(refusalOf(state, allocate({{1, 0}})) == ErrorCode::InvalidInput);
        QVERIFY(refusalOf(state, allocate({{1, 1}, {1, 2}})) == ErrorCode::InvalidInput);
        QVERIFY(refusalOf(state, allocate({{1, lineCreditsMax + 1}})) == ErrorCode::LimitExceeded);
        QVERIFY(refusalOf(state, allocate({{1, INT64_MIN}})) == ErrorCode::LimitExceeded);
        QVERIFY(refusalOf(state, allocate({{1, INT64_MAX}})) == ErrorCode::LimitExceeded);
        QVERIFY(refusalOf(state, allocate({{9, 1}})) == ErrorCode::NotFound);
        QVERIFY(refusalOf(state, allocate({{1, -6}})) == ErrorCode::InsufficientCredits);
        QVERIFY(refusalOf(state, allocate({{1, 6}, {2, 5}})) == ErrorCode::InsufficientPool);
        state.members[member(2)].state = sync::MemberState::Removed;
        QVERIFY(refusalOf(state, allocate({{2, 1}})) == ErrorCode::Gone);
        state.members[member(1)].state = sync::MemberState::Suspended;
        QVERIFY(refusalOf(state, allocate({{1, 1}})) == ErrorCode::MemberSuspended);
        Allocate many;
        many.lines.resize(linesMax + 1);
        QVERIFY(refusalOf(state, many) == ErrorCode::LimitExceeded);
    }

    void aSuspendedMemberCanGiveBack() {
        State state = teamWith(0, {5});
        state.members[member(1)].state = sync::MemberState::Suspended;
        QCOMPARE(after(state, allocate({{1, -5}})).team.pool, 5);
    }

    void refusedLinesAreAllListedWithTheirPlace() {
        const auto decided = decide(teamWith(100, {5, 0, 0}), allocate({{1, 1}, {9, 1}, {2, -3}, {3, 0}}));
        QVERIFY(!decided);
        const std::vector<LineRefusal> expected{{1, member(9), ErrorCode::NotFound, 0},
                                                {2, member(2), ErrorCode::InsufficientCredits, 3},
                                                {3, member(3), ErrorCode::InvalidInput, 0}};
        QVERIFY(decided.error().lines == expected);
        QVERIFY(decided.error().code == ErrorCode::NotFound);
    }

    void anEmptyPoolSaysHowManyAreMissing() {
        const auto decided = decide(teamWith(3, {0, 0}), allocate({{1, 4}, {2, 5}}));
        QVERIFY(decided.error().code == ErrorCode::InsufficientPool);
        QCOMPARE(decided.error().missing, 6);
    }

    void theLargestCommandDoesNotOverflow() {
        State state = teamWith(lineCreditsMax, {});
        Allocate command;
        for (int i = 0; i < static_cast<int>(linesMax); ++i) {
            state.members[member(i)];
            command.lines.push_back({member(i), lineCreditsMax});
        }
        const auto decided = decide(state, command);
        QVERIFY(decided.error().code == ErrorCode::InsufficientPool);
        QCOMPARE(decided.error().missing, lineCreditsMax * (static_cast<std::int64_t>(linesMax) - 1));
    }

    void reassignMovesBetweenMembersOnly() {
        const State done = after(teamWith(7, {5, 1}), Reassign{member(1), member(2), 4});
        QCOMPARE(done.team.pool, 7);
        QCOMPARE(done.members.at(member(1)).available, 1);
        QCOMPARE(done.members.at(member(2)).available, 5);
    }

    void reassignIsRefusedForEachReason() {
        State state = teamWith(7, {5, 1, 1});
        state.members[member(3)].state = sync::MemberState::Suspended;
        QVERIFY(refusalOf(state, Reassign{member(1), member(2), 0}) == ErrorCode::InvalidInput);
        QVERIFY(refusalOf(state, Reassign{member(1), member(2), -1}) == ErrorCode::InvalidInput);
        QVERIFY(refusalOf(state, Reassign{member(1), member(2), INT64_MAX}) == ErrorCode::LimitExceeded);
        QVERIFY(refusalOf(state, Reassign{member(1), member(1), 1}) == ErrorCode::InvalidInput);
        QVERIFY(refusalOf(state, Reassign{member(8), member(1), 1}) == ErrorCode::NotFound);
        QVERIFY(refusalOf(state, Reassign{member(1), member(8), 1}) == ErrorCode::NotFound);
        QVERIFY(refusalOf(state, Reassign{member(1), member(3), 1}) == ErrorCode::MemberSuspended);
        QVERIFY(refusalOf(state, Reassign{member(1), member(2), 6}) == ErrorCode::InsufficientCredits);
        QCOMPARE(after(state, Reassign{member(3), member(1), 1}).members.at(member(1)).available, 6);
        state.members[member(2)].state = sync::MemberState::Removed;
        QVERIFY(refusalOf(state, Reassign{member(1), member(2), 1}) == ErrorCode::Gone);
        QVERIFY(refusalOf(state, Reassign{member(2), member(1), 1}) == ErrorCode::Gone);
    }

    void anEqualSplitLeavesTheRemainderInThePool() {
        const auto made = planEqualSplit(teamWith(11, {0, 9, 0}), std::nullopt, Audience::Active);
        QCOMPARE(made->total, 9);
        QCOMPARE(made->remainder, 2);
        QCOMPARE(made->lines.size(), std::size_t(3));
        QCOMPARE(made->lines[1].credits, 3);
        const State done = after(teamWith(11, {0, 9, 0}), approve(*made));
        QCOMPARE(done.team.pool, 2);
        QCOMPARE(done.members.at(member(2)).available, 12);
    }

    void aGivenAmountIsSplitInsteadOfThePool() {
        const auto made = planEqualSplit(teamWith(100, {0, 0, 0}), 10, Audience::Active);
        QCOMPARE(made->total, 9);
        QCOMPARE(made->remainder, 1);
    }

    void onlyActiveMembersTakePartUnlessInvitedOnesAreChosen() {
        State state = teamWith(8, {0, 0, 0, 0});
        state.members[member(2)].state = sync::MemberState::Invited;
        state.members[member(3)].state = sync::MemberState::Suspended;
        state.members[member(4)].state = sync::MemberState::Removed;
        QCOMPARE(planEqualSplit(state, {}, Audience::Active)->lines.size(), std::size_t(1));
        QCOMPARE(planEqualSplit(state, {}, Audience::ActiveAndInvited)->lines.size(), std::size_t(2));
    }

    void aSplitIsRefusedForEachReason() {
        const State state = teamWith(2, {0, 0, 0});
        QVERIFY(planEqualSplit(state, 0, Audience::Active).error().code == ErrorCode::InvalidInput);
        QVERIFY(planEqualSplit(state, -1, Audience::Active).error().code == ErrorCode::InvalidInput);
        QVERIFY(planEqualSplit(teamWith(2, {}), {}, Audience::Active).error().code ==
                ErrorCode::InvalidInput);
        const auto tooMuch = planEqualSplit(state, 5, Audience::Active);
        QVERIFY(tooMuch.error().code == ErrorCode::Shortfall);
        QCOMPARE(tooMuch.error().missing, 3);
        const auto tooFew = planEqualSplit(state, {}, Audience::Active);
        QVERIFY(tooFew.error().code == ErrorCode::Shortfall);
        QCOMPARE(tooFew.error().missing, 1);
        const auto tooLarge = planEqualSplit(teamWith(lineCreditsMax + 1, {0}), {}, Audience::Active);
        QVERIFY(tooLarge.error().code == ErrorCode::LimitExceeded);
    }

    void topUpCountsWhatIsAvailable() {
        const auto made = planTopUp(teamWith(100, {4, 10, 12}), 10, Audience::Active);
        QCOMPARE(made->lines.size(), std::size_t(1));
        QCOMPARE(made->total, 6);
        const auto second = planTopUp(teamWith(5, {0, 3}), 4, Audience::Active);
        QCOMPARE(second->total, 5);
        QCOMPARE(after(teamWith(5, {0, 3}), approve(*second)).team.pool, 0);
    }

    void topUpIsRefusedWithTheNumberMissing() {
        const auto made = planTopUp(teamWith(3, {0, 1}), 4, Audience::Active);
        QVERIFY(made.error().code == ErrorCode::Shortfall);
        QCOMPARE(made.error().missing, 4);
        QVERIFY(planTopUp(teamWith(3, {0}), 0, Audience::Active).error().code == ErrorCode::InvalidInput);
        QVERIFY(planTopUp(teamWith(3, {0}), INT64_MAX, Audience::Active).error().code ==
                ErrorCode::LimitExceeded);
        QVERIFY(plan(teamWith(3, {0}), {DistributeMode::TopUp, {}, Audience::Active}).error().code ==
                ErrorCode::InvalidInput);
    }

    void aMovedBasisIsRefusedWithTheNewPreview_data() {
        QTest::addColumn<int>("what");
        QTest::newRow("pool") << 0;
        QTest::newRow("member set") << 1;
        QTest::newRow("a member's credits under a top-up") << 2;
        QTest::newRow("other lines than the plan's") << 3;
    }
    void aMovedBasisIsRefusedWithTheNewPreview() {
        QFETCH(int, what);
        State state = teamWith(20, {2, 3});
        AutoDistribute command = approve(*planTopUp(state, 5, Audience::Active));
        if (what == 0) state.team.pool += 1;
        if (what == 1) state.memberVersion += 1;
        if (what == 2) state.members[member(1)].available -= 1;
        if (what == 3) command.lines[0].credits += 1;
        const auto decided = decide(state, command);
        QVERIFY(decided.error().code == ErrorCode::BasisChanged);
        QVERIFY(*decided.error().preview == *planTopUp(state, 5, Audience::Active));
    }

    void aDistributionWithoutLinesIsRefused() {
        const State state = teamWith(20, {5});
        const auto made = planTopUp(state, 5, Audience::Active);
        QVERIFY(made->lines.empty());
        QVERIFY(refusalOf(state, approve(*made)) == ErrorCode::InvalidInput);
    }

    void aHoldTakesFromItsSourceAndRemembersIt() {
        State state = teamWith(4, {3});
        state = after(state, Hold{sync::CreditSource::Member, member(1), {headshot(1), headshot(2)}});
        state = after(state, Hold{sync::CreditSource::Pool, member(1), {headshot(3)}});
        QCOMPARE(state.team.pool, 3);
        QCOMPARE(state.team.held, 3);
        QCOMPARE(state.members.at(member(1)).available, 1);
        QVERIFY(state.holds.at(headshot(1)).source == sync::CreditSource::Member);
        QVERIFY(state.holds.at(headshot(3)).source == sync::CreditSource::Pool);

        const std::vector<HeadshotId> all{headshot(1), headshot(3)};
        applyPostings(state, *decideRelease(state, all));
        QCOMPARE(state.team.pool, 4);
        QCOMPARE(state.members.at(member(1)).available, 2);
        const std::vector<HeadshotId> rest{headshot(2)};
        applyPostings(state, *decideSettle(state, rest));
        QCOMPARE(state.members.at(member(1)).spent, 1);
        QVERIFY(isEven(state));
    }

    void aHoldIsRefusedForEachReason() {
        State state = teamWith(1, {1, 0, 0});
        const auto hold = [](int n, sync::CreditSource source, std::vector<HeadshotId> ids) {
            return Hold{source, member(n), std::move(ids)};
        };
        const auto own = sync::CreditSource::Member;
        QVERIFY(refusalOf(state, hold(1, own, {})) == ErrorCode::InvalidInput);
        QVERIFY(refusalOf(state, hold(1, own, std::vector<HeadshotId>(holdsMax + 1))) ==
                ErrorCode::LimitExceeded);
        QVERIFY(refusalOf(state, hold(9, own, {headshot(1)})) == ErrorCode::NotFound);
        QVERIFY(refusalOf(state, hold(2, own, {headshot(1)})) == ErrorCode::InsufficientCredits);
        QVERIFY(refusalOf(state, hold(2, sync::CreditSource::Pool, {headshot(1), headshot(2)})) ==
                ErrorCode::InsufficientPool);
        QVERIFY(refusalOf(state, hold(1, own, {headshot(1), headshot(1)})) == ErrorCode::AlreadyExists);
        state.members[member(2)].state = sync::MemberState::Suspended;
        QVERIFY(refusalOf(state, hold(2, own, {headshot(1)})) == ErrorCode::MemberSuspended);
        state.members[member(3)].state = sync::MemberState::Removed;
        QVERIFY(refusalOf(state, hold(3, sync::CreditSource::Pool, {headshot(1)})) == ErrorCode::Gone);
        state = after(state, hold(1, own, {headshot(1)}));
        QVERIFY(refusalOf(state, hold(1, own, {headshot(1)})) == ErrorCode::AlreadyExists);
    }

    void aHoldEndsOnce() {
        State state = after(teamWith(0, {2}), Hold{sync::CreditSource::Member, member(1), {headshot(1)}});
        const std::vector<HeadshotId> one{headshot(1)};
        const std::vector<HeadshotId> twice{headshot(1), headshot(1)};
        const std::vector<HeadshotId> unknown{headshot(2)};
        QVERIFY(decideSettle(state, twice).error().code == ErrorCode::InvalidInput);
        QVERIFY(decideSettle(state, unknown).error().code == ErrorCode::NotFound);
        QVERIFY(decideRelease(state, {}).error().code == ErrorCode::InvalidInput);
        applyPostings(state, *decideSettle(state, one));
        QVERIFY(decideSettle(state, one).error().code == ErrorCode::HoldEnded);
        QVERIFY(decideRelease(state, one).error().code == ErrorCode::HoldEnded);
    }

    void aRemovedMembersCreditsAndHoldsGoToThePool() {
        State state = after(teamWith(0, {3}), Hold{sync::CreditSource::Member, member(1), {headshot(1)}});
        applyPostings(state, *decideMemberRemoved(state, member(1)));
        state.members[member(1)].state = sync::MemberState::Removed;
        QCOMPARE(state.team.pool, 2);
        const std::vector<HeadshotId> one{headshot(1)};
        applyPostings(state, *decideRelease(state, one));
        QCOMPARE(state.team.pool, 3);
        QVERIFY(decideMemberRemoved(state, member(1))->empty());
        QVERIFY(decideMemberRemoved(state, member(2)).error().code == ErrorCode::NotFound);
        QVERIFY(isEven(state));
    }

    void aReversalTakesPoolThenMembersProRataThenDebt_data() {
        QTest::addColumn<int>("credits");
        QTest::addColumn<int>("pool");
        QTest::addColumn<QList<int>>("members");
        QTest::addColumn<int>("debt");
        // Pool 10, members 7, 2, 1; 30 spent.
        QTest::newRow("pool suffices") << 4 << 6 << QList<int>{7, 2, 1} << 0;
        QTest::newRow("exactly the pool") << 10 << 0 << QList<int>{7, 2, 1} << 0;
        QTest::newRow("one more: largest share first") << 11 << 0 << QList<int>{6, 2, 1} << 0;
        QTest::newRow("5 of 10: 3.5, 1, 0.5; tie by member id") << 15 << 0 << QList<int>{3, 1, 1} << 0;
        QTest::newRow("all of it") << 20 << 0 << QList<int>{0, 0, 0} << 0;
        QTest::newRow("more than there is") << 26 << 0 << QList<int>{0, 0, 0} << 6;
    }
    void aReversalTakesPoolThenMembersProRataThenDebt() {
        QFETCH(int, credits);
        QFETCH(int, pool);
        QFETCH(QList<int>, members);
        QFETCH(int, debt);
        State state = teamWith(10, {7, 2, 1});
        state.team.purchased += 30;
        state.members[member(1)].spent = state.team.spent = 30;
        applyPostings(state, *decideReversal(state, credits));
        QCOMPARE(state.team.pool, pool);
        for (int i = 0; i < members.size(); ++i)
            QCOMPARE(state.members.at(member(i + 1)).available, members[i]);
        QCOMPARE(state.team.debt, debt);
        QCOMPARE(state.team.refunded, credits);
        QVERIFY(isEven(state));
    }

    void aPurchasePaysDebtFirst() {
        State state = teamWith(0, {});
        state.team.debt = 30;
        state.team.purchased = state.team.refunded = 50;
        state.team.spent = 30;
        state.members[member(1)].spent = 30;
        applyPostings(state, *decidePurchase(state, 20));
        QCOMPARE(state.team.debt, 10);
        QCOMPARE(state.team.pool, 0);
        applyPostings(state, *decidePurchase(state, 20));
        QCOMPARE(state.team.debt, 0);
        QCOMPARE(state.team.pool, 10);
        QCOMPARE(state.team.purchased, 90);
        QVERIFY(isEven(state));
    }

    void aReversalThatFailedPaysDebtFirstToo() {
        State state = teamWith(2, {});
        state.team.purchased = 10;
        state.members[member(1)].spent = state.team.spent = 8;
        applyPostings(state, *decideReversal(state, 10));
        QCOMPARE(state.team.debt, 8);
        applyPostings(state, *decideReversalUndone(state, 10));
        QCOMPARE(state.team.debt, 0);
        QCOMPARE(state.team.pool, 2);
        QCOMPARE(state.team.refunded, 0);
        QVERIFY(isEven(state));
    }

    void moneyRulesRefuseNumbersThatCannotBe() {
        State state = teamWith(10, {});
        QVERIFY(decidePurchase(state, 0).error().code == ErrorCode::InvalidInput);
        QVERIFY(decidePurchase(state, -1).error().code == ErrorCode::InvalidInput);
        QVERIFY(decidePurchase(state, INT64_MAX).error().code == ErrorCode::LimitExceeded);
        QVERIFY(decideReversal(state, 11).error().code == ErrorCode::InvalidInput);
        QVERIFY(decideReversalUndone(state, 1).error().code == ErrorCode::InvalidInput);
        state.team.purchased = teamCreditsMax;
        QVERIFY(decidePurchase(state, 1).error().code == ErrorCode::LimitExceeded);
    }

    void proRataSharesAddUpAndNeverExceedTheirWeight() {
        const auto seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937_64 random(seed);
        for (int round = 0; round < 2000; ++round) {
            std::vector<std::int64_t> weights(1 + random() % 12);
            for (auto& weight : weights)
                weight = static_cast<std::int64_t>(random() % (round % 2 ? 10 : 80'000'000'000));
            const std::int64_t whole = std::accumulate(weights.begin(), weights.end(), std::int64_t(0));
            const std::int64_t credits =
                static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(whole + 2));
            const auto shares = proRata(credits, weights);
            QCOMPARE(std::accumulate(shares.begin(), shares.end(), std::int64_t(0)),
                     std::min(credits, whole));
            for (std::size_t i = 0; i < shares.size(); ++i)
                QVERIFY(shares[i] >= 0 && shares[i] <= weights[i]);
        }
    }
};

QTEST_APPLESS_MAIN(CreditsRulesTest)
#include "tst_credits_rules.moc"
