#include "core/credits/credits_rules.h"

#include "core/base/ensure.h"
#include "core/credits/credits_limits.h"

#include <set>

namespace headroom::credits {

using sync::Account;
using sync::CreditSource;
using sync::HoldState;
using sync::TransferReason;

namespace {

using Refused = tl::unexpected<Refusal>;

Refused refuse(ErrorCode code, std::string detail, std::int64_t missing = 0) {
    return Refused(Refusal{code, std::move(detail), missing, {}, {}});
}

Refused refuseLines(std::vector<LineRefusal> lines) {
    Refusal refusal;
    refusal.code = lines.front().code;
    refusal.detail = std::to_string(lines.size()) + " lines refused";
    for (const LineRefusal& line : lines)
        refusal.missing += line.missing;
    refusal.lines = std::move(lines);
    return Refused(std::move(refusal));
}

std::optional<ErrorCode> whyNotGiver(const State& state, const MemberId& id) {
    const auto found = state.members.find(id);
    if (found == state.members.end()) return ErrorCode::NotFound;
    if (found->second.state == sync::MemberState::Removed) return ErrorCode::Gone;
    return std::nullopt;
}

/// Suspended members may give back, but neither receive nor hold.
std::optional<ErrorCode> whyNotReceiver(const State& state, const MemberId& id) {
    if (const auto why = whyNotGiver(state, id)) return why;
    if (state.members.at(id).state == sync::MemberState::Suspended) return ErrorCode::MemberSuspended;
    return std::nullopt;
}

std::optional<ErrorCode> whyNotCredits(std::int64_t credits) {
    if (credits <= 0) return ErrorCode::InvalidInput;
    if (credits > lineCreditsMax) return ErrorCode::LimitExceeded;
    return std::nullopt;
}

/// What one line of an allocation is refused for, whatever the other lines are.
std::optional<LineRefusal> refusedLine(const State& state, std::size_t position, const AllocateLine& line) {
    const auto refused = [&](ErrorCode code, std::int64_t missing = 0) {
        return LineRefusal{position, line.member, code, missing};
    };
    if (line.credits == 0) return refused(ErrorCode::InvalidInput);
    if (line.credits > lineCreditsMax || line.credits < -lineCreditsMax)
        return refused(ErrorCode::LimitExceeded);
    const auto why = line.credits > 0 ? whyNotReceiver(state, line.member) : whyNotGiver(state, line.member);
    if (why) return refused(*why);
    const std::int64_t left = state.members.at(line.member).available + line.credits;
    if (left < 0) return refused(ErrorCode::InsufficientCredits, -left);
    return std::nullopt;
}

Posting give(const AllocateLine& line, TransferReason reason) {
    return {Account::Pool, {}, Account::Member, line.member, line.credits, reason, {}};
}

Posting takeBack(const AllocateLine& line) {
    return {Account::Member, line.member, Account::Pool, {}, -line.credits, TransferReason::TakeBack, {}};
}

Decided<Postings> decideLines(const State& state, const std::vector<AllocateLine>& lines,
                              TransferReason reason) {
    if (lines.empty()) return refuse(ErrorCode::InvalidInput, "no lines");
    if (lines.size() > linesMax) return refuse(ErrorCode::LimitExceeded, "too many lines");

    std::vector<LineRefusal> refused;
    std::set<MemberId> seen;
    std::int64_t poolAfter = state.team.pool; // cannot overflow: linesMax x lineCreditsMax is 10^13
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!seen.insert(lines[i].member).second)
            refused.push_back({i, lines[i].member, ErrorCode::InvalidInput, 0});
        else if (auto why = refusedLine(state, i, lines[i]))
            refused.push_back(std::move(*why));
        else
            poolAfter -= lines[i].credits;
    }
    if (!refused.empty()) return refuseLines(std::move(refused));
    if (poolAfter < 0)
        return refuse(ErrorCode::InsufficientPool, "the pool has " + std::to_string(state.team.pool),
                      -poolAfter);

