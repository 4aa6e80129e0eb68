#include "core/base/text.h"
#include "core/photos/photo_library.h"
#include "core/photos/uploads_limits.h"

// Photos that go by themselves, and bytes that nobody needs any more.
namespace headroom::photos {

namespace {

constexpr std::string_view selectOld = R"sql(
    SELECT id, team_id FROM photos WHERE state IN ('usable', 'refused') AND created_at < $1
    ORDER BY created_at LIMIT $2)sql";

constexpr std::string_view selectToPurge = R"sql(
    SELECT id, blob_key, updated_at FROM photos
    WHERE state IN ('deleted', 'refused') AND blob_key IS NOT NULL AND (updated_at, id) > ($1, $2)
    ORDER BY updated_at, id LIMIT $3)sql";

constexpr std::string_view dropKey = R"sql(
    UPDATE photos SET blob_key = NULL
    WHERE id = $1 AND state IN ('deleted', 'refused') AND blob_key IS NOT NULL)sql";

constexpr std::string_view selectByBlob = "SELECT blob_key FROM photos WHERE id = $1";

} // namespace

Result<int> PhotoLibrary::retire(Timestamp createdBefore) {
    const auto rows = TRY(database_.read([&](database::Session& session) {
        return session.query(selectOld, {createdBefore, sweepBatch});
    }));
    for (const database::Row& row : rows) {
        TRY(database_.write([&](database::Transaction& transaction) -> Result<void> {
            auto write = TRY(sync::TeamWrite::begin(transaction, row.id<TeamId>("team_id"), clock_.now()));
            return remove(write, row.id<PhotoId>("id"));
        }));
    }
    return static_cast<int>(rows.size());
}

Result<int> PhotoLibrary::purgeBytes() {
    int purged = 0;
    std::int64_t updatedAt = -1;
    std::string id;
    while (true) {
        const auto rows = TRY(database_.read([&](database::Session& session) {
            return session.query(selectToPurge, {updatedAt, id, sweepBatch});
        }));
        for (const database::Row& row : rows) {
            const auto photo = row.id<PhotoId>("id");
            const bool dropped = TRY(database_.write([&](database::Transaction& transaction) -> Result<bool> {
                // A deleted photo gets no new work, so "not needed" stays true after this.
                if (TRY(stillNeeded_(transaction, photo))) return false;
                return TRY(transaction.execute(dropKey, {photo})) == 1;
            }));
            if (!dropped) continue;
            TRY(blobs_.remove(TRY(storage::BlobKey::parse(row.text("blob_key")))));
            ++purged;
        }
        if (rows.size() < static_cast<std::size_t>(sweepBatch)) return purged;
        id = rows.back().text("id");
        updatedAt = rows.back().integer("updated_at");
    }
}

Result<bool> PhotoLibrary::knowsBlob(const storage::BlobKey& key) const {
    const std::string id = key.text().substr(key.text().rfind('/') + 1);
    const auto row =
        TRY(database_.read([&](database::Session& session) { return session.one(selectByBlob, {id}); }));
    return row && row->optionalText("blob_key") == key.text();
}

} // namespace headroom::photos
