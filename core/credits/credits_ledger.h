#pragma once

#include "core/credits/credits_rules.h"
#include "core/credits/credits_store.h"
#include "core/sync/team_write.h"

// Between the rules and the tables: loads the state that a command needs, writes what a rule decided. Only
// for the .cpp files of this folder.
namespace headroom::credits {

/// Which members a rule looks at beside those that it names.
enum class Others { None, NotRemoved, WithCredits };

Result<State> loadState(database::Session& session, const TeamId& team, std::span<const MemberId> members,
                        std::span<const HeadshotId> holds, Others others = Others::None);

/// Writes transfers, balances and holds, and puts each touched row into the feed. `state` is the one that the
/// postings were decided on.
Result<Posted> post(sync::TeamWrite& write, State state, Postings postings, const Cause& cause);

} // namespace headroom::credits