    // What is taken back comes first, as it may pay for what is given.
    Postings postings;
    postings.reserve(lines.size());
    for (const AllocateLine& line : lines)
        if (line.credits < 0) postings.push_back(takeBack(line));
    for (const AllocateLine& line : lines)
        if (line.credits > 0) postings.push_back(give(line, reason));
    return postings;
}

Posting endOfHold(const HeadshotId& id, const HoldRecord& hold, Account to, const MemberId& toMember,
                  TransferReason reason) {
    return {Account::Held, hold.member, to, toMember, hold.credits, reason, id};
}

/// Settle and release refuse for the same reasons.
std::vector<LineRefusal> refusedEnds(const State& state, std::span<const HeadshotId> headshots) {
    std::vector<LineRefusal> refused;
    std::set<HeadshotId> seen;
    for (std::size_t i = 0; i < headshots.size(); ++i) {
        const auto found = state.holds.find(headshots[i]);
        if (found == state.holds.end())
            refused.push_back({i, {}, ErrorCode::NotFound, 0});
        else if (found->second.state != HoldState::Open)
            refused.push_back({i, found->second.member, ErrorCode::HoldEnded, 0});
        else if (!seen.insert(headshots[i]).second)
            refused.push_back({i, found->second.member, ErrorCode::InvalidInput, 0});
    }
    return refused;
}

std::optional<Refused> refusedCount(std::size_t count) {
    if (count == 0) return refuse(ErrorCode::InvalidInput, "no headshots");
    if (count > holdsMax) return refuse(ErrorCode::LimitExceeded, "too many headshots");
    return std::nullopt;
}

} // namespace

Decided<Postings> decide(const State& state, const Allocate& command) {
    return decideLines(state, command.lines, TransferReason::Allocate);
}

Decided<Postings> decide(const State& state, const AutoDistribute& command) {
    if (command.lines.empty()) return refuse(ErrorCode::InvalidInput, "no lines");
    auto now = plan(state, command.rule);
    if (!now) return Refused(std::move(now.error()));
    if (now->basis != command.basis || now->lines != command.lines) {
        Refusal moved{ErrorCode::BasisChanged, "pool or members changed since the preview", 0, {}, {}};
        moved.preview = std::move(*now);
        return Refused(std::move(moved));
    }
    return decideLines(state, command.lines, TransferReason::AutoDistribute);
}

Decided<Postings> decide(const State& state, const Reassign& command) {
    if (const auto why = whyNotCredits(command.credits)) return refuse(*why, "credits");
    if (command.from == command.to) return refuse(ErrorCode::InvalidInput, "from and to are the same member");
    if (const auto why = whyNotGiver(state, command.from)) return refuse(*why, "from");
    if (const auto why = whyNotReceiver(state, command.to)) return refuse(*why, "to");
    const std::int64_t available = state.members.at(command.from).available;
    if (available < command.credits)
        return refuse(ErrorCode::InsufficientCredits, "the member has " + std::to_string(available),
                      command.credits - available);
    return Postings{{Account::Member,
                     command.from,
                     Account::Member,
                     command.to,
                     command.credits,
                     TransferReason::Reassign,
                     {}}};
}

Decided<Postings> decide(const State& state, const Command& command) {
    return std::visit([&](const auto& known) { return decide(state, known); }, command);
}

Decided<Postings> decide(const State& state, const Hold& command) {
    if (auto refused = refusedCount(command.headshots.size())) return *refused;
    if (const auto why = whyNotReceiver(state, command.member)) return refuse(*why, "member");

    std::vector<LineRefusal> refused;
    std::set<HeadshotId> seen;
    for (std::size_t i = 0; i < command.headshots.size(); ++i)
        if (state.holds.contains(command.headshots[i]) || !seen.insert(command.headshots[i]).second)
            refused.push_back({i, command.member, ErrorCode::AlreadyExists, 0});
    if (!refused.empty()) return refuseLines(std::move(refused));

    const bool fromPool = command.source == CreditSource::Pool;
    const std::int64_t there = fromPool ? state.team.pool : state.members.at(command.member).available;
    const auto asked = static_cast<std::int64_t>(command.headshots.size());
    if (there < asked)
        return refuse(fromPool ? ErrorCode::InsufficientPool : ErrorCode::InsufficientCredits,
                      "there are " + std::to_string(there), asked - there);

    Postings postings;
    postings.reserve(command.headshots.size());
    for (const HeadshotId& headshot : command.headshots)
        postings.push_back({fromPool ? Account::Pool : Account::Member,
                            fromPool ? MemberId() : command.member, Account::Held, command.member, 1,
                            TransferReason::Hold, headshot});
    return postings;
}

