#include "core/headshots/headshots.h"

#include "core/headshots/headshot_rows.h"
#include "core/headshots/headshots_limits.h"
#include "core/sync/list_position.h"

// Rows: finding, listing, editing, deleting and restoring, and the sweep of bytes.
namespace headroom::headshots {

namespace {

const std::string selectById =
    "SELECT " + std::string(headshotColumns) + " FROM headshots WHERE team_id = $1 AND id = $2";

// An empty parameter does not narrow. Positions after the cursor are compared as (created_at, id), newest
// first.
const std::string selectPage = "SELECT " + std::string(headshotColumns) + R"sql( FROM headshots
    WHERE team_id = $1
      AND ($2 = '' OR member_id = $2)
      AND ($3 = '' OR request_id = $3)
      AND ($4 = '' OR style = $4)
      AND (state = $5 OR ($5 = '' AND state <> 'deleted'))
      AND favourite >= $6
      AND (created_at < $7 OR (created_at = $7 AND id < $8))
    ORDER BY created_at DESC, id DESC LIMIT $9)sql";

constexpr std::string_view selectContent = R"sql(
    SELECT state, blob_key, media_type, sha256, size_bytes, name FROM headshots WHERE team_id = $1 AND id = $2)sql";

constexpr std::string_view updateEdit = R"sql(
    UPDATE headshots SET name = COALESCE($3, name), favourite = COALESCE($4, favourite), updated_at = $5
    WHERE team_id = $1 AND id = $2)sql";

constexpr std::string_view endWaitingJob =
    "UPDATE headshot_jobs SET state = 'done' WHERE headshot_id = $1 AND state = 'waiting'";

constexpr std::string_view markDeleted = R"sql(
    UPDATE headshots SET state = 'deleted', failure = COALESCE($3, failure), deleted_at = $4, updated_at = $4
    WHERE team_id = $1 AND id = $2)sql";

constexpr std::string_view markRestored = R"sql(
    UPDATE headshots SET state = 'completed', deleted_at = NULL, updated_at = $3
    WHERE team_id = $1 AND id = $2 AND state = 'deleted' AND blob_key IS NOT NULL AND deleted_at > $4)sql";

constexpr std::string_view selectToPurge = R"sql(
    SELECT id, team_id, member_id, blob_key FROM headshots
    WHERE state = 'deleted' AND blob_key IS NOT NULL AND deleted_at <= $1
    ORDER BY deleted_at LIMIT $2)sql";

constexpr std::string_view dropKey = R"sql(
    UPDATE headshots SET blob_key = NULL
    WHERE id = $1 AND state = 'deleted' AND blob_key IS NOT NULL AND deleted_at <= $2)sql";

constexpr std::string_view selectByBlob = "SELECT blob_key FROM headshots WHERE id = $1";

template <class AnyId>
std::string textOf(const std::optional<AnyId>& id) {
    return id ? id->text() : std::string();
}

Result<sync::HeadshotRow> existing(sync::TeamWrite& write, const HeadshotId& id) {
    auto headshot = TRY(Headshots::find(write.transaction(), write.team(), id));
    if (!headshot) return fail(ErrorCode::NotFound, "no such headshot");
    return std::move(*headshot);
}

} // namespace

Result<std::optional<sync::HeadshotRow>> Headshots::find(database::Session& session, const TeamId& team,
                                                         const HeadshotId& id) {
    const auto row = TRY(session.one(selectById, {team, id}));
    if (!row) return std::optional<sync::HeadshotRow>();
    return std::optional(rowOf(*row));
}

Result<HeadshotPage> Headshots::list(database::Session& session, const TeamId& team,
                                     const HeadshotFilter& filter, std::string_view after, int limit) {
    if (limit < 1 || limit > headshotPageMax) return fail(ErrorCode::InvalidInput, "limit of a list");
    const sync::ListPosition position = TRY(sync::parseListPosition(after));
    const auto rows =
        TRY(session.query(selectPage, {team, textOf(filter.member), textOf(filter.request), filter.style,
                                       filter.state ? std::string(name(*filter.state)) : std::string(),
                                       filter.favouritesOnly, position.createdAtMs, position.id, limit + 1}));
    HeadshotPage page;
    for (const database::Row& row : rows)
        page.headshots.push_back(rowOf(row));
    if (page.headshots.size() > static_cast<std::size_t>(limit)) {
        page.headshots.pop_back();
        const sync::HeadshotRow& last = page.headshots.back();
        page.next = sync::toText({last.createdAt.ms, last.id.text()});
    }
    return page;
}

