#include "core/credits/credits_store.h"
#include "core/headshots/headshot_failure.h"
#include "core/headshots/headshot_queue.h"
#include "core/headshots/headshots_rules.h"
#include "core/photos/uploads.h"
#include "core/sync/team_write.h"

#include <algorithm>

// How attempts end: completed, tried again, failed, given back, too late. Each end is fenced by (headshot,
// attempt, state) in the statement that ends it.
namespace headroom::headshots {

namespace {

constexpr std::string_view endJob = R"sql(
    UPDATE headshot_jobs SET state = 'done', lease_until = NULL
    WHERE headshot_id = $1 AND attempt = $2 AND team_id = $3 AND state IN ('claimed', 'submitting', 'submitted'))sql";

constexpr std::string_view completeHeadshot = R"sql(
    UPDATE headshots SET state = 'completed', charged = 1, failure = NULL, photo_id = $2, variant = $3,
        generator = $4, blob_key = $5, media_type = $6, sha256 = $7, size_bytes = $8, width = $9, height = $10,
        completed_at = $11, updated_at = $11, cost_micros = $12, cost_currency = $13
    WHERE id = $1 RETURNING member_id)sql";

std::string retryJob(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return "UPDATE headshot_jobs SET state = 'waiting', lease_until = NULL, generator = NULL, attempt_id = "
           "NULL, "
           "handle = NULL, run_after = " +
           now +
           " + $4 WHERE headshot_id = $1 AND attempt = $2 AND team_id = $3 AND state IN ('claimed', "
           "'submitting', "
           "'submitted') AND deadline_at > " +
           now + " + $4";
}

constexpr std::string_view giveJobBack = R"sql(
    UPDATE headshot_jobs SET state = 'waiting', lease_until = NULL, attempt = attempt - 1, generator = NULL,
        attempt_id = NULL, handle = NULL
    WHERE headshot_id = $1 AND attempt = $2 AND team_id = $3 AND state IN ('claimed', 'submitting', 'submitted'))sql";

constexpr std::string_view endLease = R"sql(
    UPDATE headshot_jobs SET lease_until = 0
    WHERE headshot_id = $1 AND attempt = $2 AND state IN ('claimed', 'submitting', 'submitted'))sql";

constexpr std::string_view endLeases = R"sql(
    UPDATE headshot_jobs SET lease_until = 0, attempt = attempt - 1
    WHERE state IN ('claimed', 'submitting', 'submitted') AND lease_until > 0)sql";

constexpr std::string_view markQueued = R"sql(
    UPDATE headshots SET state = 'queued', updated_at = $2 WHERE id = $1 AND state = 'running' RETURNING member_id)sql";

constexpr std::string_view endAnyJob =
    "UPDATE headshot_jobs SET state = 'done', lease_until = NULL WHERE headshot_id = $1";

constexpr std::string_view failHeadshot = R"sql(
    UPDATE headshots SET state = 'failed', failure = $2, updated_at = $3
    WHERE id = $1 AND state IN ('queued', 'running') RETURNING member_id)sql";

std::string selectLate(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return "SELECT headshot_id, team_id, attempt FROM headshot_jobs WHERE state <> 'done' AND deadline_at "
           "<= " +
           now + " AND (lease_until IS NULL OR lease_until <= " + now + ") ORDER BY deadline_at LIMIT $1";
}

/// Again under the team's lock: a worker may have claimed or ended it meanwhile.
constexpr std::string_view selectStillLate = R"sql(
    SELECT headshot_id FROM headshot_jobs WHERE headshot_id = $1 AND attempt = $2 AND state <> 'done')sql";

Result<void> backToQueue(sync::TeamWrite& write, const HeadshotId& id) {
    const auto row = TRY(write.transaction().one(markQueued, {id, write.now()}));
    if (row) TRY(write.changed(sync::RowKind::Headshot, id.text(), row->id<MemberId>("member_id")));
    return {};
}

Failure leaseLost() {
    return fail(ErrorCode::LeaseLost, "the headshot is another worker's, or ended");
}

} // namespace

Result<void> failInTransaction(sync::TeamWrite& write, const JobRef& job, ErrorCode code) {
    database::Transaction& transaction = write.transaction();
    TRY(transaction.execute(endAnyJob, {job.headshot}));
    const auto row = TRY(transaction.one(failHeadshot, {job.headshot, name(code), write.now()}));
    if (!row) return fail(ErrorCode::Corrupt, "an open job of a headshot that ended");
    const auto released = TRY(credits::release(write, std::span(&job.headshot, 1), {}));
    if (!released) return fail(ErrorCode::Corrupt, "an open headshot had no open hold");
    return write.changed(sync::RowKind::Headshot, job.headshot.text(), row->id<MemberId>("member_id"));
}

