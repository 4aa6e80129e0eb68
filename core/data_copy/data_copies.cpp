#include "core/data_copy/data_copies.h"

#include "core/base/ensure.h"
#include "core/data_copy/data_copy_limits.h"
#include "core/teams/rate_counters.h"
#include "core/teams/teams_limits.h"

namespace headroom::data_copy {

namespace {

constexpr std::string_view selectPreparing = R"sql(
    SELECT id FROM data_copies
    WHERE team_id = $1 AND member_id = $2 AND scope = $3 AND state = 'preparing')sql";

constexpr std::string_view insertCopy = R"sql(
    INSERT INTO data_copies (id, team_id, member_id, scope, state, run_after, created_at, updated_at)
    VALUES ($1, $2, $3, $4, 'preparing', 0, $5, $5))sql";

constexpr std::string_view selectList = R"sql(
    SELECT id, team_id, member_id, scope, state, failure, size_bytes, created_at, ready_at, expires_at
    FROM data_copies WHERE team_id = $1 AND member_id = $2 AND state <> 'removed'
    ORDER BY created_at DESC, id DESC LIMIT $3)sql";

constexpr std::string_view selectContent = R"sql(
    SELECT scope, state, blob_key, sha256, size_bytes, ready_at, expires_at FROM data_copies
    WHERE team_id = $1 AND member_id = $2 AND id = $3 AND state <> 'removed')sql";

constexpr std::string_view markRemoved = R"sql(
    UPDATE data_copies SET state = 'removed', lease_until = NULL, updated_at = $4
    WHERE team_id = $1 AND member_id = $2 AND id = $3 AND state <> 'removed')sql";

constexpr std::string_view markAllRemoved = R"sql(
    UPDATE data_copies SET state = 'removed', lease_until = NULL, updated_at = $3
    WHERE team_id = $1 AND member_id = $2 AND state <> 'removed')sql";

constexpr std::string_view deleteRemoved = R"sql(
    DELETE FROM data_copies WHERE id IN (
        SELECT id FROM data_copies WHERE state = 'removed' ORDER BY id LIMIT $1)
    RETURNING id, team_id, attempt)sql";

constexpr std::string_view markExpired = R"sql(
    UPDATE data_copies SET state = 'expired', blob_key = NULL, updated_at = $1
    WHERE id IN (SELECT id FROM data_copies WHERE state = 'ready' AND expires_at <= $1 ORDER BY expires_at LIMIT $2)
    RETURNING id, team_id, attempt)sql";

constexpr std::string_view deleteEnded =
    "DELETE FROM data_copies WHERE state IN ('failed', 'expired') AND updated_at <= $1";

constexpr std::string_view selectByBlob = "SELECT blob_key FROM data_copies WHERE id = $1";

DataCopy copyOf(const database::Row& row, Timestamp now) {
    const auto scope = scopeNamed(row.text("scope"));
    const auto state = stateNamed(row.text("state"));
    ENSURE(scope && state); // the schema's CHECK allows no other
    DataCopy copy{.id = row.id<DataCopyId>("id"),
                  .team = row.id<TeamId>("team_id"),
                  .member = row.id<MemberId>("member_id"),
                  .scope = *scope,
                  .state = *state,
                  .failure = row.optionalText("failure").value_or(""),
                  .sizeBytes = row.optionalInteger("size_bytes"),
                  .createdAt = row.moment("created_at"),
                  .readyAt = row.optionalMoment("ready_at"),
                  .expiresAt = row.optionalMoment("expires_at")};
    if (copy.state == State::Ready && copy.expiresAt && *copy.expiresAt <= now) copy.state = State::Expired;
    return copy;
}

} // namespace

Result<DataCopy> DataCopies::request(sync::TeamWrite& write, const MemberId& member, Scope scope) {
    database::Transaction& transaction = write.transaction();
    if (TRY(transaction.one(selectPreparing, {write.team(), member, name(scope)})))
        return fail(ErrorCode::AlreadyExists, "a copy is being prepared");
    TRY(teams::takeRate(transaction, "data-copies:" + member.text(), {copiesPerDay, teams::dayMs},
                        write.now()));
    DataCopy copy{.id = DataCopyId::make(),
                  .team = write.team(),
                  .member = member,
                  .scope = scope,
                  .state = State::Preparing,
                  .failure = {},
                  .sizeBytes = {},
                  .createdAt = write.now(),
                  .readyAt = {},
                  .expiresAt = {}};
    TRY(transaction.execute(insertCopy, {copy.id, copy.team, member, name(scope), write.now()}));
    TRY(transaction.wake(wakeChannel, ""));
    return copy;
}

