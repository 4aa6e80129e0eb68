#pragma once

#include "core/sync/row_loader.h"
#include "core/sync/team_write.h"
#include "tests/support/test_database.h"

#include <map>
#include <string>

// Rows of every kind in one small table, so that the feed is tested without the concepts that fill it.
namespace headroom::test {

struct Thing {
    sync::RowKind kind = sync::RowKind::Headshot;
    std::string id;
    MemberId owner;
    MemberId second;
    std::int64_t value = 0;
    std::int64_t createdAt = 0;
};

/// What a client's cache would hold: (kind, id) to value.
using Cache = std::map<std::pair<sync::RowKind, std::string>, std::int64_t>;

Result<void> createThings(database::Transaction& transaction);
/// Inserts or changes, and records the change.
Result<void> putThing(sync::TeamWrite& write, const Thing& thing);
/// Deletes, and records the tombstone.
Result<void> dropThing(sync::TeamWrite& write, const Thing& thing);

class ThingLoader final : public sync::RowLoader {
public:
    Result<std::vector<sync::LoadedRow>> load(database::Session& session, const sync::Viewer& viewer,
                                              sync::RowKind kind,
                                              const std::vector<std::string>& ids) override;
    Result<std::vector<sync::LoadedRow>> list(database::Session& session, const sync::Viewer& viewer,
                                              sync::RowKind kind, sync::Visible extent,
                                              std::int64_t afterNumber, const std::string& afterId,
                                              int limit) override;
};

/// A team with an epoch and a feed row, and the things table.
TeamId makeTeam(database::Database& database);

/// Everything that a viewer may see, straight from the table.
Cache fullRead(database::Database& database, const sync::Viewer& viewer);

/// A client that only follows snapshot and feed.
class Follower {
public:
    Follower(database::Database& database, sync::Viewer viewer)
        : database_(database)
        , viewer_(std::move(viewer)) {}

    /// Reads a snapshot to its end, page by page; calls `between` after each page.
    Result<void> snapshot(int pageSize, const std::function<void()>& between = {});
    /// Reads one page of the feed; true while there is more.
    Result<bool> follow(int pageSize);
    Result<void> followToTheEnd(int pageSize);

    const Cache& cache() const { return cache_; }
    const std::string& cursor() const { return cursor_; }
    const std::vector<std::int64_t>& versions() const { return versions_; }

private:
    database::Database& database_;
    sync::Viewer viewer_;
    ThingLoader loader_;
    Cache cache_;
    std::string cursor_;
    std::vector<std::int64_t> versions_;
};

} // namespace headroom::test
