#pragma once

#include "core/base/clock.h"
#include "core/credits/credits_store.h"
#include "core/headshots/headshots_rules.h"
#include "core/storage/blob_store.h"
#include "core/sync/rows.h"
#include "core/sync/team_write.h"

#include <optional>
#include <string>
#include <vector>

namespace headroom::headshots {

/// Which headshots of a team. Empty fields do not narrow.
struct HeadshotFilter {
    std::optional<MemberId> member;
    std::optional<RequestId> request;
    std::string style;
    std::optional<sync::HeadshotState> state; ///< without one: all but deleted ones
    bool favouritesOnly = false;
};

struct HeadshotPage {
    std::vector<sync::HeadshotRow> headshots; ///< newest first
    std::string next;                         ///< for the next page; empty after the last
};

/// Absent fields stay as they are.
struct HeadshotEdit {
    std::optional<std::string> name;
    std::optional<bool> favourite;
};

struct HeadshotContent {
    std::string blobKey;
    std::string mediaType;
    std::string sha256;
    std::int64_t sizeBytes = 0;
    std::string name;
};

/// What a granted request became.
struct Requested {
    RequestId request;
    std::vector<HeadshotId> headshots; ///< by style as asked, then ordinal
    std::int64_t version = 0;
};

/// Whose headshots a request makes, and who asked for them.
struct RequestPeople {
    MemberId member;
    MemberId requester;
};

/// As in core/credits: the Result is an error of the database, the value inside is what the rules decided. A
/// refusal has written nothing, so the caller may store it as the command's answer and commit.
using RequestAnswer = Result<credits::Decided<Requested>>;

/// The key of a headshot's bytes. Each attempt has its own, so that a late worker cannot overwrite what
/// another completed.
inline std::string headshotBlobKey(const TeamId& team, const HeadshotId& headshot, int attempt) {
    return "headshots/" + team.text() + "/" + headshot.text() + "-" + std::to_string(attempt);
}

/// A team's headshots as rows. Static functions run inside the caller's session, which made sure what the
/// caller may see and do; the sweeps block on database and blob store. Any thread.
class Headshots {
public:
    Headshots(database::Database& database, storage::BlobStore& blobs, const Clock& clock)
        : database_(database)
        , blobs_(blobs)
        , clock_(clock) {}

    /// Holds one credit for each headshot, and queues their jobs. The same request again gives the same
    /// headshots. Refusals: those of checkRequest(); not_found, gone, photo_not_usable, precondition_failed
    /// (a photo that is still being checked); limit_exceeded (too many open); those of credits::hold();
    /// idempotency_conflict.
    static RequestAnswer request(sync::TeamWrite& write, const GenerateRequest& request,
                                 const KnowsStyle& knowsStyle, const credits::Cause& cause);

    /// NotFound.
    static Result<RequestPeople> peopleOf(database::Session& session, const TeamId& team,
                                          const RequestId& request);

    /// Ends what is not finished of a request, waiting or in a worker's hands, and gives its credits back. A
    /// worker that has some of it learns so with its next heartbeat; what it still brings is discarded.
    /// Cancelling again succeeds. Answers how many headshots. NotFound.
    static Result<int> cancel(sync::TeamWrite& write, const RequestId& request, const credits::Cause& cause);
    /// The same for all requests for one member, who leaves.
    static Result<int> cancelAllOf(sync::TeamWrite& write, const MemberId& member,
                                   const credits::Cause& cause);

    /// Also deleted ones. Nothing when the team has no such headshot.
    static Result<std::optional<sync::HeadshotRow>> find(database::Session& session, const TeamId& team,
                                                         const HeadshotId& id);
    /// `after` is the `next` of the page before, or empty; `limit` 1 to headshotPageMax. InvalidInput.
    static Result<HeadshotPage> list(database::Session& session, const TeamId& team,
                                     const HeadshotFilter& filter, std::string_view after, int limit);
    /// NotFound; Gone when it was deleted; PreconditionFailed when it is not completed.
    static Result<HeadshotContent> content(database::Session& session, const TeamId& team,
                                           const HeadshotId& id);

    /// NotFound, Gone, InvalidInput.
    static Result<void> edit(sync::TeamWrite& write, const HeadshotId& id, const HeadshotEdit& edit);

    /// A queued one gives its credit back. A completed one can be restored until undoWindowMs are over; its
    /// credit stays spent. Deleting again succeeds. NotFound; Conflict while a worker has it.
    static Result<void> remove(sync::TeamWrite& write, const HeadshotId& id, const credits::Cause& cause);
    /// NotFound; Gone when the window is over or it never was completed.
    static Result<void> restore(sync::TeamWrite& write, const HeadshotId& id);

    /// Removes the bytes of headshots that were deleted before the undo window: row first, then bytes.
    /// Answers how many.
    Result<int> purgeDeleted();
    /// For storage::sweepOrphans() over "headshots/".
    Result<bool> knowsBlob(const storage::BlobKey& key) const;

private:
    database::Database& database_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
};

} // namespace headroom::headshots