Result<std::vector<DataCopy>> DataCopies::list(database::Session& session, const TeamId& team,
                                               const MemberId& member, Timestamp now) {
    std::vector<DataCopy> copies;
    for (const database::Row& row : TRY(session.query(selectList, {team, member, listMax})))
        copies.push_back(copyOf(row, now));
    return copies;
}

Result<DataCopyContent> DataCopies::content(database::Session& session, const TeamId& team,
                                            const MemberId& member, const DataCopyId& id, Timestamp now) {
    const auto row = TRY(session.one(selectContent, {team, member, id}));
    if (!row) return fail(ErrorCode::NotFound, "no such copy");
    const auto state = stateNamed(row->text("state"));
    if (state == State::Expired || (state == State::Ready && row->moment("expires_at") <= now))
        return fail(ErrorCode::Gone, "the copy has expired");
    if (state != State::Ready) return fail(ErrorCode::PreconditionFailed, "the copy is not ready");
    const auto scope = scopeNamed(row->text("scope"));
    ENSURE(scope.has_value()); // the schema's CHECK allows no other
    return DataCopyContent{*scope, row->text("blob_key"), row->text("sha256"), row->integer("size_bytes"),
                           row->moment("ready_at")};
}

Result<void> DataCopies::remove(sync::TeamWrite& write, const MemberId& member, const DataCopyId& id) {
    if (TRY(write.transaction().execute(markRemoved, {write.team(), member, id, write.now()})) == 0)
        return fail(ErrorCode::NotFound, "no such copy");
    return write.transaction().wake(wakeChannel, "");
}

Result<void> DataCopies::removeAllOf(sync::TeamWrite& write, const MemberId& member) {
    TRY(write.transaction().execute(markAllRemoved, {write.team(), member, write.now()}));
    return write.transaction().wake(wakeChannel, "");
}

Result<int> DataCopies::sweep() {
    const int removed = TRY(sweepRemoved());
    const int expired = TRY(sweepExpired());
    TRY(database_.write([&](database::Transaction& transaction) {
        return transaction.execute(deleteEnded, {clock_.now().plusMs(-endedKeptMs)});
    }));
    return removed + expired;
}

Result<int> DataCopies::sweepRemoved() {
    int swept = 0;
    while (true) {
        const auto rows = TRY(database_.write([&](database::Transaction& transaction) {
            return transaction.query(deleteRemoved, {sweepBatch});
        }));
        for (const database::Row& row : rows)
            TRY(removeBytes(row));
        swept += static_cast<int>(rows.size());
        if (rows.size() < static_cast<std::size_t>(sweepBatch)) return swept;
    }
}

Result<int> DataCopies::sweepExpired() {
    int swept = 0;
    while (true) {
        const auto rows = TRY(database_.write([&](database::Transaction& transaction) {
            return transaction.query(markExpired, {clock_.now(), sweepBatch});
        }));
        for (const database::Row& row : rows)
            TRY(removeBytes(row));
        swept += static_cast<int>(rows.size());
        if (rows.size() < static_cast<std::size_t>(sweepBatch)) return swept;
    }
}

/// Of all attempts: one that died between putting its bytes and writing them down left them behind.
Result<void> DataCopies::removeBytes(const database::Row& row) {
    for (int attempt = 1; attempt <= row.integer("attempt"); ++attempt) {
        const std::string key = dataCopyBlobKey(row.id<TeamId>("team_id"), row.id<DataCopyId>("id"), attempt);
        TRY(blobs_.remove(TRY(storage::BlobKey::parse(key))));
    }
    return {};
}

Result<bool> DataCopies::knowsBlob(const storage::BlobKey& key) const {
    // data-copies/<team>/<copy>-<attempt>.zip
    const std::string last = key.text().substr(key.text().rfind('/') + 1);
    const auto row = TRY(database_.read([&](database::Session& session) {
        return session.one(selectByBlob, {last.substr(0, last.rfind('-'))});
    }));
    return row && row->optionalText("blob_key") == key.text();
}

} // namespace headroom::data_copy
