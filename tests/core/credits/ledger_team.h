#pragma once

#include "core/credits/credits_rows.h"
#include "core/credits/credits_store.h"
#include "core/credits/credits_verify.h"
#include "tests/support/test_database.h"

#include <QTest>

#include <vector>

namespace headroom::test {

/// A team with members on a real database, and the smallest rows of other rooms that the ledger's promises
/// are about: paid orders and headshots. Functions may be called on any thread.
class LedgerTeam {
public:
    LedgerTeam(database::Database& database, int members);

    const TeamId& id() const { return team_; }
    const MemberId& member(std::size_t index) const { return members_.at(index); }
    const std::vector<MemberId>& members() const { return members_; }

    /// An order that was paid, with its grant.
    OrderId buy(std::int64_t credits);
    Result<void> buy(sync::TeamWrite& write, std::int64_t credits, const OrderId& order);
    /// A refund of that many credits (below zero: a refund that failed).
    credits::Answer refund(sync::TeamWrite& write, const OrderId& order, std::int64_t credits);

    /// As core/headshots does it: with rows of headshots, in one transaction.
    credits::Answer hold(sync::TeamWrite& write, sync::CreditSource source, const MemberId& member,
                         const std::vector<HeadshotId>& headshots);
    credits::Answer settle(sync::TeamWrite& write, const HeadshotId& headshot);
    credits::Answer release(sync::TeamWrite& write, const HeadshotId& headshot);

    Result<void> setState(sync::TeamWrite& write, const MemberId& member, sync::MemberState state);

    /// Runs `block(TeamWrite&)` in a transaction; a refusal is committed (nothing was written) and returned
    /// as error.
    template <class Block>
    Result<credits::Posted> run(Block&& block) {
        auto answer = database_.write([&](database::Transaction& transaction) -> credits::Answer {
            auto write = TRY(sync::TeamWrite::begin(transaction, team_, clock_.now()));
            return block(write);
        });
        if (!answer) return fail(answer.error());
        if (!*answer) return fail(credits::asError(answer->error()));
        return std::move(**answer);
    }

    template <class Command>
    Result<credits::Posted> carryOut(const Command& command) {
        return run([&](sync::TeamWrite& write) { return credits::carryOut(write, command, {}); });
    }

    sync::TeamCreditsRow balances() const;
    std::vector<sync::MemberCreditsRow> memberBalances() const;
    /// Empty when the books are right.
    QString differences() const;

    FakeClock& clock() { return clock_; }

private:
    database::Database& database_;
    TeamId team_ = TeamId::make();
    std::vector<MemberId> members_;
    FakeClock clock_;
};

} // namespace headroom::test
