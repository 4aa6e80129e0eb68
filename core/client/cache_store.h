#pragma once

#include "core/client/truth.h"
#include "core/database/database.h"

#include <optional>
#include <string>
#include <vector>

// The cache's tables of server truth. All functions run inside the caller's block.
namespace headroom::client::cache_store {

struct Position {
    std::int64_t generation = 1;
    std::string cursor; ///< opaque; empty before the first snapshot is complete
    std::int64_t version = 0;
    std::optional<Timestamp> syncedAt;
};

Result<Position> position(database::Session& session);
Result<void> setPosition(database::Transaction& transaction, const Position& position);

/// Puts rows into a generation, or takes them out. Transfers are never changed: a repeated one is passed
/// over.
Result<void> put(database::Transaction& transaction, std::int64_t generation,
                 const std::vector<FeedRow>& rows);

/// Drops what a broken-off or replaced generation left.
Result<void> dropOtherGenerations(database::Transaction& transaction, std::int64_t keep);
Result<void> dropGeneration(database::Transaction& transaction, std::int64_t generation);

/// Everything but the ledger, typed.
Result<Truth> load(database::Session& session, std::int64_t generation);

/// Newest first, before a position (version, ordinal); from the newest when there is none.
struct LedgerPosition {
    std::int64_t version = 0;
    std::int64_t ordinal = 0;
};
Result<std::vector<sync::TransferRow>> ledger(database::Session& session, std::int64_t generation,
                                              const std::optional<LedgerPosition>& before, std::size_t count);

/// Sums by day, oldest first, from the cached part of the ledger.
Result<std::vector<DayUse>> dayUse(database::Session& session, std::int64_t generation);

/// Version of a cached transfer that this command caused: proof that it was carried out. Nothing when there
/// is none.
Result<std::optional<std::int64_t>> versionOfCommand(database::Session& session, std::int64_t generation,
                                                     const CommandId& command);

} // namespace headroom::client::cache_store
