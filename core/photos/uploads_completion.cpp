#include "core/base/log.h"
#include "core/images/image_limits.h"
#include "core/images/image_probe.h"
#include "core/photos/photo_rows.h"
#include "core/photos/upload_metadata.h"
#include "core/photos/upload_rows.h"
#include "core/photos/uploads.h"
#include "core/photos/uploads_limits.h"
#include "core/storage/storage_limits.h"

#include <vector>

// From the last byte to the photo's row, and the sweeps that catch what a crash left in between.
namespace headroom::photos {

static_assert(uploadBytesMax <= static_cast<std::int64_t>(images::maxInputBytes));
static_assert(uploadBytesMax <= storage::blobBytesMax);

/// What the bytes themselves say.
struct Uploads::Facts {
    std::string sha256; ///< hexadecimal
    std::string mediaType;
    std::optional<ErrorCode> refusal;
    UploadMetadata metadata;
};

namespace {

const std::string selectPhotoRow =
    "SELECT " + std::string(photoColumns) + " FROM photos WHERE id = $1 AND team_id = $2";

constexpr std::string_view selectUpload = "SELECT completed_at FROM uploads WHERE id = $1";

const std::string insertPhoto = R"sql(
    INSERT INTO photos (id, team_id, member_id, uploader_id, file_name, media_type, size_bytes, sha256,
                        blob_key, state, refusal, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
    RETURNING )sql" + std::string(photoColumns);

constexpr std::string_view markCompleted = "UPDATE uploads SET completed_at = $2 WHERE id = $1";

constexpr std::string_view selectExpired =
    "SELECT id FROM uploads WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2";

const std::string selectOpen = "SELECT " + std::string(uploadColumns) +
                               " FROM uploads WHERE id = $1 AND completed_at IS NULL AND expires_at > $2";

constexpr std::string_view selectOwner =
    "SELECT 1 AS known FROM uploads WHERE id = $1 AND completed_at IS NULL";

/// The first bytes decide the format, the whole file its digest.
constexpr std::size_t sniffBytes = 4096;

} // namespace

Result<Uploads::Facts> Uploads::look(const Upload& upload) const {
    Facts facts;
    facts.metadata = TRY(parseUploadMetadata(upload.metadataHeader));
    storage::FileSource source = TRY(storage::FileSource::open(folder_.partialPath(upload.id)));
    Hasher hasher(Hasher::Algorithm::Sha256);
    std::vector<char> buffer(storage::copyBufferBytes);
    bool first = true;
    while (const std::size_t count = TRY(source.read(buffer.data(), buffer.size()))) {
        if (first) {
            const auto format = images::sniffFormat({buffer.data(), std::min(count, sniffBytes)});
            if (format)
                facts.mediaType = images::mediaType(*format);
            else
                facts.refusal = ErrorCode::PhotoNotAnImage;
            first = false;
        }
        hasher.update({buffer.data(), count});
    }
    facts.sha256 = toHex(hasher.finish());
    return facts;
}

Result<sync::PhotoRow> Uploads::addPhoto(const Upload& upload, const Facts& facts) {
    const auto fileName = facts.metadata.find("filename");
    return database_.write([&](database::Transaction& transaction) -> Result<sync::PhotoRow> {
        auto write = TRY(sync::TeamWrite::begin(transaction, upload.team, clock_.now()));
        const auto row = TRY(transaction.one(selectUpload, {upload.id}));
        if (!row) return fail(ErrorCode::NotFound, "the upload was given up");
        if (!row->isNull("completed_at")) {
            const auto photo = TRY(transaction.one(selectPhotoRow, {upload.photo, upload.team}));
            if (!photo) return fail(ErrorCode::Gone, "the photo is gone");
            return rowOf(*photo);
        }
        const auto state = facts.refusal ? sync::PhotoState::Refused : sync::PhotoState::Checking;
        const auto inserted = TRY(transaction.one(
            insertPhoto,
            {upload.photo, upload.team, upload.member, upload.uploader,
             fileName == facts.metadata.end() ? std::string() : cleanFileName(fileName->second),
             facts.mediaType, upload.lengthBytes, facts.sha256,
             facts.refusal ? std::nullopt : std::optional(photoBlobKey(upload.team, upload.photo)),
             name(state), facts.refusal ? std::optional(name(*facts.refusal)) : std::nullopt, write.now()}));
        TRY(transaction.execute(markCompleted, {upload.id, write.now()}));
        TRY(write.changed(sync::RowKind::Photo, upload.photo.text(), upload.member, upload.uploader));
        TRY(transaction.wake(workWakeChannel, "photo"));
        return rowOf(*inserted);
    });
}

Result<sync::PhotoRow> Uploads::complete(const Upload& upload) {
    const UploadLocks::Lock lock = TRY(UploadLocks::take(locks_, upload.id));
    // Whoever had the lock before may have completed it.
    const Upload current = TRY(find(upload.team, upload.id));
    Facts facts;
    if (!current.completedAt) {
        if (TRY(folder_.offset(current.id)) != current.lengthBytes)
            return fail(ErrorCode::UploadIncomplete, "bytes are missing");
        facts = TRY(look(current));
        const auto announced = facts.metadata.find("sha256");
        if (announced != facts.metadata.end() && announced->second != facts.sha256) {
            TRY(forget(current.id));
            return fail(ErrorCode::ChecksumMismatch, "the file is not the one announced");
        }
        if (!facts.refusal) {
            const auto key = TRY(storage::BlobKey::parse(photoBlobKey(current.team, current.photo)));
            TRY(blobs_.putFile(key, {current.lengthBytes, facts.sha256, facts.mediaType},
                               folder_.partialPath(current.id)));
        }
    }
    sync::PhotoRow photo = TRY(addPhoto(current, facts));
    // The photo stands; a file that cannot be removed now is the sweep's.
    if (const auto removed = folder_.remove(current.id); !removed)
        log::warning("photos.upload", "partial file stays", {{"upload", current.id.text()}});
    return photo;
}

Result<UploadSweepReport> Uploads::sweep() {
    UploadSweepReport report;
    report.expired = TRY(sweepExpired());
    report.completed = TRY(sweepStranded());
    report.strays = TRY(sweepStrays());
    return report;
}

Result<int> Uploads::sweepExpired() {
    const auto rows = TRY(database_.read([&](database::Session& session) {
        return session.query(selectExpired, {clock_.now(), sweepBatch});
    }));
    int forgotten = 0;
    for (const database::Row& row : rows) {
        const auto id = row.id<UploadId>("id");
        const auto lock = UploadLocks::take(locks_, id);
        if (!lock) continue; // being written; its next PATCH is refused
        TRY(forget(id));
        ++forgotten;
    }
    return forgotten;
}

Result<int> Uploads::sweepStranded() {
    int completed = 0;
    for (const UploadFolder::Stray& file : TRY(folder_.list())) {
        const auto row = TRY(database_.read([&](database::Session& session) {
            return session.one(selectOpen, {file.id, clock_.now()});
        }));
        if (!row) continue;
        const Upload upload = uploadOf(*row);
        if (TRY(folder_.offset(upload.id)) != upload.lengthBytes) continue;
        const auto done = complete(upload);
        if (done)
            ++completed;
        else
            log::warning("photos.upload", "cannot complete",
                         {{"upload", upload.id.text()}, {"error", describe(done.error())}});
    }
    return completed;
}

Result<int> Uploads::sweepStrays() {
    const Timestamp old = clock_.now().plusMs(-strayPartialAgeMs);
    int removed = 0;
    for (const UploadFolder::Stray& file : TRY(folder_.list())) {
        if (file.changedAt > old) continue;
        const auto known = TRY(
            database_.read([&](database::Session& session) { return session.one(selectOwner, {file.id}); }));
        if (known) continue;
        const auto lock = UploadLocks::take(locks_, file.id);
        if (!lock) continue;
        TRY(folder_.remove(file.id));
        ++removed;
    }
    return removed;
}

} // namespace headroom::photos
