#pragma once

#include "core/base/clock.h"
#include "core/database/database.h"
#include "core/photos/upload_folder.h"
#include "core/photos/upload_writer.h"
#include "core/storage/blob_store.h"
#include "core/sync/rows.h"
#include "core/sync/team_write.h"

#include <memory>
#include <optional>
#include <string>

namespace headroom::photos {

/// Asked by a client that wants to send a photo. The photo's id is made by the client and makes creation
/// repeatable.
struct UploadRequest {
    PhotoId photo;
    MemberId member;   ///< whose photo it is
    MemberId uploader; ///< who sends it
    std::int64_t lengthBytes = 0;
    std::string metadataHeader; ///< Upload-Metadata exactly as given
};

struct Upload {
    UploadId id;
    PhotoId photo;
    TeamId team;
    MemberId member;
    MemberId uploader;
    std::int64_t lengthBytes = 0;
    std::string metadataHeader;
    Timestamp expiresAt;
    std::optional<Timestamp> completedAt;
};

struct UploadSweepReport {
    int expired = 0;
    int completed = 0; ///< all bytes were there, but the photo was not
    int strays = 0;    ///< partial files without a row
};

/// On this channel a commit that adds a photo to check, or work for generators, wakes the workers.
inline constexpr std::string_view workWakeChannel = "work";

inline std::string photoBlobKey(const TeamId& team, const PhotoId& photo) {
    return "photos/" + team.text() + "/" + photo.text();
}

/// Uploads from their creation to the photo's row: rows in the database, bytes on this node's disk, whole
/// files in the blob store. The endpoint's routes call it, after they made sure who asks and what he may do
/// (that `member` is in the team, that `uploader` is who asks). Any thread; everything but create() blocks on
/// disk.
class Uploads {
public:
    Uploads(database::Database& database, storage::BlobStore& blobs, UploadFolder folder, const Clock& clock)
        : database_(database)
        , blobs_(blobs)
        , folder_(std::move(folder))
        , clock_(clock) {}

    /// The same request again gives the same upload, also when it is complete. Errors: InvalidInput,
    /// TooLarge, LimitExceeded, IdempotencyConflict (the photo's id was used for something else), Gone (the
    /// photo was deleted).
    static Result<Upload> create(sync::TeamWrite& write, const UploadRequest& request);

    /// NotFound; Gone when it expired.
    Result<Upload> find(const TeamId& team, const UploadId& id) const;

    /// What HEAD answers: the bytes that are there.
    Result<std::int64_t> offset(const Upload& upload) const;

    /// For one PATCH. See UploadWriter::open().
    Result<UploadWriter> write(const Upload& upload, std::int64_t offset,
                               std::optional<UploadChecksum> checksum);

    /// Call it after a PATCH that reached the length, and safely at any other time. Makes the photo: bytes to
    /// the blob store, then its row in state `checking` (or `refused` when it is no picture at all, of which
    /// no bytes are kept). Errors: UploadIncomplete, UploadLocked, ChecksumMismatch (not the sha256 of the
    /// metadata: the upload is gone, the client starts anew), and those of store and database, after which it
    /// may be called again.
    Result<sync::PhotoRow> complete(const Upload& upload);

    /// The client gave up. A complete upload is only forgotten; its photo stays.
    Result<void> terminate(const Upload& upload);

    /// Forgets expired uploads, completes those that a crash left at their full length, removes files without
    /// a row. Every few minutes, on a background thread of the node that has the folder.
    Result<UploadSweepReport> sweep();

private:
    struct Facts;
    Result<Facts> look(const Upload& upload) const;
    Result<sync::PhotoRow> addPhoto(const Upload& upload, const Facts& facts);
    Result<void> forget(const UploadId& id);
    Result<int> sweepExpired();
    Result<int> sweepStranded();
    Result<int> sweepStrays();

    database::Database& database_;
    storage::BlobStore& blobs_;
    UploadFolder folder_;
    const Clock& clock_;
    std::shared_ptr<UploadLocks> locks_ = std::make_shared<UploadLocks>();
};

} // namespace headroom::photos
