#include "core/headshots/headshot_queue.h"

#include "core/credits/credits_store.h"
#include "core/headshots/headshot_failure.h"
#include "core/sync/team_write.h"

#include <nlohmann/json.hpp>

// Claiming and keeping. How attempts end stands in headshot_queue_end.cpp.
//
// Lock order on PostgreSQL: a claim locks the request's row (which nobody else does after it was made), then
// the team's, then jobs. Everything else starts with the team's row. So no two can wait for each other.
namespace headroom::headshots {

namespace {

/// A request whose row is locked is being claimed by another worker: skip it. Teams take turns by how much of
/// theirs is under way.
std::string selectReady(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return R"sql(SELECT r.id, r.team_id, r.member_id, r.photo_ids,
               (SELECT m.compares_faces FROM members m WHERE m.id = r.member_id) AS compares_faces
        FROM headshot_requests r
        WHERE r.id IN (SELECT j.request_id FROM headshot_jobs j
                       WHERE j.state <> 'done' AND j.run_after <= )sql" +
           now + " AND (j.lease_until IS NULL OR j.lease_until <= " + now + R"sql())
        ORDER BY (SELECT COUNT(*) FROM headshot_jobs k
                  WHERE k.team_id = r.team_id AND k.state IN ('claimed', 'submitting', 'submitted')),
                 r.created_at, r.id
        LIMIT 1)sql" +
           std::string(dialect.skipLocked);
}

std::string claimJobs(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return "UPDATE headshot_jobs SET state = 'claimed', attempt = attempt + 1, worker = $2, lease_until = " +
           now + " + $3 WHERE request_id = $1 AND state <> 'done' AND run_after <= " + now +
           " AND (lease_until IS NULL OR lease_until <= " + now +
           ") RETURNING headshot_id, attempt, generator, attempt_id, handle";
}

constexpr std::string_view markRunning = R"sql(
    UPDATE headshots SET state = 'running', updated_at = $2 WHERE id = $1 AND state = 'queued')sql";

constexpr std::string_view selectHeadshot = "SELECT style, ordinal, style_count FROM headshots WHERE id = $1";

std::string extendLease(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return "UPDATE headshot_jobs SET lease_until = " + now +
           " + $3 WHERE headshot_id = $1 AND attempt = $2 AND state IN ('claimed', 'submitting', "
           "'submitted') "
           "AND deadline_at > " +
           now;
}

constexpr std::string_view selectOpen =
    "SELECT headshot_id FROM headshot_jobs WHERE headshot_id = $1 AND state <> 'done'";

constexpr std::string_view markSubmitting = R"sql(
    UPDATE headshot_jobs SET state = 'submitting', generator = $3, attempt_id = $4, handle = NULL
    WHERE headshot_id = $1 AND attempt = $2 AND state IN ('claimed', 'submitting', 'submitted'))sql";

constexpr std::string_view markSubmitted = R"sql(
    UPDATE headshot_jobs SET state = 'submitted', handle = $3
    WHERE headshot_id = $1 AND attempt = $2 AND state IN ('claimed', 'submitting', 'submitted'))sql";

constexpr std::string_view selectNeeding = R"sql(
    SELECT COUNT(*) AS open FROM headshot_jobs j JOIN headshot_requests r ON r.id = j.request_id
    WHERE j.state <> 'done' AND r.photo_ids LIKE '%' || $1 || '%')sql";

Result<std::vector<photos::PhotoSource>> sourcesOf(database::Session& session, const TeamId& team,
                                                   const std::string& photoIds) {
    const auto ids = nlohmann::json::parse(photoIds, nullptr, false);
    if (!ids.is_array()) return fail(ErrorCode::Corrupt, "photo ids of a request");
    std::vector<photos::PhotoSource> sources;
    for (const auto& id : ids) {
        if (!id.is_string()) return fail(ErrorCode::Corrupt, "photo ids of a request");
        sources.push_back(
            TRY(photos::PhotoLibrary::source(session, team, PhotoId::trusted(id.get<std::string>()))));
    }
    return sources;
}

bool isAboutPhotos(ErrorCode code) {
    return code == ErrorCode::NotFound || code == ErrorCode::Gone || code == ErrorCode::Corrupt;
}