Result<void> HeadshotQueue::complete(const TeamId& team, const JobRef& job,
                                     const CompletedHeadshot& headshot) {
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        auto write = TRY(sync::TeamWrite::begin(transaction, team, clock_.now()));
        if (TRY(transaction.execute(endJob, {job.headshot, job.attempt, team})) == 0) return leaseLost();
        const auto settled = TRY(credits::settle(write, std::span(&job.headshot, 1), {}));
        if (!settled) return fail(ErrorCode::Corrupt, "an open headshot had no open hold");
        const auto row = TRY(transaction.one(
            completeHeadshot,
            {job.headshot, headshot.photo, headshot.variantJson, headshot.generator, headshot.blobKey,
             headshot.mediaType, headshot.sha256, headshot.sizeBytes, headshot.width, headshot.height,
             write.now(), headshot.costMicros > 0 ? std::optional(headshot.costMicros) : std::nullopt,
             headshot.costMicros > 0 ? std::optional(headshot.costCurrency) : std::nullopt}));
        if (!row) return fail(ErrorCode::Corrupt, "a job without a headshot");
        return write.changed(sync::RowKind::Headshot, job.headshot.text(), row->id<MemberId>("member_id"));
    });
}

Result<FailureOutcome> HeadshotQueue::failed(const TeamId& team, const JobRef& job, ErrorCode code,
                                             FailureKind kind) {
    return database_.write([&](database::Transaction& transaction) -> Result<FailureOutcome> {
        auto write = TRY(sync::TeamWrite::begin(transaction, team, clock_.now()));
        if (kind == FailureKind::Retry && job.attempt < attemptsMax) {
            const std::int64_t delay = std::min(retryDelayMs(job.attempt), timing_.retryDelayCap);
            const auto queued = TRY(transaction.execute(retryJob(transaction.dialect()),
                                                        {job.headshot, job.attempt, team, delay}));
            if (queued == 1) {
                TRY(backToQueue(write, job.headshot));
                return FailureOutcome::WillRetry;
            }
        }
        if (TRY(transaction.execute(endJob, {job.headshot, job.attempt, team})) == 0) return leaseLost();
        TRY(failInTransaction(write, job, code));
        return FailureOutcome::Failed;
    });
}

Result<void> HeadshotQueue::giveBack(const TeamId& team, std::span<const JobRef> jobs) {
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        auto write = TRY(sync::TeamWrite::begin(transaction, team, clock_.now()));
        for (const JobRef& job : jobs)
            if (TRY(transaction.execute(giveJobBack, {job.headshot, job.attempt, team})) == 1)
                TRY(backToQueue(write, job.headshot));
        return transaction.wake(photos::workWakeChannel, "headshots");
    });
}

Result<void> HeadshotQueue::letGo(std::span<const JobRef> jobs) {
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        for (const JobRef& job : jobs)
            TRY(transaction.execute(endLease, {job.headshot, job.attempt}));
        return transaction.wake(photos::workWakeChannel, "headshots");
    });
}

Result<std::int64_t> HeadshotQueue::endAllLeases() {
    return database_.write(
        [&](database::Transaction& transaction) { return transaction.execute(endLeases, {}); });
}

Result<int> HeadshotQueue::sweepDeadlines() {
    const auto rows = TRY(database_.read([&](database::Session& session) {
        return session.query(selectLate(session.dialect()), {sweepBatch});
    }));
    int failed = 0;
    for (const database::Row& row : rows) {
        const JobRef job{row.id<HeadshotId>("headshot_id"), static_cast<int>(row.integer("attempt"))};
        failed += TRY(database_.write([&](database::Transaction& transaction) -> Result<int> {
            auto write = TRY(sync::TeamWrite::begin(transaction, row.id<TeamId>("team_id"), clock_.now()));
            if (!TRY(transaction.one(selectStillLate, {job.headshot, job.attempt}))) return 0;
            TRY(failInTransaction(write, job, ErrorCode::DeadlineExceeded));
            return 1;
        }));
    }
    return failed;
}

} // namespace headroom::headshots
