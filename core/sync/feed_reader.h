#pragma once

#include "core/sync/cursor.h"
#include "core/sync/row_loader.h"

// What changed for a viewer since a cursor. Everything here runs inside the caller's read block, which sees
// one moment of the database; the Viewer must come from the same block.
namespace headroom::sync {

enum class ChangeKind : std::uint8_t { Changed, Removed };

struct Change {
    RowKind kind = RowKind::Team;
    std::string rowId;
    ChangeKind change = ChangeKind::Changed;
    friend bool operator==(const Change&, const Change&) = default;
};

struct ChangesPage {
    std::vector<Change> changes; ///< the newest change of each row within the page, in feed order
    Cursor next;
    std::int64_t teamVersion = 0; ///< where the team is at this moment
    bool more = false;            ///< `next` is not yet at teamVersion
};

/// Looks at up to `limit` changes after the cursor. ResyncRequired when the cursor is of another epoch, scope
/// or schema, below the floor, or ahead of the team (a restored database). NotFound when there is no such
/// team.
Result<ChangesPage> readChanges(database::Session& session, const Viewer& viewer, const Cursor& after,
                                int limit);

struct FeedRow {
    RowKind kind = RowKind::Team;
    std::string id;
    ChangeKind change = ChangeKind::Changed;
    nlohmann::json row; ///< null for Removed
};

struct FeedPage {
    std::vector<FeedRow> rows;
    std::string cursor;
    std::int64_t reachedVersion = 0; ///< the newest version of which nothing is missing
    std::int64_t teamVersion = 0;
    bool more = false;
};

/// readChanges() from the client's text, with the rows themselves. `limit` is cut to feedPageMax.
Result<FeedPage> readFeed(database::Session& session, const Viewer& viewer, std::string_view cursorText,
                          RowLoader& loader, int limit);

/// The team's version and the floor below which changes are purged.
struct FeedPosition {
    std::int64_t version = 0;
    std::int64_t floor = 0;
};
Result<FeedPosition> feedPosition(database::Session& session, const TeamId& team);

/// Deletes changes (tombstones with them) that are older than `before`, at most purgeBatch versions, and
/// raises the floor to the newest deleted version. Returns the number of deleted changes; call again until it
/// is 0.
Result<std::int64_t> purgeChanges(database::Transaction& transaction, const TeamId& team, Timestamp before);

/// Teams that have something to purge.
Result<std::vector<TeamId>> teamsToPurge(database::Session& session, Timestamp before, int limit);

} // namespace headroom::sync
