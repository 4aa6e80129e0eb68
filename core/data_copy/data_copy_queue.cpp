#include "core/data_copy/data_copy_queue.h"

#include "core/base/ensure.h"

#include <algorithm>

namespace headroom::data_copy {

namespace {

std::string waitingSql(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return "SELECT id FROM data_copies WHERE state = 'preparing' AND run_after <= " + now +
           " AND (lease_until IS NULL OR lease_until <= " + now + ") ORDER BY created_at, id LIMIT 1";
}

std::string claimSql(const database::Dialect& dialect) {
    return "UPDATE data_copies SET attempt = attempt + 1, lease_until = " + std::string(dialect.nowMs) +
           " + $1 WHERE id = (" + waitingSql(dialect) + std::string(dialect.skipLocked) +
           ") RETURNING id, team_id, member_id, scope, attempt";
}

std::string extendSql(const database::Dialect& dialect) {
    return "UPDATE data_copies SET lease_until = " + std::string(dialect.nowMs) +
           " + $3 WHERE id = $1 AND attempt = $2 AND state = 'preparing'";
}

constexpr std::string_view readySql = R"sql(
    UPDATE data_copies SET state = 'ready', lease_until = NULL, failure = NULL, blob_key = $3, size_bytes = $4,
                           sha256 = $5, ready_at = $6, expires_at = $7, updated_at = $6
    WHERE id = $1 AND attempt = $2 AND state = 'preparing')sql";

constexpr std::string_view failSql = R"sql(
    UPDATE data_copies SET state = 'failed', lease_until = NULL, failure = $3, updated_at = $4
    WHERE id = $1 AND attempt = $2 AND state = 'preparing')sql";

std::string postponeSql(const database::Dialect& dialect) {
    return "UPDATE data_copies SET lease_until = NULL, run_after = " + std::string(dialect.nowMs) +
           " + $3 WHERE id = $1 AND attempt = $2 AND state = 'preparing'";
}

constexpr std::string_view endLeasesSql =
    "UPDATE data_copies SET lease_until = NULL WHERE state = 'preparing' AND lease_until IS NOT NULL";

CopyTask taskOf(const database::Row& row) {
    const auto scope = scopeNamed(row.text("scope"));
    ENSURE(scope.has_value()); // the schema's CHECK allows no other
    return {.copy = row.id<DataCopyId>("id"),
            .team = row.id<TeamId>("team_id"),
            .member = row.id<MemberId>("member_id"),
            .scope = *scope,
            .attempt = static_cast<int>(row.integer("attempt"))};
}

std::int64_t pauseMs(int attempt, std::int64_t first) {
    std::int64_t pause = first;
    for (int i = 1; i < attempt && pause < retryLongestMs; ++i)
        pause *= 2;
    return std::min(pause, retryLongestMs);
}

/// What another attempt cannot change: the member left, or is no owner any more.
bool isFinal(ErrorCode code) {
    return code == ErrorCode::Forbidden || code == ErrorCode::TooLarge;
}

Result<void> changedOne(Result<std::int64_t> changed) {
    if (TRY(std::move(changed)) == 0)
        return fail(ErrorCode::LeaseLost, "the copy was removed, or is another process's");
    return {};
}

} // namespace

Result<std::optional<CopyTask>> DataCopyQueue::claim() {
    while (true) {
        // Looked at before anything is written: nearly always there is nothing.
        const auto waiting = TRY(database_.read(
            [&](database::Session& session) { return session.one(waitingSql(session.dialect())); }));
        if (!waiting) return std::optional<CopyTask>();
        const auto row = TRY(database_.write([&](database::Transaction& transaction) {
            return transaction.one(claimSql(transaction.dialect()), {timing_.lease});
        }));
        if (!row) return std::optional<CopyTask>();
        CopyTask task = taskOf(*row);
        if (task.attempt <= attemptsMax) return std::optional(std::move(task));
        if (const auto ended = failed(task, ErrorCode::Internal); !ended) {
            if (ended.error().code != ErrorCode::LeaseLost) return fail(ended.error());
        }
    }
}

Result<void> DataCopyQueue::heartbeat(const CopyTask& task) {
    return database_.write([&](database::Transaction& transaction) {
        return changedOne(
            transaction.execute(extendSql(transaction.dialect()), {task.copy, task.attempt, timing_.lease}));
    });
}

Result<void> DataCopyQueue::ready(const CopyTask& task, const storage::BlobContent& content) {
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        const Timestamp now = clock_.now();
        const Timestamp expiresAt = now.plusMs(copyKeptMs);
        TRY(changedOne(transaction.execute(readySql, {task.copy, task.attempt, task.blobKey(),
                                                      content.sizeBytes, content.sha256, now, expiresAt})));
        return tell_(transaction, task, expiresAt);
    });
}

Result<State> DataCopyQueue::failed(const CopyTask& task, ErrorCode code) {
    return database_.write([&](database::Transaction& transaction) -> Result<State> {
        if (isFinal(code) || task.attempt >= attemptsMax) {
            TRY(changedOne(
                transaction.execute(failSql, {task.copy, task.attempt, headroom::name(code), clock_.now()})));
            return State::Failed;
        }
        TRY(changedOne(
            transaction.execute(postponeSql(transaction.dialect()),
                                {task.copy, task.attempt, pauseMs(task.attempt, timing_.firstPause)})));
        return State::Preparing;
    });
}

Result<void> DataCopyQueue::giveBack(const CopyTask& task) {
    return database_.write([&](database::Transaction& transaction) {
        return changedOne(
            transaction.execute(postponeSql(transaction.dialect()), {task.copy, task.attempt, 0}));
    });
}

Result<std::int64_t> DataCopyQueue::endAllLeases() {
    return database_.write(
        [](database::Transaction& transaction) { return transaction.execute(endLeasesSql); });
}

} // namespace headroom::data_copy
