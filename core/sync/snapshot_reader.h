#pragma once

#include "core/sync/cursor.h"
#include "core/sync/row_loader.h"

namespace headroom::sync {

struct SnapshotRow {
    RowKind kind = RowKind::Team;
    std::string id;
    nlohmann::json row;
};

struct SnapshotPage {
    std::vector<SnapshotRow> rows;
    std::int64_t version = 0; ///< the version at which the snapshot was begun: V
    std::string next;         ///< token of the next page; empty on the last one
    std::string cursor;       ///< on the last page: where the feed goes on, at V
};

/// One page of everything that a viewer sees: team, balances, members, then headshots newest first, then the
/// rest. An empty token begins. Runs inside the caller's read block; pages may be read minutes apart, because
/// the feed from V on repeats whatever changed meanwhile. ResyncRequired when the snapshot must be begun
/// again.
Result<SnapshotPage> readSnapshot(database::Session& session, const Viewer& viewer, std::string_view token,
                                  RowLoader& loader, int limit);

/// The order of kinds in a snapshot.
const std::vector<RowKind>& snapshotOrder();

} // namespace headroom::sync
