#include "core/sync/feed_reader.h"

#include "core/sync/endpoint_state.h"
#include "core/sync/sync_limits.h"

#include <algorithm>
#include <map>
#include <set>

namespace headroom::sync {

namespace {

constexpr std::string_view selectPosition = "SELECT version, floor FROM team_feed WHERE team_id = $1";

constexpr std::string_view selectChanges = R"sql(
    SELECT version, ordinal, kind, row_id, deleted FROM changes
    WHERE team_id = $1 AND (version, ordinal) > ($2, $3) AND @visible@
    ORDER BY version, ordinal LIMIT $5)sql";

// The oldest versions first, so that the floor rises without a gap even if clocks of two processes differ.
constexpr std::string_view selectPurgeable = R"sql(
    SELECT MAX(version) AS newest FROM (
        SELECT DISTINCT version FROM changes WHERE team_id = $1 AND version <= (
            SELECT MAX(version) FROM changes WHERE team_id = $1 AND created_at < $2)
        ORDER BY version LIMIT $3) AS oldest)sql";

constexpr std::string_view deleteChanges = "DELETE FROM changes WHERE team_id = $1 AND version <= $2";

constexpr std::string_view raiseFloor = "UPDATE team_feed SET floor = $2 WHERE team_id = $1 AND floor < $2";

constexpr std::string_view selectTeamsToPurge =
    "SELECT DISTINCT team_id FROM changes WHERE created_at < $1 ORDER BY team_id LIMIT $2";

std::string quotedKinds(const std::vector<RowKind>& kinds) {
    std::string list;
    for (const RowKind kind : kinds)
        list += (list.empty() ? "'" : ", '") + std::string(name(kind)) + "'";
    return list;
}

/// The condition on a change for a viewer of this role; $4 is the viewer's member id.
std::string visibleCondition(Role role) {
    std::string condition = "(kind IN (" + quotedKinds(kindsVisible(role, Visible::All)) + ")";
    if (const auto own = kindsVisible(role, Visible::Own); !own.empty())
        condition += " OR (kind IN (" + quotedKinds(own) + ") AND $4 IN (member_id, also_member_id))";
    return condition + ")";
}

std::string changesQuery(Role role) {
    constexpr std::string_view mark = "@visible@";
    std::string sql(selectChanges);
    return sql.replace(sql.find(mark), mark.size(), visibleCondition(role));
}

Result<RowKind> kindOf(const database::Row& row) {
    const auto kind = fromName<RowKind>(row.text("kind"));
    if (!kind) return fail(ErrorCode::Corrupt, "the feed holds an unknown kind");
    return *kind;
}

/// Only the newest change of each row counts: rows are read as they are now.
Result<std::vector<Change>> newestOfEach(const database::Rows& rows, std::size_t count) {
    std::vector<Change> changes;
    std::set<std::pair<RowKind, std::string>> seen;
    for (std::size_t i = count; i-- > 0;) {
        const RowKind kind = TRY(kindOf(rows[i]));
        if (!seen.emplace(kind, rows[i].text("row_id")).second) continue;
        changes.push_back({kind, rows[i].text("row_id"),
                           rows[i].boolean("deleted") ? ChangeKind::Removed : ChangeKind::Changed});
    }
    std::reverse(changes.begin(), changes.end());
    return changes;
}

Result<void> checkReadable(const Cursor& after, const FeedPosition& position) {
    const bool belowFloor = after.version < position.floor ||
                            (after.version == position.floor && after.ordinal != Cursor::wholeVersion);
    if (belowFloor) return fail(ErrorCode::ResyncRequired, "the changes since the cursor are purged");
    if (after.version > position.version)
        return fail(ErrorCode::ResyncRequired, "the cursor is ahead of the team");
    return {};
}

} // namespace

Result<FeedPosition> feedPosition(database::Session& session, const TeamId& team) {
    const auto row = TRY(session.one(selectPosition, {team}));
    if (!row) return fail(ErrorCode::NotFound, "no such team");
    return FeedPosition{row->integer("version"), row->integer("floor")};
}

Result<ChangesPage> readChanges(database::Session& session, const Viewer& viewer, const Cursor& after,
                                int limit) {
    const FeedPosition position = TRY(feedPosition(session, viewer.team));
    TRY(checkBelongs(after, TRY(feedEpoch(session)), viewer));
    TRY(checkReadable(after, position));

    const auto pageSize = static_cast<std::size_t>(std::clamp(limit, 1, feedPageMax));
    const database::Rows rows = TRY(session.query(
        changesQuery(viewer.role), {viewer.team, after.version, after.ordinal, viewer.member, pageSize + 1}));

    ChangesPage page;
    page.teamVersion = position.version;
    page.more = rows.size() > pageSize;
    page.changes = TRY(newestOfEach(rows, std::min(rows.size(), pageSize)));
    page.next = after;
    page.next.version = page.more ? rows[pageSize - 1].integer("version") : position.version;
    page.next.ordinal = page.more ? rows[pageSize - 1].integer("ordinal") : Cursor::wholeVersion;
    return page;
}

Result<FeedPage> readFeed(database::Session& session, const Viewer& viewer, std::string_view cursorText,
                          RowLoader& loader, int limit) {
    const ChangesPage changes = TRY(readChanges(session, viewer, TRY(parseCursor(cursorText)), limit));
    std::map<RowKind, std::vector<std::string>> wanted;
    for (const Change& change : changes.changes)
        if (change.change == ChangeKind::Changed) wanted[change.kind].push_back(change.rowId);

    std::map<std::pair<RowKind, std::string>, nlohmann::json> loaded;
    for (const auto& [kind, ids] : wanted)
        for (LoadedRow& row : TRY(loader.load(session, viewer, kind, ids)))
            loaded.emplace(std::pair(kind, std::move(row.id)), std::move(row.json));

    FeedPage page;
    for (const Change& change : changes.changes) {
        FeedRow row{change.kind, change.rowId, change.change, nullptr};
        if (change.change == ChangeKind::Changed) {
            const auto found = loaded.find({change.kind, change.rowId});
            if (found == loaded.end()) continue; // gone since; its tombstone is further on
            row.row = std::move(found->second);
        }
        page.rows.push_back(std::move(row));
    }
    page.cursor = encode(changes.next);
    page.reachedVersion = changes.next.reachedVersion();
    page.teamVersion = changes.teamVersion;
    page.more = changes.more;
    return page;
}

Result<std::int64_t> purgeChanges(database::Transaction& transaction, const TeamId& team, Timestamp before) {
    const auto row = TRY(transaction.one(selectPurgeable, {team, before, purgeBatch}));
    if (!row || row->isNull("newest")) return 0;
    const std::int64_t newest = row->integer("newest");
    TRY(transaction.execute(raiseFloor, {team, newest}));
    return TRY(transaction.execute(deleteChanges, {team, newest}));
}

Result<std::vector<TeamId>> teamsToPurge(database::Session& session, Timestamp before, int limit) {
    std::vector<TeamId> teams;
    for (const auto& row : TRY(session.query(selectTeamsToPurge, {before, limit})))
        teams.push_back(row.id<TeamId>("team_id"));
    return teams;
}

} // namespace headroom::sync