Decided<Postings> decideSettle(const State& state, std::span<const HeadshotId> headshots) {
    if (auto refused = refusedCount(headshots.size())) return *refused;
    if (auto refused = refusedEnds(state, headshots); !refused.empty())
        return refuseLines(std::move(refused));
    Postings postings;
    for (const HeadshotId& id : headshots) {
        const HoldRecord& hold = state.holds.at(id);
        postings.push_back(endOfHold(id, hold, Account::Spent, hold.member, TransferReason::Settle));
    }
    return postings;
}

Decided<Postings> decideRelease(const State& state, std::span<const HeadshotId> headshots) {
    if (auto refused = refusedCount(headshots.size())) return *refused;
    if (auto refused = refusedEnds(state, headshots); !refused.empty())
        return refuseLines(std::move(refused));
    Postings postings;
    for (const HeadshotId& id : headshots) {
        const HoldRecord& hold = state.holds.at(id);
        const bool toMember = hold.source == CreditSource::Member && !whyNotGiver(state, hold.member);
        postings.push_back(endOfHold(id, hold, toMember ? Account::Member : Account::Pool,
                                     toMember ? hold.member : MemberId(), TransferReason::Release));
    }
    return postings;
}

Decided<Postings> decideMemberRemoved(const State& state, const MemberId& member) {
    const auto found = state.members.find(member);
    if (found == state.members.end()) return refuse(ErrorCode::NotFound, "member");
    if (found->second.available == 0) return Postings{};
    return Postings{{Account::Member,
                     member,
                     Account::Pool,
                     {},
                     found->second.available,
                     TransferReason::MemberRemoved,
                     {}}};
}

namespace {

/// The one balance that an account of a team or member is cached in. Purchased and debt are sources: credits
/// that leave them are counted up.
std::int64_t& balance(State& state, Account account, const MemberId& member) {
    switch (account) {
    case Account::Purchased:
        return state.team.purchased;
    case Account::Pool:
        return state.team.pool;
    case Account::Member:
        return state.members.at(member).available;
    case Account::Held:
        return state.members.at(member).held;
    case Account::Spent:
        return state.members.at(member).spent;
    case Account::Refunded:
        return state.team.refunded;
    case Account::Debt:
        return state.team.debt;
    }
    __builtin_unreachable();
}

void move(State& state, Account account, const MemberId& member, std::int64_t delta) {
    const bool source = account == Account::Purchased || account == Account::Debt;
    std::int64_t& amount = balance(state, account, member);
    amount += source ? -delta : delta;
    ENSURE(amount >= 0);
    if (account == Account::Held) state.team.held += delta;
    if (account == Account::Spent) state.team.spent += delta;
}

void moveHold(State& state, const Posting& posting) {
    if (posting.reason == TransferReason::Hold) {
        const auto source = posting.from == Account::Pool ? CreditSource::Pool : CreditSource::Member;
        ENSURE(
            state.holds
                .emplace(posting.hold, HoldRecord{posting.toMember, source, posting.credits, HoldState::Open})
                .second);
        return;
    }
    HoldRecord& hold = state.holds.at(posting.hold);
    ENSURE(hold.state == HoldState::Open && hold.credits == posting.credits);
    hold.state = posting.reason == TransferReason::Settle ? HoldState::Settled : HoldState::Released;
}

} // namespace

void applyPostings(State& state, std::span<const Posting> postings) {
    for (const Posting& posting : postings) {
        ENSURE(posting.credits > 0);
        move(state, posting.from, posting.fromMember, -posting.credits);
        move(state, posting.to, posting.toMember, posting.credits);
        if (!posting.hold.empty()) moveHold(state, posting);
    }
}

} // namespace headroom::credits