Result<HeadshotContent> Headshots::content(database::Session& session, const TeamId& team,
                                           const HeadshotId& id) {
    const auto row = TRY(session.one(selectContent, {team, id}));
    if (!row) return fail(ErrorCode::NotFound, "no such headshot");
    if (row->text("state") == name(sync::HeadshotState::Deleted))
        return fail(ErrorCode::Gone, "the headshot was deleted");
    if (row->isNull("blob_key")) return fail(ErrorCode::PreconditionFailed, "the headshot is not completed");
    return HeadshotContent{row->text("blob_key"), row->text("media_type"), row->text("sha256"),
                           row->integer("size_bytes"), row->text("name")};
}

Result<void> Headshots::edit(sync::TeamWrite& write, const HeadshotId& id, const HeadshotEdit& edit) {
    std::optional<std::string> newName;
    if (edit.name) newName = TRY(checkName(*edit.name));
    const sync::HeadshotRow headshot = TRY(existing(write, id));
    if (headshot.state == sync::HeadshotState::Deleted)
        return fail(ErrorCode::Gone, "the headshot was deleted");
    const bool same = newName.value_or(headshot.name) == headshot.name &&
                      edit.favourite.value_or(headshot.favourite) == headshot.favourite;
    if (same) return {};
    TRY(write.transaction().execute(updateEdit, {write.team(), id, newName, edit.favourite, write.now()}));
    return write.changed(sync::RowKind::Headshot, id.text(), headshot.memberId);
}

Result<void> Headshots::remove(sync::TeamWrite& write, const HeadshotId& id, const credits::Cause& cause) {
    database::Transaction& transaction = write.transaction();
    const sync::HeadshotRow headshot = TRY(existing(write, id));
    if (headshot.state == sync::HeadshotState::Deleted) return {};
    if (headshot.state == sync::HeadshotState::Running)
        return fail(ErrorCode::Conflict, "the headshot is being made");
    std::optional<std::string_view> failure;
    if (headshot.state == sync::HeadshotState::Queued) {
        if (TRY(transaction.execute(endWaitingJob, {id})) != 1)
            return fail(ErrorCode::Conflict, "the headshot is being made");
        const auto released = TRY(credits::release(write, std::span(&id, 1), cause));
        if (!released) return fail(ErrorCode::Internal, "a queued headshot had no open hold");
        failure = name(ErrorCode::Cancelled);
    }
    TRY(transaction.execute(markDeleted, {write.team(), id, failure, write.now()}));
    // Only what has bytes can come back; the rest is gone for clients at once.
    if (headshot.state == sync::HeadshotState::Completed)
        return write.changed(sync::RowKind::Headshot, id.text(), headshot.memberId);
    return write.removed(sync::RowKind::Headshot, id.text(), headshot.memberId);
}

Result<void> Headshots::restore(sync::TeamWrite& write, const HeadshotId& id) {
    const sync::HeadshotRow headshot = TRY(existing(write, id));
    if (headshot.state != sync::HeadshotState::Deleted) return {};
    const auto restored = TRY(write.transaction().execute(
        markRestored, {write.team(), id, write.now(), write.now().plusMs(-undoWindowMs)}));
    if (restored == 0) return fail(ErrorCode::Gone, "the headshot cannot be restored any more");
    return write.changed(sync::RowKind::Headshot, id.text(), headshot.memberId);
}

Result<int> Headshots::purgeDeleted() {
    const Timestamp border = clock_.now().plusMs(-undoWindowMs);
    int purged = 0;
    while (true) {
        const auto rows = TRY(database_.read([&](database::Session& session) {
            return session.query(selectToPurge, {border, sweepBatch});
        }));
        for (const database::Row& row : rows) {
            const auto id = row.id<HeadshotId>("id");
            TRY(database_.write([&](database::Transaction& transaction) -> Result<void> {
                auto write =
                    TRY(sync::TeamWrite::begin(transaction, row.id<TeamId>("team_id"), clock_.now()));
                if (TRY(transaction.execute(dropKey, {id, border})) == 0)
                    return fail(ErrorCode::Conflict, "the headshot was restored meanwhile");
                return write.removed(sync::RowKind::Headshot, id.text(), row.id<MemberId>("member_id"));
            }));
            TRY(blobs_.remove(TRY(storage::BlobKey::parse(row.text("blob_key")))));
            ++purged;
        }
        if (rows.size() < static_cast<std::size_t>(sweepBatch)) return purged;
    }
}

Result<bool> Headshots::knowsBlob(const storage::BlobKey& key) const {
    // headshots/<team>/<headshot>-<attempt>
    const std::string last = key.text().substr(key.text().rfind('/') + 1);
    const auto row = TRY(database_.read([&](database::Session& session) {
        return session.one(selectByBlob, {last.substr(0, last.rfind('-'))});
    }));
    return row && row->optionalText("blob_key") == key.text();
}

} // namespace headroom::headshots
