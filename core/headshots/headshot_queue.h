#pragma once

#include "core/base/clock.h"
#include "core/database/database.h"
#include "core/headshots/headshots_limits.h"
#include "core/photos/photo_library.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::headshots {

/// One attempt at one headshot: the fence. A worker that lost its lease still knows these, but the attempt in
/// the database has moved on.
struct JobRef {
    HeadshotId headshot;
    int attempt = 0;
    friend bool operator==(const JobRef&, const JobRef&) = default;
};

struct ClaimedJob {
    JobRef ref;
    std::string style;
    int ordinal = 0;
    int styleCount = 0;
    // What the attempt before left when its worker went away: the generator may still have the work, or even
    // be done with it. Empty otherwise.
    std::string earlierGenerator;
    std::string earlierAttemptId;
    std::string earlierHandle;
};

/// All ready jobs of one request, so that each photo is looked at once.
struct ClaimedRequest {
    RequestId id;
    TeamId team;
    MemberId member;
    bool comparesFaces = false;              ///< the member agrees to it
    std::vector<photos::PhotoSource> photos; ///< in the order of the request
    std::vector<ClaimedJob> jobs;
};

/// What a finished headshot is. Its bytes are in the blob store already.
struct CompletedHeadshot {
    PhotoId photo;
    std::string variantJson = "{}";
    std::string generator;
    std::string blobKey;
    std::string mediaType;
    std::string sha256;
    std::int64_t sizeBytes = 0;
    int width = 0;
    int height = 0;
    std::int64_t costMicros = 0; ///< what it cost the operator, in millionths of the currency
    std::string costCurrency{};
};

enum class FailureKind {
    Retry, ///< the same may go well another time
    Final, ///< it never will: the photo, the style or the content is refused
};

enum class FailureOutcome { WillRetry, Failed };

/// The durable queue of headshots to be made, for worker processes and threads. Times are the database's.
/// Every function is one transaction, blocks, and is safe on any thread. LeaseLost means: somebody else has
/// it, drop the result.
class HeadshotQueue {
public:
    struct Timing {
        std::int64_t lease = leaseMs;
        std::int64_t retryDelayCap = retryLongestMs; ///< tests make retries immediate
    };

    HeadshotQueue(database::Database& database, const Clock& clock)
        : HeadshotQueue(database, clock, Timing{}) {}
    HeadshotQueue(database::Database& database, const Clock& clock, Timing timing)
        : database_(database)
        , clock_(clock)
        , timing_(timing) {}

    /// The next request that has ready jobs, of the team with the least under way. Counts an attempt for each
    /// job. Jobs whose attempts are used up fail here, so that one that kills every worker comes to an end.
    Result<std::optional<ClaimedRequest>> claim(std::string_view worker);

    /// Extends the leases; answers those that are still held.
    Result<std::vector<JobRef>> heartbeat(std::span<const JobRef> jobs);

    /// Whether any of them still is to be made, here or by another worker.
    Result<bool> anyOpen(std::span<const JobRef> jobs);

    /// Before the generator is asked. LeaseLost when any of them is lost: then nothing is written.
    Result<void> submitting(std::span<const JobRef> jobs, std::string_view generator,
                            std::string_view attemptId);
    /// After it answered.
    Result<void> submitted(std::span<const JobRef> jobs, std::string_view handle);

    /// Settles the hold and completes the headshot. LeaseLost.
    Result<void> complete(const TeamId& team, const JobRef& job, const CompletedHeadshot& headshot);

    /// Queues it again after a pause, or fails it for good and releases the hold. LeaseLost.
    Result<FailureOutcome> failed(const TeamId& team, const JobRef& job, ErrorCode code, FailureKind kind);

    /// The worker stops, and nothing goes on without it: ready at once, and the attempt does not count.
    Result<void> giveBack(const TeamId& team, std::span<const JobRef> jobs);
    /// The worker stops while a hosted generator goes on: another may take it up at once.
    Result<void> letGo(std::span<const JobRef> jobs);

    /// For a database that no other process can have open: whoever had leases is dead, so nobody need wait
    /// for their end. The attempts do not count: pictures are decoded in other processes, so that this one
    /// died was not their fault. Answers how many.
    Result<std::int64_t> endAllLeases();

    /// Fails what is past its deadline and in nobody's hands. Answers how many.
    Result<int> sweepDeadlines();

    /// For photos::PhotoLibrary: an open job may still need it.
    static Result<bool> needsPhoto(database::Session& session, const PhotoId& photo);

private:
    database::Database& database_;
    const Clock& clock_;
    Timing timing_;
};

} // namespace headroom::headshots
