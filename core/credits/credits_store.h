#pragma once

#include "core/credits/credits_rules.h"
#include "core/sync/team_write.h"

// The ledger's tables: team_credits, member_credits, holds, transfers. Every function runs inside the
// caller's transaction and writes nothing when it refuses, so a caller may store the refusal as the command's
// answer and commit.
//
// Two kinds of failure: the Result is an error of the database (nothing is known to have happened, roll
// back); the value inside is what the rule decided.
namespace headroom::credits {

/// Who and what made credits move; stands on each transfer.
struct Cause {
    CommandId command = {};
    MemberId actor = {};   ///< none when the endpoint itself acts
    OrderId order = {};    ///< for purchases and reversals
    bool livemode = false; ///< of the order; of the endpoint for everything else
};

struct Posted {
    std::int64_t version = 0; ///< of the team, at which the postings become visible
    Postings postings;
};

using Answer = Result<Decided<Posted>>;

/// Once, in the transaction that creates the team. AlreadyExists on a repeat.
Result<void> initialiseTeam(sync::TeamWrite& write);

Answer carryOut(sync::TeamWrite& write, const Allocate& command, const Cause& cause);
Answer carryOut(sync::TeamWrite& write, const AutoDistribute& command, const Cause& cause);
Answer carryOut(sync::TeamWrite& write, const Reassign& command, const Cause& cause);
Answer carryOut(sync::TeamWrite& write, const Command& command, const Cause& cause);

/// What distributing would do now. For previews; the same computation checks the approved lines later.
Result<Decided<DistributePlan>> preview(database::Session& session, const TeamId& team,
                                        const DistributeRule& rule);

/// In the transaction that queues the jobs. A headshot can be held for once, ever.
Answer hold(sync::TeamWrite& write, const Hold& command, const Cause& cause);

/// In the transaction that completes the headshots and marks them charged.
Answer settle(sync::TeamWrite& write, std::span<const HeadshotId> headshots, const Cause& cause);

/// In the transaction that fails or cancels the headshots.
Answer release(sync::TeamWrite& write, std::span<const HeadshotId> headshots, const Cause& cause);

/// In the transaction that removes the member, before or after the state is set.
Answer memberRemoved(sync::TeamWrite& write, const MemberId& member, const Cause& cause);

/// Credits of a paid order; the caller has made sure (payment_grants) that it is granted once.
Answer purchase(sync::TeamWrite& write, std::int64_t credits, const Cause& cause);

/// Credits of a refund or dispute of cause.order; and back again.
Answer reverse(sync::TeamWrite& write, std::int64_t credits, const Cause& cause);
Answer undoReversal(sync::TeamWrite& write, std::int64_t credits, const Cause& cause);

} // namespace headroom::credits