Result<ClaimedJob> claimedJob(sync::TeamWrite& write, const database::Row& job, const MemberId& member) {
    const auto id = job.id<HeadshotId>("headshot_id");
    const auto headshot = TRY(write.transaction().one(selectHeadshot, {id}));
    if (TRY(write.transaction().execute(markRunning, {id, write.now()})) == 1)
        TRY(write.changed(sync::RowKind::Headshot, id.text(), member));
    return ClaimedJob{
        .ref = {id, static_cast<int>(job.integer("attempt"))},
        .style = headshot->text("style"),
        .ordinal = static_cast<int>(headshot->integer("ordinal")),
        .styleCount = static_cast<int>(headshot->integer("style_count")),
        .earlierGenerator = job.optionalText("generator").value_or(""),
        .earlierAttemptId = job.optionalText("attempt_id").value_or(""),
        .earlierHandle = job.optionalText("handle").value_or(""),
    };
}

} // namespace

Result<std::optional<ClaimedRequest>> HeadshotQueue::claim(std::string_view worker) {
    using Claimed = std::optional<ClaimedRequest>;
    return database_.write([&](database::Transaction& transaction) -> Result<Claimed> {
        const database::Dialect& dialect = transaction.dialect();
        const auto ready = TRY(transaction.one(selectReady(dialect), {}));
        if (!ready) return Claimed();
        ClaimedRequest claimed{.id = ready->id<RequestId>("id"),
                               .team = ready->id<TeamId>("team_id"),
                               .member = ready->id<MemberId>("member_id"),
                               .comparesFaces = ready->integer("compares_faces") != 0,
                               .photos = {},
                               .jobs = {}};
        auto write = TRY(sync::TeamWrite::begin(transaction, claimed.team, clock_.now()));
        const auto jobs = TRY(transaction.query(claimJobs(dialect), {claimed.id, worker, timing_.lease}));
        auto sources = sourcesOf(transaction, claimed.team, ready->text("photo_ids"));
        if (!sources && !isAboutPhotos(sources.error().code)) return fail(sources.error());
        for (const database::Row& job : jobs) {
            ClaimedJob one = TRY(claimedJob(write, job, claimed.member));
            // A request that cannot be made must end here, or it would stand first in the queue for ever.
            if (!sources)
                TRY(failInTransaction(write, one.ref, ErrorCode::PhotoNotUsable));
            else if (one.ref.attempt > attemptsMax)
                TRY(failInTransaction(write, one.ref, ErrorCode::GeneratorFailed));
            else
                claimed.jobs.push_back(std::move(one));
        }
        if (sources) claimed.photos = std::move(*sources);
        return Claimed(std::move(claimed));
    });
}

Result<std::vector<JobRef>> HeadshotQueue::heartbeat(std::span<const JobRef> jobs) {
    return database_.write([&](database::Transaction& transaction) -> Result<std::vector<JobRef>> {
        std::vector<JobRef> held;
        const std::string sql = extendLease(transaction.dialect());
        for (const JobRef& job : jobs)
            if (TRY(transaction.execute(sql, {job.headshot, job.attempt, timing_.lease})) == 1)
                held.push_back(job);
        return held;
    });
}

Result<bool> HeadshotQueue::anyOpen(std::span<const JobRef> jobs) {
    return database_.read([&](database::Session& session) -> Result<bool> {
        for (const JobRef& job : jobs)
            if (TRY(session.one(selectOpen, {job.headshot}))) return true;
        return false;
    });
}

Result<void> HeadshotQueue::submitting(std::span<const JobRef> jobs, std::string_view generator,
                                       std::string_view attemptId) {
    if (generator.size() > handleLengthMax || attemptId.size() > handleLengthMax)
        return fail(ErrorCode::InvalidInput, "name of a generator or an attempt");
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        for (const JobRef& job : jobs)
            if (TRY(transaction.execute(markSubmitting, {job.headshot, job.attempt, generator, attemptId})) ==
                0)
                return fail(ErrorCode::LeaseLost, "a headshot is another worker's");
        return {};
    });
}

Result<void> HeadshotQueue::submitted(std::span<const JobRef> jobs, std::string_view handle) {
    if (handle.size() > handleLengthMax) return fail(ErrorCode::InvalidInput, "handle of a generator");
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        for (const JobRef& job : jobs)
            if (TRY(transaction.execute(markSubmitted, {job.headshot, job.attempt, handle})) == 0)
                return fail(ErrorCode::LeaseLost, "a headshot is another worker's");
        return {};
    });
}

Result<bool> HeadshotQueue::needsPhoto(database::Session& session, const PhotoId& photo) {
    const auto row = TRY(session.one(selectNeeding, {photo}));
    return row->integer("open") > 0;
}

} // namespace headroom::headshots
