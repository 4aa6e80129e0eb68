#include "core/credits/credits_limits.h"
#include "core/credits/credits_rules.h"

namespace headroom::credits {

namespace {

using Refused = tl::unexpected<Refusal>;

Refused refuse(ErrorCode code, std::string detail, std::int64_t missing = 0) {
    return Refused(Refusal{code, std::move(detail), missing, {}, {}});
}

bool takesPart(const Member& member, Audience audience) {
    switch (member.state) {
    case sync::MemberState::Active:
        return true;
    case sync::MemberState::Invited:
        return audience == Audience::ActiveAndInvited;
    case sync::MemberState::Suspended:
    case sync::MemberState::Removed:
        return false;
    }
    __builtin_unreachable();
}

/// In the order of their ids, so that the same state always gives the same plan.
Decided<std::vector<MemberId>> participants(const State& state, Audience audience) {
    std::vector<MemberId> ids;
    for (const auto& [id, member] : state.members)
        if (takesPart(member, audience)) ids.push_back(id);
    if (ids.empty()) return refuse(ErrorCode::InvalidInput, "nobody to give credits to");
    if (ids.size() > linesMax) return refuse(ErrorCode::LimitExceeded, "more members than lines");
    return ids;
}

DistributeBasis basisOf(const State& state) {
    return {state.team.pool, state.memberVersion};
}

} // namespace

Decided<DistributePlan> planEqualSplit(const State& state, std::optional<std::int64_t> amount,
                                       Audience audience) {
    if (amount && *amount <= 0) return refuse(ErrorCode::InvalidInput, "nothing to split");
    const auto members = participants(state, audience);
    if (!members) return Refused(members.error());
    const std::int64_t total = amount.value_or(state.team.pool);
    if (total > state.team.pool)
        return refuse(ErrorCode::Shortfall, "the pool has " + std::to_string(state.team.pool),
                      total - state.team.pool);
    const auto count = static_cast<std::int64_t>(members->size());
    const std::int64_t each = total / count;
    if (each == 0) return refuse(ErrorCode::Shortfall, "fewer credits than members", count - total);
    if (each > lineCreditsMax) return refuse(ErrorCode::LimitExceeded, "too many credits for one line");

    DistributePlan made;
    made.rule = {DistributeMode::EqualSplit, amount, audience};
    made.basis = basisOf(state);
    for (const MemberId& id : *members)
        made.lines.push_back({id, each});
    made.total = each * count;
    made.remainder = total - made.total;
    return made;
}

Decided<DistributePlan> planTopUp(const State& state, std::int64_t credits, Audience audience) {
    if (credits <= 0) return refuse(ErrorCode::InvalidInput, "nothing to top up to");
    if (credits > lineCreditsMax) return refuse(ErrorCode::LimitExceeded, "too many credits for one line");
    const auto members = participants(state, audience);
    if (!members) return Refused(members.error());

    DistributePlan made;
    made.rule = {DistributeMode::TopUp, credits, audience};
    made.basis = basisOf(state);
    for (const MemberId& id : *members) {
        const std::int64_t needed = credits - state.members.at(id).available;
        if (needed <= 0) continue;
        made.lines.push_back({id, needed});
        made.total += needed;
    }
    if (made.total > state.team.pool)
        return refuse(ErrorCode::Shortfall, "the pool has " + std::to_string(state.team.pool),
                      made.total - state.team.pool);
    return made;
}

Decided<DistributePlan> plan(const State& state, const DistributeRule& rule) {
    switch (rule.mode) {
    case DistributeMode::EqualSplit:
        return planEqualSplit(state, rule.credits, rule.audience);
    case DistributeMode::TopUp:
        if (!rule.credits) return refuse(ErrorCode::InvalidInput, "top up to how many");
        return planTopUp(state, *rule.credits, rule.audience);
    }
    __builtin_unreachable();
}

} // namespace headroom::credits
