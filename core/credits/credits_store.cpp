#include "core/credits/credits_store.h"

#include "core/credits/credits_ledger.h"

namespace headroom::credits {

namespace {

constexpr std::string_view insertTeam = "INSERT INTO team_credits (team_id, updated_at) VALUES ($1, $2)";

/// Loads, decides, writes: the way of every command.
template <class Decide>
Answer run(sync::TeamWrite& write, const Cause& cause, std::span<const MemberId> members,
           std::span<const HeadshotId> holds, Others others, Decide&& decideOn) {
    State state = TRY(loadState(write.transaction(), write.team(), members, holds, others));
    Decided<Postings> decided = decideOn(std::as_const(state));
    if (!decided) return Decided<Posted>(tl::unexpected(std::move(decided.error())));
    return Decided<Posted>(TRY(post(write, std::move(state), std::move(*decided), cause)));
}

std::vector<MemberId> membersOf(const std::vector<AllocateLine>& lines) {
    std::vector<MemberId> ids;
    ids.reserve(lines.size());
    for (const AllocateLine& line : lines)
        ids.push_back(line.member);
    return ids;
}

} // namespace

Result<void> initialiseTeam(sync::TeamWrite& write) {
    TRY(write.transaction().execute(insertTeam, {write.team(), write.now()}));
    return write.changed(sync::RowKind::TeamCredits, write.team().text());
}

Answer carryOut(sync::TeamWrite& write, const Allocate& command, const Cause& cause) {
    return run(write, cause, membersOf(command.lines), {}, Others::None,
               [&](const State& state) { return decide(state, command); });
}

Answer carryOut(sync::TeamWrite& write, const AutoDistribute& command, const Cause& cause) {
    return run(write, cause, {}, {}, Others::NotRemoved,
               [&](const State& state) { return decide(state, command); });
}

Answer carryOut(sync::TeamWrite& write, const Reassign& command, const Cause& cause) {
    const std::vector<MemberId> members{command.from, command.to};
    return run(write, cause, members, {}, Others::None,
               [&](const State& state) { return decide(state, command); });
}

Answer carryOut(sync::TeamWrite& write, const Command& command, const Cause& cause) {
    return std::visit([&](const auto& known) { return carryOut(write, known, cause); }, command);
}

Result<Decided<DistributePlan>> preview(database::Session& session, const TeamId& team,
                                        const DistributeRule& rule) {
    const State state = TRY(loadState(session, team, {}, {}, Others::NotRemoved));
    return plan(state, rule);
}

Answer hold(sync::TeamWrite& write, const Hold& command, const Cause& cause) {
    return run(write, cause, std::span(&command.member, 1), command.headshots, Others::None,
               [&](const State& state) { return decide(state, command); });
}

Answer settle(sync::TeamWrite& write, std::span<const HeadshotId> headshots, const Cause& cause) {
    return run(write, cause, {}, headshots, Others::None,
               [&](const State& state) { return decideSettle(state, headshots); });
}

Answer release(sync::TeamWrite& write, std::span<const HeadshotId> headshots, const Cause& cause) {
    return run(write, cause, {}, headshots, Others::None,
               [&](const State& state) { return decideRelease(state, headshots); });
}

Answer memberRemoved(sync::TeamWrite& write, const MemberId& member, const Cause& cause) {
    return run(write, cause, std::span(&member, 1), {}, Others::None,
               [&](const State& state) { return decideMemberRemoved(state, member); });
}

Answer purchase(sync::TeamWrite& write, std::int64_t credits, const Cause& cause) {
    return run(write, cause, {}, {}, Others::None,
               [&](const State& state) { return decidePurchase(state, credits); });
}

Answer reverse(sync::TeamWrite& write, std::int64_t credits, const Cause& cause) {
    return run(write, cause, {}, {}, Others::WithCredits,
               [&](const State& state) { return decideReversal(state, credits); });
}

Answer undoReversal(sync::TeamWrite& write, std::int64_t credits, const Cause& cause) {
    return run(write, cause, {}, {}, Others::None,
               [&](const State& state) { return decideReversalUndone(state, credits); });
}

} // namespace headroom::credits
