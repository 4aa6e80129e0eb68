#include "tests/core/sync/thing_rows.h"

#include "core/base/ensure.h"
#include "core/sync/endpoint_state.h"
#include "core/sync/feed_reader.h"
#include "core/sync/snapshot_reader.h"

namespace headroom::test {

using namespace sync;
using database::Database;
using database::Session;
using database::Transaction;

Result<void> createThings(Transaction& transaction) {
    return transaction.script(R"sql(
        CREATE TABLE things (
            team_id TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, owner TEXT, second TEXT,
            value BIGINT NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (team_id, kind, id)))sql");
}

Result<void> putThing(TeamWrite& write, const Thing& thing) {
    TRY(write.transaction().execute(
        R"sql(
        INSERT INTO things (team_id, kind, id, owner, second, value, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (team_id, kind, id) DO UPDATE SET value = excluded.value)sql",
        {write.team(), name(thing.kind), thing.id, thing.owner, thing.second, thing.value, thing.createdAt}));
    return write.changed(thing.kind, thing.id, thing.owner, thing.second);
}

Result<void> dropThing(TeamWrite& write, const Thing& thing) {
    TRY(write.transaction().execute("DELETE FROM things WHERE team_id = $1 AND kind = $2 AND id = $3",
                                    {write.team(), name(thing.kind), thing.id}));
    return write.removed(thing.kind, thing.id, thing.owner, thing.second);
}

Result<std::vector<LoadedRow>> ThingLoader::load(Session& session, const Viewer& viewer, RowKind kind,
                                                 const std::vector<std::string>& ids) {
    std::vector<LoadedRow> rows;
    for (const std::string& id : ids) {
        const auto row =
            TRY(session.one("SELECT value FROM things WHERE team_id = $1 AND kind = $2 AND id = $3",
                            {viewer.team, name(kind), id}));
        if (row) rows.push_back({id, nlohmann::json(row->integer("value")), 0});
    }
    return rows;
}

Result<std::vector<LoadedRow>> ThingLoader::list(Session& session, const Viewer& viewer, RowKind kind,
                                                 Visible extent, std::int64_t afterNumber,
                                                 const std::string& afterId, int limit) {
    const auto found = TRY(session.query(
        R"sql(
        SELECT id, value, created_at FROM things
        WHERE team_id = $1 AND kind = $2 AND ($3 = 1 OR $4 IN (owner, second))
          AND ($5 = '' OR (created_at, id) < ($6, $5))
        ORDER BY created_at DESC, id DESC LIMIT $7)sql",
        {viewer.team, name(kind), extent == Visible::All, viewer.member, afterId, afterNumber, limit}));
    std::vector<LoadedRow> rows;
    for (const auto& row : found)
        rows.push_back({row.text("id"), nlohmann::json(row.integer("value")), row.integer("created_at")});
    return rows;
}

TeamId makeTeam(Database& database) {
    const TeamId team = TeamId::make();
    const auto made = database.write([&](Transaction& transaction) -> Result<void> {
        TRY(ensureEndpointState(transaction, {1}));
        TRY(createThings(transaction));
        TRY(TeamWrite::beginNewTeam(transaction, team, {1}));
        return {};
    });
    ENSURE(made.has_value());
    return team;
}

Cache fullRead(Database& database, const Viewer& viewer) {
    Cache cache;
    ThingLoader loader;
    const auto done = database.read([&](Session& session) -> Result<void> {
        for (int i = 0; i < valueCount<RowKind>; ++i) {
            const auto kind = static_cast<RowKind>(i);
            const Visible extent = visible(viewer.role, kind);
            if (extent == Visible::None) continue;
            for (const LoadedRow& row : TRY(loader.list(session, viewer, kind, extent, 0, {}, 1'000'000)))
                cache[{kind, row.id}] = row.json.get<std::int64_t>();
        }
        return {};
    });
    ENSURE(done.has_value());
    return cache;
}

Result<void> Follower::snapshot(int pageSize, const std::function<void()>& between) {
    cache_.clear();
    std::string token;
    do {
        const SnapshotPage page = TRY(database_.read(
            [&](Session& session) { return readSnapshot(session, viewer_, token, loader_, pageSize); }));
        for (const SnapshotRow& row : page.rows)
            cache_[{row.kind, row.id}] = row.row.get<std::int64_t>();
        token = page.next;
        cursor_ = page.cursor;
        if (between) between();
    } while (!token.empty());
    return {};
}

Result<bool> Follower::follow(int pageSize) {
    const FeedPage page = TRY(database_.read(
        [&](Session& session) { return readFeed(session, viewer_, cursor_, loader_, pageSize); }));
    for (const FeedRow& row : page.rows) {
        if (row.change == ChangeKind::Removed) {
            cache_.erase({row.kind, row.id});
        } else {
            cache_[{row.kind, row.id}] = row.row.get<std::int64_t>();
        }
    }
    cursor_ = page.cursor;
    versions_.push_back(page.reachedVersion);
    return page.more;
}

Result<void> Follower::followToTheEnd(int pageSize) {
    while (TRY(follow(pageSize))) {
    }
    return {};
}

} // namespace headroom::test
