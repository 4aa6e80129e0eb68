#include "core/photos/photo_library.h"

#include "core/photos/photo_rows.h"
#include "core/photos/uploads_limits.h"
#include "core/sync/list_position.h"

// Rows: finding, listing, deleting. The looks stand in photo_queue.cpp, the sweeps in photo_retention.cpp.
namespace headroom::photos {

namespace {

const std::string selectById =
    "SELECT " + std::string(photoColumns) + " FROM photos WHERE team_id = $1 AND id = $2";

// An empty parameter does not narrow. Positions after the cursor are compared as (created_at, id), newest
// first.
const std::string selectPage = "SELECT " + std::string(photoColumns) + R"sql( FROM photos
    WHERE team_id = $1
      AND ($2 = '' OR member_id = $2)
      AND ($3 = '' OR member_id = $3 OR uploader_id = $3)
      AND (state = $4 OR ($4 = '' AND state <> 'deleted'))
      AND (created_at < $5 OR (created_at = $5 AND id < $6))
    ORDER BY created_at DESC, id DESC LIMIT $7)sql";

constexpr std::string_view selectSource = R"sql(
    SELECT blob_key, media_type, sha256, size_bytes, state FROM photos WHERE team_id = $1 AND id = $2)sql";

// The file's name may hold a person's name, so it goes at once.
constexpr std::string_view markDeleted = R"sql(
    UPDATE photos SET state = 'deleted', file_name = '', report = '{}', check_lease = NULL, updated_at = $3
    WHERE team_id = $1 AND id = $2 AND state <> 'deleted')sql";

constexpr std::string_view forgetUploads = "DELETE FROM uploads WHERE team_id = $1 AND photo_id = $2";

constexpr std::string_view selectOfMember =
    "SELECT id FROM photos WHERE team_id = $1 AND member_id = $2 AND state <> 'deleted' ORDER BY id";

constexpr std::string_view forgetUploadsOfMember =
    "DELETE FROM uploads WHERE team_id = $1 AND member_id = $2";

std::string textOf(const std::optional<MemberId>& id) {
    return id ? id->text() : std::string();
}

} // namespace

Result<std::optional<sync::PhotoRow>> PhotoLibrary::find(database::Session& session, const TeamId& team,
                                                         const PhotoId& id) {
    const auto row = TRY(session.one(selectById, {team, id}));
    if (!row) return std::optional<sync::PhotoRow>();
    return std::optional(rowOf(*row));
}

Result<PhotoPage> PhotoLibrary::list(database::Session& session, const TeamId& team,
                                     const PhotoFilter& filter, std::string_view after, int limit) {
    if (limit < 1 || limit > photoPageMax) return fail(ErrorCode::InvalidInput, "limit of a list");
    const sync::ListPosition position = TRY(sync::parseListPosition(after));
    const auto rows =
        TRY(session.query(selectPage, {team, textOf(filter.member), textOf(filter.visibleTo),
                                       filter.state ? std::string(name(*filter.state)) : std::string(),
                                       position.createdAtMs, position.id, limit + 1}));
    PhotoPage page;
    for (const database::Row& row : rows)
        page.photos.push_back(rowOf(row));
    if (page.photos.size() > static_cast<std::size_t>(limit)) {
        page.photos.pop_back();
        const sync::PhotoRow& last = page.photos.back();
        page.next = sync::toText({last.createdAt.ms, last.id.text()});
    }
    return page;
}

Result<PhotoSource> PhotoLibrary::source(database::Session& session, const TeamId& team, const PhotoId& id) {
    const auto row = TRY(session.one(selectSource, {team, id}));
    if (!row) return fail(ErrorCode::NotFound, "no such photo");
    if (row->isNull("blob_key")) return fail(ErrorCode::Gone, "the photo's bytes are gone");
    return PhotoSource{id, row->text("blob_key"), row->text("media_type"), row->text("sha256"),
                       row->integer("size_bytes")};
}

Result<void> PhotoLibrary::remove(sync::TeamWrite& write, const PhotoId& id) {
    database::Transaction& transaction = write.transaction();
    const auto photo = TRY(find(transaction, write.team(), id));
    if (!photo) return fail(ErrorCode::NotFound, "no such photo");
    TRY(transaction.execute(forgetUploads, {write.team(), id}));
    if (TRY(transaction.execute(markDeleted, {write.team(), id, write.now()})) == 0) return {};
    return write.removed(sync::RowKind::Photo, id.text(), photo->memberId, photo->uploaderId);
}

Result<int> PhotoLibrary::removeAllOf(sync::TeamWrite& write, const MemberId& member) {
    database::Transaction& transaction = write.transaction();
    const auto rows = TRY(transaction.query(selectOfMember, {write.team(), member}));
    for (const database::Row& row : rows)
        TRY(remove(write, row.id<PhotoId>("id")));
    TRY(transaction.execute(forgetUploadsOfMember, {write.team(), member}));
    return static_cast<int>(rows.size());
}

} // namespace headroom::photos
