#include "core/photos/uploads.h"

#include "core/photos/upload_metadata.h"
#include "core/photos/upload_rows.h"
#include "core/photos/uploads_limits.h"

// Creating, finding and giving up. What happens when the last byte is there stands in uploads_completion.cpp.
namespace headroom::photos {

namespace {

const std::string selectByPhoto =
    "SELECT " + std::string(uploadColumns) + " FROM uploads WHERE team_id = $1 AND photo_id = $2";

const std::string selectById =
    "SELECT " + std::string(uploadColumns) + " FROM uploads WHERE team_id = $1 AND id = $2";

constexpr std::string_view selectPhoto =
    "SELECT team_id, member_id, uploader_id, size_bytes, state FROM photos WHERE id = $1";

constexpr std::string_view selectOpenSums = R"sql(
    SELECT COUNT(*) AS uploads, COALESCE(SUM(length_bytes), 0) AS bytes FROM uploads
    WHERE team_id = $1 AND member_id = $2 AND completed_at IS NULL)sql";

constexpr std::string_view selectPhotoSums = R"sql(
    SELECT COUNT(*) AS photos, COALESCE(SUM(size_bytes), 0) AS bytes FROM photos
    WHERE team_id = $1 AND member_id = $2 AND state IN ('checking', 'usable'))sql";

constexpr std::string_view insertUpload = R"sql(
    INSERT INTO uploads (id, photo_id, team_id, member_id, uploader_id, length_bytes, metadata, created_at,
                         expires_at, completed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql";

constexpr std::string_view deleteUpload = "DELETE FROM uploads WHERE id = $1";

Result<void> validate(const UploadRequest& request) {
    if (request.lengthBytes <= 0) return fail(ErrorCode::InvalidInput, "an upload has at least one byte");
    if (request.lengthBytes > uploadBytesMax) return fail(ErrorCode::TooLarge, "an upload is too large");
    if (request.photo.empty() || request.member.empty() || request.uploader.empty())
        return fail(ErrorCode::InvalidInput, "an upload needs photo, member and uploader");
    TRY(parseUploadMetadata(request.metadataHeader));
    return {};
}

bool isSame(const Upload& upload, const UploadRequest& request) {
    return upload.member == request.member && upload.uploader == request.uploader &&
           upload.lengthBytes == request.lengthBytes && upload.metadataHeader == request.metadataHeader;
}

/// True when this very photo is already there; an error when its id means something else.
Result<bool> photoIsThere(sync::TeamWrite& write, const UploadRequest& request) {
    const auto photo = TRY(write.transaction().one(selectPhoto, {request.photo}));
    if (!photo) return false;
    const bool same = photo->id<TeamId>("team_id") == write.team() &&
                      photo->id<MemberId>("member_id") == request.member &&
                      photo->id<MemberId>("uploader_id") == request.uploader &&
                      photo->integer("size_bytes") == request.lengthBytes;
    if (!same) return fail(ErrorCode::IdempotencyConflict, "this photo id stands for another photo");
    if (photo->text("state") == name(sync::PhotoState::Deleted))
        return fail(ErrorCode::Gone, "this photo was deleted");
    return true;
}

Result<void> checkCaps(sync::TeamWrite& write, const UploadRequest& request) {
    const auto open = TRY(write.transaction().one(selectOpenSums, {write.team(), request.member}));
    if (open->integer("uploads") >= openUploadsPerMemberMax)
        return fail(ErrorCode::LimitExceeded, "too many unfinished uploads");
    if (open->integer("bytes") + request.lengthBytes > openUploadBytesPerMemberMax)
        return fail(ErrorCode::LimitExceeded, "unfinished uploads are too large in sum");
    const auto kept = TRY(write.transaction().one(selectPhotoSums, {write.team(), request.member}));
    if (kept->integer("photos") + open->integer("uploads") >= photosPerMemberMax)
        return fail(ErrorCode::LimitExceeded, "too many photos");
    if (kept->integer("bytes") + open->integer("bytes") + request.lengthBytes > photoBytesPerMemberMax)
        return fail(ErrorCode::LimitExceeded, "photos are too large in sum");
    return {};
}

} // namespace

Result<Upload> Uploads::create(sync::TeamWrite& write, const UploadRequest& request) {
    TRY(validate(request));
    database::Transaction& transaction = write.transaction();
    if (const auto row = TRY(transaction.one(selectByPhoto, {write.team(), request.photo}))) {
        const Upload existing = uploadOf(*row);
        if (existing.expiresAt > write.now()) {
            if (!isSame(existing, request))
                return fail(ErrorCode::IdempotencyConflict, "this photo id has another upload");
            return existing;
        }
        // Its partial file has no row any more and goes with the next sweep.
        TRY(transaction.execute(deleteUpload, {existing.id}));
    }
    const bool isThere = TRY(photoIsThere(write, request));
    if (!isThere) TRY(checkCaps(write, request));
    Upload upload{
        .id = UploadId::make(),
        .photo = request.photo,
        .team = write.team(),
        .member = request.member,
        .uploader = request.uploader,
        .lengthBytes = request.lengthBytes,
        .metadataHeader = request.metadataHeader,
        .expiresAt = write.now().plusMs(uploadLifeMs),
        .completedAt = isThere ? std::optional(write.now()) : std::nullopt,
    };
    TRY(transaction.execute(insertUpload, {upload.id, upload.photo, upload.team, upload.member,
                                           upload.uploader, upload.lengthBytes, upload.metadataHeader,
                                           write.now(), upload.expiresAt, upload.completedAt}));
    return upload;
}

Result<Upload> Uploads::find(const TeamId& team, const UploadId& id) const {
    const auto row = TRY(database_.read([&](database::Session& session) {
        return session.one(selectById, {team, id});
    }));
    if (!row) return fail(ErrorCode::NotFound, "no such upload");
    Upload upload = uploadOf(*row);
    if (upload.expiresAt <= clock_.now()) return fail(ErrorCode::Gone, "the upload expired");
    return upload;
}

Result<std::int64_t> Uploads::offset(const Upload& upload) const {
    if (upload.completedAt) return upload.lengthBytes;
    return folder_.offset(upload.id);
}

Result<UploadWriter> Uploads::write(const Upload& upload, std::int64_t offset,
                                    std::optional<UploadChecksum> checksum) {
    if (upload.completedAt)
        return fail(ErrorCode::OffsetMismatch, "the upload stands at " + std::to_string(upload.lengthBytes));
    UploadLocks::Lock lock = TRY(UploadLocks::take(locks_, upload.id));
    return UploadWriter::open(folder_, std::move(lock), upload.id, upload.lengthBytes, offset,
                              std::move(checksum));
}

Result<void> Uploads::terminate(const Upload& upload) {
    const UploadLocks::Lock lock = TRY(UploadLocks::take(locks_, upload.id));
    return forget(upload.id);
}

Result<void> Uploads::forget(const UploadId& id) {
    // The row goes first: a crash in between leaves a file that the sweep finds, never an upload that lost
    // bytes.
    TRY(database_.write(
        [&](database::Transaction& transaction) { return transaction.execute(deleteUpload, {id}); }));
    return folder_.remove(id);
}

} // namespace headroom::photos
