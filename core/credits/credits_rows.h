#pragma once

#include "core/credits/credits_rules.h"
#include "core/database/database.h"
#include "core/sync/rows.h"

// The ledger's rows as they travel in snapshots, the change feed and history. Read blocks only.
namespace headroom::credits {

/// NotFound when the team was never initialised.
Result<sync::TeamCreditsRow> teamCredits(database::Session& session, const TeamId& team);

/// Of these members; a member who never had credits has zeros. Unknown ids are left out. Ordered by member
/// id.
Result<std::vector<sync::MemberCreditsRow>> memberCredits(database::Session& session, const TeamId& team,
                                                          std::span<const MemberId> members);

/// Of every member who is not removed, ordered by member id.
Result<std::vector<sync::MemberCreditsRow>> allMemberCredits(database::Session& session, const TeamId& team);

/// In the order in which they happened. Unknown ids are left out.
Result<std::vector<sync::TransferRow>> transfers(database::Session& session, const TeamId& team,
                                                 std::span<const TransferId> ids);

/// Where a page of history ends; the next one begins before it.
struct TransferPosition {
    std::int64_t version = 0;
    std::int64_t ordinal = 0;
};

/// Newest first; at most pageMax, however large `count` is. `member` shows only what concerns that
/// member; none for the whole team.
Result<std::vector<sync::TransferRow>> transferPage(database::Session& session, const TeamId& team,
                                                    const std::optional<TransferPosition>& before,
                                                    std::int64_t count, const MemberId& member = {});

// For snapshots: keyset pages, newest first by (created_at, id) for transfers and by member id for balances.
/// `after` is the last row of the page before; nothing for the first page.
struct TransferKey {
    Timestamp createdAt;
    TransferId id;
};
Result<std::vector<sync::TransferRow>> transfersAfter(database::Session& session, const TeamId& team,
                                                      const std::optional<TransferKey>& after,
                                                      std::int64_t count);
/// Descending by id; of everyone who is not removed. `after` is empty for the first page.
Result<std::vector<sync::MemberCreditsRow>> memberCreditsAfter(database::Session& session, const TeamId& team,
                                                               const MemberId& after, std::int64_t count);

} // namespace headroom::credits
