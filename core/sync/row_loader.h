#pragma once

#include "core/database/database.h"
#include "core/sync/visibility.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace headroom::sync {

/// One row on its way to a client.
struct LoadedRow {
    std::string id;
    nlohmann::json json;
    /// Where it stands in its kind's order (created_at for most): descending by (number, id), and neither
    /// ever changes for a row. Used by list() only.
    std::int64_t keyNumber = 0;
};

/// Turns kinds and ids into rows. The endpoint implements it over the concepts' stores, because sync knows
/// none of them. Called inside a read block.
class RowLoader {
public:
    virtual ~RowLoader() = default;

    /// The rows of these ids that exist, in any order. A row that is gone is left out: its tombstone follows.
    /// Fields that the viewer may not see are blanked.
    virtual Result<std::vector<LoadedRow>> load(database::Session& session, const Viewer& viewer,
                                                RowKind kind, const std::vector<std::string>& ids) = 0;

    /// At most `limit` rows of a kind that the viewer sees, newest first, after the row with this key; from
    /// the start when `afterId` is empty. `extent` says whether all rows or only those that name the viewer.
    virtual Result<std::vector<LoadedRow>> list(database::Session& session, const Viewer& viewer,
                                                RowKind kind, Visible extent, std::int64_t afterNumber,
                                                const std::string& afterId, int limit) = 0;
};

} // namespace headroom::sync
