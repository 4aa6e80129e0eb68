#pragma once

#include "core/credits/credits_commands.h"
#include "core/sync/rows.h"

#include <map>
#include <span>

// The rules of credits as pure functions over a small state: no database, no clock, no Qt. The endpoint runs
// them inside its transactions; the desktop replays its outbox with them, so both always come to the same
// result.
//
// Each rule validates everything and answers with a refusal or with the postings that carry the command out.
// Applying those postings cannot be refused.
namespace headroom::credits {

/// A member as far as credits are concerned.
struct Member {
    sync::MemberState state = sync::MemberState::Active;
    std::int64_t available = 0;
    std::int64_t held = 0;
    std::int64_t spent = 0;
    friend bool operator==(const Member&, const Member&) = default;
};

/// Credits put aside for one headshot. It stores where they came from, as release goes back there.
struct HoldRecord {
    MemberId member;
    sync::CreditSource source = sync::CreditSource::Member;
    std::int64_t credits = 1;
    sync::HoldState state = sync::HoldState::Open;
    friend bool operator==(const HoldRecord&, const HoldRecord&) = default;
};

/// What a rule looks at. Only members and holds that the command is about need to be there; distribution and
/// reversal need all members that are not removed. A member who is not there does not exist for the rule.
struct State {
    sync::TeamCreditsRow team;
    std::int64_t memberVersion = 0;
    std::map<MemberId, Member> members;
    std::map<HeadshotId, HoldRecord> holds;
    friend bool operator==(const State&, const State&) = default;
};

/// One transfer to be written: credits leave one account and enter another.
struct Posting {
    sync::Account from = sync::Account::Pool;
    MemberId fromMember; ///< for member, held and spent accounts only
    sync::Account to = sync::Account::Pool;
    MemberId toMember;
    std::int64_t credits = 0;
    sync::TransferReason reason = sync::TransferReason::Allocate;
    HeadshotId hold;
    friend bool operator==(const Posting&, const Posting&) = default;
};

using Postings = std::vector<Posting>;

/// What a rule answers. A refusal is an answer like any other, so it has a type of its own beside Result.
template <class Value>
using Decided = tl::expected<Value, Refusal>;

/// Puts one credit aside for each headshot id.
struct Hold {
    sync::CreditSource source = sync::CreditSource::Member;
    MemberId member;
    std::vector<HeadshotId> headshots;
};

/// Refusals: invalid_input (no line, a zero, a member twice), limit_exceeded, and by line not_found, gone
/// (removed), member_suspended (may only give back), insufficient_credits; insufficient_pool with the number
/// missing.
Decided<Postings> decide(const State& state, const Allocate& command);

/// As Allocate; and basis_changed with a new preview when the plan for the same rule is no longer what was
/// approved, or shortfall when there is no such plan any more.
Decided<Postings> decide(const State& state, const AutoDistribute& command);

/// invalid_input, limit_exceeded, not_found, gone, member_suspended (the receiver), insufficient_credits.
Decided<Postings> decide(const State& state, const Reassign& command);

Decided<Postings> decide(const State& state, const Command& command);

/// already_exists (by line) for an id that was held for before; insufficient_pool or insufficient_credits;
/// not_found, gone, member_suspended.
Decided<Postings> decide(const State& state, const Hold& command);

/// What becomes of holds in the end. By line: not_found, hold_ended.
Decided<Postings> decideSettle(const State& state, std::span<const HeadshotId> headshots);
/// Goes back to where each hold came from, or to the pool if the member is gone.
Decided<Postings> decideRelease(const State& state, std::span<const HeadshotId> headshots);

/// Debt is paid first. limit_exceeded beyond teamCreditsMax.
Decided<Postings> decidePurchase(const State& state, std::int64_t credits);

/// Credits of a refund or dispute leave again: from the pool, then from what members have available, pro rata
/// (largest remainder, then member id), then into debt. Never refused but for a number that cannot be. Needs
/// all members.
Decided<Postings> decideReversal(const State& state, std::int64_t credits);

/// A refund that failed or a dispute that was won: debt is paid first, the rest goes to the pool.
Decided<Postings> decideReversalUndone(const State& state, std::int64_t credits);

/// What the member has available returns to the pool; open holds follow when they end. No postings when there
/// is nothing. not_found.
Decided<Postings> decideMemberRemoved(const State& state, const MemberId& member);

/// The preview of a distribution, and the check of an approved one: the same function. Refusals: shortfall
/// with the number missing, invalid_input (no such rule, nobody to give to), limit_exceeded.
Decided<DistributePlan> plan(const State& state, const DistributeRule& rule);
/// Split the amount, or the whole pool, equally; what is left over stays in the pool.
Decided<DistributePlan> planEqualSplit(const State& state, std::optional<std::int64_t> amount,
                                       Audience audience);
/// Everyone who has fewer than `credits` available gets up to there. May have no lines.
Decided<DistributePlan> planTopUp(const State& state, std::int64_t credits, Audience audience);

/// Shares of `credits` in proportion to the weights: floor first, then one each by largest remainder, then by
/// position. Their sum is min(credits, sum of weights), and no share exceeds its weight.
std::vector<std::int64_t> proRata(std::int64_t credits, std::span<const std::int64_t> weights);

/// Carries out what a rule decided on this very state. Aborts if a balance would fall below zero: that is an
/// error in a rule. Holds are opened and ended along.
void applyPostings(State& state, std::span<const Posting> postings);

} // namespace headroom::credits
