#include "core/credits/credits_overview.h"
#include "tests/core/credits/ledger_team.h"

#include <QElapsedTimer>

#include <atomic>
#include <set>
#include <thread>

using namespace headroom;
using namespace headroom::credits;
using test::LedgerTeam;
using test::TestDatabase;

namespace {

sync::MemberCreditsRow balanceOf(const LedgerTeam& team, std::size_t index) {
    for (const auto& row : team.memberBalances())
        if (row.memberId == team.member(index)) return row;
    return {};
}

std::vector<HeadshotId> newHeadshots(std::size_t count) {
    std::vector<HeadshotId> ids;
    for (std::size_t i = 0; i < count; ++i)
        ids.push_back(HeadshotId::make());
    return ids;
}

struct Change {
    std::string kind;
    std::string row;
    std::string owner;
};

std::vector<Change> changesAt(database::Database& database, const TeamId& team, std::int64_t version) {
    std::vector<Change> changes;
    const auto rows = database.read([&](database::Session& session) {
        return session.query("SELECT kind, row_id, member_id FROM changes WHERE team_id = $1 AND version = "
                             "$2 ORDER BY ordinal",
                             {team, version});
    });
    for (const auto& row : *rows)
        changes.push_back({row.text("kind"), row.text("row_id"), row.optionalText("member_id").value_or("")});
    return changes;
}

} // namespace

class CreditsStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCreditGoesFromOrderToSpentAndEachStepIsInTheLedger_data() { test::bothEngines(); }
    void aCreditGoesFromOrderToSpentAndEachStepIsInTheLedger() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 2);
        const OrderId order = team.buy(10);
        QVERIFY(team.carryOut(Allocate{{{team.member(0), 4}}}));
        QVERIFY(team.carryOut(Reassign{team.member(0), team.member(1), 3}));
        const auto shots = newHeadshots(2);
        QVERIFY(team.run([&](auto& write) {
            return team.hold(write, sync::CreditSource::Member, team.member(1), shots);
        }));
        QVERIFY(team.run([&](auto& write) { return team.settle(write, shots[0]); }));
        QVERIFY(team.run([&](auto& write) { return team.release(write, shots[1]); }));

        QVERIFY(team.balances() == (sync::TeamCreditsRow{10, 6, 0, 1, 0, 0}));
        QCOMPARE(balanceOf(team, 0).available, 1);
        QCOMPARE(balanceOf(team, 1).available, 2);
        QCOMPARE(balanceOf(team, 1).spent, 1);
        const auto page = database->read(
            [&](database::Session& session) { return transferPage(session, team.id(), {}, 100); });
        std::vector<std::string> reasons;
        for (const auto& transfer : *page)
            reasons.emplace_back(name(transfer.reason));
        const std::vector<std::string> expected{"release",  "settle",   "hold",    "hold",
                                                "reassign", "allocate", "purchase"};
        QVERIFY(reasons == expected);
        QVERIFY(page->back().orderId == order);
        QCOMPARE(team.differences(), QString());
    }

    void everyTouchedRowIsInTheFeed_data() { test::bothEngines(); }
    void everyTouchedRowIsInTheFeed() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 2);
        team.buy(10);
        const auto posted = team.carryOut(Allocate{{{team.member(0), 4}, {team.member(1), 2}}});
        const auto changes = changesAt(*database, team.id(), posted->version);
        QCOMPARE(changes.size(), std::size_t(5));
        int transferChanges = 0, memberChanges = 0, teamChanges = 0;
        for (const Change& change : changes) {
            if (change.kind == "transfer") ++transferChanges;
            if (change.kind == "member_credits") {
                ++memberChanges;
                QCOMPARE(change.row, change.owner);
            }
            if (change.kind == "team_credits") {
                ++teamChanges;
                QCOMPARE(change.row, team.id().text());
            }
        }
        QCOMPARE(transferChanges, 2);
        QCOMPARE(memberChanges, 2);
        QCOMPARE(teamChanges, 1);
    }

    void aRefusalWritesNothing_data() { test::bothEngines(); }
    void aRefusalWritesNothing() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 2);
        team.buy(5);
        const auto answer = database->write([&](database::Transaction& transaction) -> Answer {
            auto write = TRY(sync::TeamWrite::begin(transaction, team.id(), team.clock().now()));
            return carryOut(write, Allocate{{{team.member(0), 5}, {team.member(1), 1}}}, {});
        });
        QVERIFY(answer.has_value()); // the transaction is committed, so the refusal can be stored in it
        QVERIFY(answer->error().code == ErrorCode::InsufficientPool);
        QCOMPARE(answer->error().missing, 1);
        QVERIFY(team.balances() == (sync::TeamCreditsRow{5, 5, 0, 0, 0, 0}));
        QCOMPARE(team.differences(), QString());
    }

    void membersOfAnotherTeamDoNotExist_data() { test::bothEngines(); }
    void membersOfAnotherTeamDoNotExist() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam mine(*database, 1);
        LedgerTeam theirs(*database, 1);
        mine.buy(5);
        theirs.buy(5);
        QVERIFY(mine.carryOut(Allocate{{{theirs.member(0), 1}}}).error().code == ErrorCode::NotFound);
        const auto shot = newHeadshots(1);
        QVERIFY(theirs.run([&](auto& write) {
            return theirs.hold(write, sync::CreditSource::Pool, theirs.member(0), shot);
        }));
        QVERIFY(mine.run([&](auto& write) { return mine.settle(write, shot[0]); }).error().code ==
                ErrorCode::NotFound);
    }

    void aHeadshotIsHeldForOnceAndItsHoldEndsOnce_data() { test::bothEngines(); }
    void aHeadshotIsHeldForOnceAndItsHoldEndsOnce() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 1);
        team.buy(5);
        const auto shots = newHeadshots(1);
        const auto hold = [&](auto& write) {
            return team.hold(write, sync::CreditSource::Pool, team.member(0), shots);
        };
        QVERIFY(team.run(hold));
        QVERIFY(team.run(hold).error().code == ErrorCode::AlreadyExists);
        QVERIFY(team.run([&](auto& write) { return team.settle(write, shots[0]); }));
        QVERIFY(team.run([&](auto& write) { return team.settle(write, shots[0]); }).error().code ==
                ErrorCode::HoldEnded);
        QVERIFY(team.run([&](auto& write) { return team.release(write, shots[0]); }).error().code ==
                ErrorCode::HoldEnded);
        QVERIFY(team.run(hold).error().code == ErrorCode::AlreadyExists);
        QCOMPARE(team.differences(), QString());
    }

    void fiftyHoldsAtOnceOfAMemberWithTenCreditsGiveTen_data() { test::bothEngines(); }
    void fiftyHoldsAtOnceOfAMemberWithTenCreditsGiveTen() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 1);
        team.buy(10);
        QVERIFY(team.carryOut(Allocate{{{team.member(0), 10}}}));
        std::atomic<int> given = 0, refused = 0, other = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 50; ++i)
            threads.emplace_back([&] {
                const auto held = team.run([&](auto& write) {
                    return team.hold(write, sync::CreditSource::Member, team.member(0), newHeadshots(1));
                });
                if (held)
                    ++given;
                else if (held.error().code == ErrorCode::InsufficientCredits)
                    ++refused;
                else
                    ++other;
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(given.load(), 10);
        QCOMPARE(refused.load(), 40);
        QCOMPARE(other.load(), 0);
        QCOMPARE(balanceOf(team, 0).held, 10);
        QCOMPARE(team.differences(), QString());
    }

    void aRemovedMembersCreditsReturnToThePool_data() { test::bothEngines(); }
    void aRemovedMembersCreditsReturnToThePool() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 2);
        team.buy(10);
        QVERIFY(team.carryOut(Allocate{{{team.member(0), 6}}}));
        const auto shots = newHeadshots(2);
        QVERIFY(team.run([&](auto& write) {
            return team.hold(write, sync::CreditSource::Member, team.member(0), shots);
        }));
        QVERIFY(team.run([&](auto& write) -> Answer {
            TRY(team.setState(write, team.member(0), sync::MemberState::Removed));
            return memberRemoved(write, team.member(0), {});
        }));
        QCOMPARE(team.balances().pool, 8);
        QVERIFY(team.run([&](auto& write) { return team.release(write, shots[0]); }));
        QCOMPARE(team.balances().pool, 9);
        QVERIFY(team.run([&](auto& write) { return team.settle(write, shots[1]); }));
        QCOMPARE(balanceOf(team, 0).spent, 1);
        QVERIFY(team.carryOut(Allocate{{{team.member(0), 1}}}).error().code == ErrorCode::Gone);
        QCOMPARE(team.differences(), QString());
    }

    void anApprovedDistributionIsCarriedOutOrRefusedWithANewPreview_data() { test::bothEngines(); }
    void anApprovedDistributionIsCarriedOutOrRefusedWithANewPreview() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 3);
        team.buy(11);
        const auto look = [&] {
            return database->read(
                [&](database::Session& session) { return preview(session, team.id(), {}); });
        };
        const auto approved = look();
        QCOMPARE((*approved)->remainder, 2);
        QVERIFY(team.carryOut(Allocate{{{team.member(0), 1}}}));
        const AutoDistribute command{(*approved)->rule, (*approved)->basis, (*approved)->lines};
        const auto answer = database->write([&](database::Transaction& transaction) -> Answer {
            auto write = TRY(sync::TeamWrite::begin(transaction, team.id(), team.clock().now()));
            return carryOut(write, command, {});
        });
        QVERIFY(answer->error().code == ErrorCode::BasisChanged);
        QVERIFY(answer->error().preview == **look());

        const DistributePlan fresh = *answer->error().preview;
        QVERIFY(team.carryOut(AutoDistribute{fresh.rule, fresh.basis, fresh.lines}));
        QCOMPARE(team.balances().pool, 1);
        QCOMPARE(balanceOf(team, 0).available, 4);
        QCOMPARE(team.differences(), QString());
    }

    void aReversalReachesMembersAndDebt_data() { test::bothEngines(); }
    void aReversalReachesMembersAndDebt() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 3);
        const OrderId order = team.buy(20);
        QVERIFY(team.carryOut(Allocate{{{team.member(0), 6}, {team.member(1), 3}}}));
        const auto shots = newHeadshots(5);
        QVERIFY(team.run(
            [&](auto& write) { return team.hold(write, sync::CreditSource::Pool, team.member(2), shots); }));
        QVERIFY(team.run([&](auto& write) { return team.refund(write, order, 9); }));
        QVERIFY(team.balances() == (sync::TeamCreditsRow{20, 0, 5, 0, 9, 0}));
        QCOMPARE(balanceOf(team, 0).available, 4);
        QCOMPARE(balanceOf(team, 1).available, 2);
        QVERIFY(team.run([&](auto& write) { return team.refund(write, order, 11); }));
        QCOMPARE(team.balances().debt, 5);
        QVERIFY(team.run([&](auto& write) { return team.refund(write, order, -7); }));
        QVERIFY(team.balances() == (sync::TeamCreditsRow{20, 2, 5, 0, 13, 0}));
        QCOMPARE(team.differences(), QString());
    }

    void theOverviewCountsByMemberAndByDay_data() { test::bothEngines(); }
    void theOverviewCountsByMemberAndByDay() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 3);
        const std::int64_t dayMs = 86'400'000;
        const std::int64_t firstDay = team.clock().now().ms / dayMs * dayMs;
        const OrderId order = team.buy(20);
        QVERIFY(team.carryOut(Allocate{{{team.member(1), 5}}}));
        const auto shots = newHeadshots(3);
        QVERIFY(team.run([&](auto& write) {
            return team.hold(write, sync::CreditSource::Member, team.member(1), shots);
        }));
        QVERIFY(team.run([&](auto& write) { return team.settle(write, shots[0]); }));
        team.clock().advanceMs(2 * dayMs);
        QVERIFY(team.run([&](auto& write) { return team.settle(write, shots[1]); }));
        QVERIFY(team.run([&](auto& write) { return team.refund(write, order, 2); }));

        const auto look = [&](std::int64_t from, std::int64_t to) {
            return database->read([&](database::Session& session) {
                return overview(session, team.id(), Timestamp{from}, Timestamp{to});
            });
        };
        const auto made = look(firstDay, firstDay + 4 * dayMs);
        QCOMPARE(made->team.held, 1);
        QCOMPARE(made->allocated, 2);
        QCOMPARE(made->days.size(), std::size_t(4));
        QCOMPARE(made->days[0].day.ms, firstDay);
        QCOMPARE(made->days[0].purchased, 20);
        QCOMPARE(made->days[0].spent, 1);
        QCOMPARE(made->days[1].spent, 0);
        QCOMPARE(made->days[2].spent, 1);
        QCOMPARE(made->days[2].refunded, 2);
        QCOMPARE(made->members.size(), std::size_t(3));
        for (const MemberUse& use : made->members) {
            QCOMPARE(use.purchased, use.member == team.member(0) ? 20 : 0);
            QCOMPARE(use.spent, use.member == team.member(1) ? 2 : 0);
        }
        const auto second = look(firstDay + dayMs, firstDay + 3 * dayMs);
        for (const MemberUse& use : second->members)
            QCOMPARE(use.spentInPeriod, use.member == team.member(1) ? 1 : 0);
        QVERIFY(look(5, 5).error().code == ErrorCode::InvalidInput);
        QVERIFY(look(0, 401 * dayMs).error().code == ErrorCode::LimitExceeded);
    }

    void historyIsPagedNewestFirstWithoutGapsOrRepeats_data() { test::bothEngines(); }
    void historyIsPagedNewestFirstWithoutGapsOrRepeats() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 4);
        team.buy(100);
        for (int i = 0; i < 5; ++i)
            QVERIFY(team.carryOut(Allocate{
                {{team.member(0), 1}, {team.member(1), 1}, {team.member(2), 1}, {team.member(3), 1}}}));
        std::vector<TransferId> seen;
        std::optional<TransferPosition> before;
        for (;;) {
            const auto page = database->read(
                [&](database::Session& session) { return transferPage(session, team.id(), before, 3); });
            QVERIFY(page.has_value());
            if (page->empty()) break;
            for (const auto& transfer : *page)
                seen.push_back(transfer.id);
            before = TransferPosition{page->back().version, page->back().ordinal};
        }
        QCOMPARE(seen.size(), std::size_t(21));
        const auto again =
            database->read([&](database::Session& session) { return transfers(session, team.id(), seen); });
        QCOMPARE(again->size(), std::size_t(21));
        QVERIFY(again->front().id == seen.back() && again->back().id == seen.front());
        const auto own = database->read([&](database::Session& session) {
            return transferPage(session, team.id(), {}, 100, team.member(2));
        });
        QCOMPARE(own->size(), std::size_t(5));
    }

    void snapshotPagesHaveEveryRowOnce_data() { test::bothEngines(); }
    void snapshotPagesHaveEveryRowOnce() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 7);
        team.buy(100);
        Allocate command;
        for (const MemberId& member : team.members())
            command.lines.push_back({member, 1});
        QVERIFY(team.carryOut(command)); // all at one moment: only ids tell these transfers apart
        std::set<TransferId> seen;
        std::optional<TransferKey> after;
        for (int page = 0; page < 10; ++page) {
            const auto rows = database->read(
                [&](database::Session& session) { return transfersAfter(session, team.id(), after, 3); });
            QVERIFY(rows.has_value());
            for (const auto& row : *rows)
                QVERIFY(seen.insert(row.id).second);
            if (rows->empty()) break;
            after = TransferKey{rows->back().createdAt, rows->back().id};
        }
        QCOMPARE(seen.size(), std::size_t(8));
        std::set<MemberId> members;
        MemberId last;
        for (int page = 0; page < 10; ++page) {
            const auto rows = database->read(
                [&](database::Session& session) { return memberCreditsAfter(session, team.id(), last, 3); });
            QVERIFY(rows.has_value());
            for (const auto& row : *rows)
                QVERIFY(members.insert(row.memberId).second);
            if (rows->empty()) break;
            last = rows->back().memberId;
        }
        QCOMPARE(members.size(), std::size_t(7));
    }

    void verifyNamesWhatWasTamperedWith_data() { test::bothEngines(); }
    void verifyNamesWhatWasTamperedWith() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 1);
        const OrderId order = team.buy(10);
        const auto shots = newHeadshots(2);
        QVERIFY(team.run(
            [&](auto& write) { return team.hold(write, sync::CreditSource::Pool, team.member(0), shots); }));
        QVERIFY(team.run([&](auto& write) { return team.settle(write, shots[0]); }));
        QCOMPARE(team.differences(), QString());
        const auto tampered = [&](std::string_view sql, const database::Params& params) {
            QString found;
            (void)database->write([&](database::Transaction& transaction) -> Result<void> {
                TRY(transaction.execute(sql, params));
                for (const std::string& difference : TRY(verify(transaction)))
                    found += QString::fromStdString(difference) + "\n";
                return fail(ErrorCode::Cancelled); // put it back
            });
            return found;
        };
        const auto contains = [](const QString& text, const std::string& what) {
            return text.contains(QString::fromStdString(what));
        };
        QVERIFY(contains(tampered("UPDATE team_credits SET pool = pool + 1 WHERE team_id = $1", {team.id()}),
                         "pool of team " + team.id().text() + ": balance 9, transfers 8"));
        QVERIFY(contains(tampered("UPDATE holds SET state = 'released' WHERE id = $1", {shots[1]}),
                         "hold " + shots[1].text() + " is released but"));
        QVERIFY(contains(tampered("UPDATE headshots SET charged = 0 WHERE id = $1", {shots[0]}),
                         "spent of member " + team.member(0).text()));
        QVERIFY(contains(tampered("UPDATE headshots SET charged = 1 WHERE id = $1", {shots[1]}),
                         "headshot " + shots[1].text() + " was charged"));
        QVERIFY(contains(tampered("UPDATE payment_grants SET credits = 11 WHERE order_id = $1", {order}),
                         "purchased by order " + order.text() + ": granted 11, transfers 10"));
        QVERIFY(contains(tampered("DELETE FROM payment_grants WHERE order_id = $1", {order}),
                         "order " + order.text() + " is paid but its credits were never granted"));
        QVERIFY(contains(tampered("UPDATE payments SET reversed_credits = 3 WHERE id = $1", {order}),
                         "refunded of order " + order.text()));
        QVERIFY(
            contains(tampered("DELETE FROM transfers WHERE hold_id = $1 AND reason = 'settle'", {shots[0]}),
                     "spent of member " + team.member(0).text()));
    }

    void initialisingATeamTwiceIsRefused_data() { test::bothEngines(); }
    void initialisingATeamTwiceIsRefused() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 1);
        const auto again = database->write([&](database::Transaction& transaction) -> Result<void> {
            auto write = TRY(sync::TeamWrite::begin(transaction, team.id(), team.clock().now()));
            return initialiseTeam(write);
        });
        QVERIFY(again.error().code == ErrorCode::AlreadyExists);
    }

    void fiveThousandMembersAreServedInOneCommand_data() { test::bothEngines(); }
    void fiveThousandMembersAreServedInOneCommand() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 5000);
        team.buy(20'000);
        const auto made =
            database->read([&](database::Session& session) { return preview(session, team.id(), {}); });
        QElapsedTimer timer;
        timer.start();
        const auto posted = team.carryOut(AutoDistribute{(*made)->rule, (*made)->basis, (*made)->lines});
        qInfo("%lld ms", timer.elapsed());
        QVERIFY(posted.has_value());
        QCOMPARE(posted->postings.size(), std::size_t(5000));
        QCOMPARE(team.balances().pool, 0);
        QCOMPARE(team.differences(), QString());
    }
};

QTEST_APPLESS_MAIN(CreditsStoreTest)
#include "tst_credits_store.moc"
