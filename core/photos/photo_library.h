#pragma once

#include "core/base/clock.h"
#include "core/database/database.h"
#include "core/storage/blob_store.h"
#include "core/sync/rows.h"
#include "core/sync/team_write.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace headroom::photos {

/// Which photos of a team. Empty fields do not narrow.
struct PhotoFilter {
    std::optional<MemberId> member; ///< whose photos
    /// Only what this member may see: his own, and those that he uploaded for others.
    std::optional<MemberId> visibleTo;
    std::optional<sync::PhotoState> state; ///< without one: all but deleted ones
};

struct PhotoPage {
    std::vector<sync::PhotoRow> photos; ///< newest first
    std::string next;                   ///< for the next page; empty after the last
};

/// A photo that this worker alone may look at until the lease ends.
struct CheckTask {
    PhotoId photo;
    TeamId team;
    int attempt = 0;
    std::string blobKey;
    std::string sha256;
    std::int64_t sizeBytes = 0;
    /// Too many workers died of it: refuse it unseen.
    bool exhausted = false;
};

struct CheckOutcome {
    std::optional<ErrorCode> refusal; ///< nothing: usable
    std::string reportJson = "{}";
    std::string mediaType;
    std::optional<int> width;
    std::optional<int> height;
};

/// What a generator needs of a photo.
struct PhotoSource {
    PhotoId photo;
    std::string blobKey;
    std::string mediaType;
    std::string sha256;
    std::int64_t sizeBytes = 0;
};

/// The team's photos after their upload. Reading and in-transaction functions take the session of the caller;
/// the others block on database and blob store, on a worker's thread. Any thread.
class PhotoLibrary {
public:
    /// Asked before bytes of a deleted photo go: is there work under way that needs them?
    using StillNeeded = std::function<Result<bool>(database::Session&, const PhotoId&)>;

    PhotoLibrary(database::Database& database, storage::BlobStore& blobs, const Clock& clock,
                 StillNeeded stillNeeded)
        : database_(database)
        , blobs_(blobs)
        , clock_(clock)
        , stillNeeded_(std::move(stillNeeded)) {}

    // Rows

    /// Also deleted ones. Nothing when the team has no such photo.
    static Result<std::optional<sync::PhotoRow>> find(database::Session& session, const TeamId& team,
                                                      const PhotoId& id);
    /// `after` is the `next` of the page before, or empty; `limit` 1 to photoPageMax. InvalidInput.
    static Result<PhotoPage> list(database::Session& session, const TeamId& team, const PhotoFilter& filter,
                                  std::string_view after, int limit);
    /// The key of the bytes: NotFound, Gone when they were deleted.
    static Result<PhotoSource> source(database::Session& session, const TeamId& team, const PhotoId& id);

    /// Hides the photo from lists and from new requests, for good; a tombstone goes into the feed. Its bytes
    /// go with the next sweep, once no queued headshot needs them. Deleting again succeeds. NotFound.
    static Result<void> remove(sync::TeamWrite& write, const PhotoId& id);

    /// The same for all photos and unfinished uploads of a member who leaves or wants to be forgotten.
    /// Answers how many photos.
    static Result<int> removeAllOf(sync::TeamWrite& write, const MemberId& member);

    // Checks

    /// The oldest photo that waits for a look, if any.
    Result<std::optional<CheckTask>> claimNextToCheck();
    /// LeaseLost when the photo was deleted or another worker has it by now: then nothing changes.
    Result<void> finishCheck(const CheckTask& task, const CheckOutcome& outcome);
    /// The look failed for a reason outside the photo: it may be looked at again after a pause.
    Result<void> returnCheck(const CheckTask& task);

    /// For a database that no other process can have open: whoever had leases is dead, so nobody need wait
    /// for their end. The attempts do not count: pictures are decoded in other processes, so that this one
    /// died was not their fault. Answers how many.
    Result<std::int64_t> endAllLeases();

    // Sweeps

    /// Deletes, as remove() does, photos that came before that moment. Answers how many.
    Result<int> retire(Timestamp createdBefore);
    /// Removes the bytes of deleted and refused photos: row first, then bytes. Answers how many.
    Result<int> purgeBytes();
    /// For storage::sweepOrphans() over "photos/".
    Result<bool> knowsBlob(const storage::BlobKey& key) const;

private:
    database::Database& database_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
    StillNeeded stillNeeded_;
};

} // namespace headroom::photos
