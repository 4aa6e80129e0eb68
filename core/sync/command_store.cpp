#include "core/sync/command_store.h"

#include "core/base/crypto.h"
#include "core/base/ensure.h"
#include "core/sync/sync_limits.h"

namespace headroom::sync {

namespace {

/// Seen only by the transaction that claims: nothing else reads a row before its answer is there.
constexpr int statusRunning = 0;

constexpr std::string_view insertClaim = R"sql(
    INSERT INTO commands (user_id, team_id, id, content_hash, status, answer, version, created_at)
    VALUES ($1, $2, $3, $4, $5, NULL, 0, $6)
    ON CONFLICT (user_id, team_id, id) DO NOTHING)sql";

constexpr std::string_view selectCommand = R"sql(
    SELECT content_hash, status, answer, version FROM commands
    WHERE user_id = $1 AND team_id = $2 AND id = $3)sql";

constexpr std::string_view updateAnswer = R"sql(
    UPDATE commands SET status = $4, answer = $5, version = $6
    WHERE user_id = $1 AND team_id = $2 AND id = $3)sql";

constexpr std::string_view emptyAnswers = R"sql(
    UPDATE commands SET answer = NULL WHERE (user_id, team_id, id) IN (
        SELECT user_id, team_id, id FROM commands WHERE answer IS NOT NULL AND created_at < $1
        ORDER BY created_at LIMIT $2))sql";

Result<void> refuseIncomplete(const CommandKey& key) {
    if (key.user.empty() || key.id.empty())
        return fail(ErrorCode::InvalidInput, "a command needs a user and an id");
    return {};
}

} // namespace

std::string contentHash(std::initializer_list<std::string_view> parts) {
    Hasher hasher(Hasher::Algorithm::Sha256);
    for (const std::string_view part : parts) {
        hasher.update(std::to_string(part.size()) + ":");
        hasher.update(part);
    }
    return toHex(hasher.finish());
}

bool mayBeStored(int status) {
    return status >= 200 && status < 500 && status != 401 && status != 429;
}

Result<Claimed> claimCommand(database::Transaction& transaction, const CommandKey& key,
                             std::string_view contentHash, Timestamp now) {
    TRY(refuseIncomplete(key));
    const std::int64_t inserted = TRY(transaction.execute(
        insertClaim, {key.user, key.team.text(), key.id, contentHash, statusRunning, now}));
    if (inserted == 1) return Claimed{Claim::New, {}};

    const auto row = TRY(transaction.one(selectCommand, {key.user, key.team.text(), key.id}));
    if (!row) return fail(ErrorCode::Unavailable, "a command vanished between two statements");
    if (!equalInConstantTime(row->text("content_hash"), contentHash))
        return fail(ErrorCode::IdempotencyConflict, "this id was used for another command");
    StoredAnswer answer;
    answer.status = static_cast<int>(row->integer("status"));
    answer.body = row->optionalText("answer");
    answer.version = row->integer("version");
    ENSURE(answer.status != statusRunning); // claimed twice in one transaction
    return Claimed{Claim::Repeat, std::move(answer)};
}

Result<void> recordAnswer(database::Transaction& transaction, const CommandKey& key,
                          const StoredAnswer& answer) {
    ENSURE(mayBeStored(answer.status));
    ENSURE(answer.body && answer.body->size() <= storedAnswerMaxBytes);
    const std::int64_t updated = TRY(transaction.execute(
        updateAnswer, {key.user, key.team.text(), key.id, answer.status, answer.body, answer.version}));
    ENSURE(updated == 1); // recorded without a claim
    return {};
}

Result<CommandOutcome> runCommand(database::Database& database, const CommandKey& key,
                                  std::string_view contentHash, Timestamp now,
                                  const std::function<Result<StoredAnswer>(database::Transaction&)>& work,
                                  const std::function<StoredAnswer(const Error&)>& refusalAnswer) {
    using database::Transaction;
    // Whether the work or the bookkeeping failed: only the work's refusals are answers.
    std::optional<Error> refused;
    auto done = database.write([&](Transaction& transaction) -> Result<CommandOutcome> {
        refused.reset();
        auto claimed = TRY(claimCommand(transaction, key, contentHash, now));
        if (claimed.claim == Claim::Repeat) return CommandOutcome{Ran::Before, std::move(claimed.answer)};
        auto answer = work(transaction);
        if (!answer) {
            refused = answer.error();
            return fail(answer.error());
        }
        TRY(recordAnswer(transaction, key, *answer));
        return CommandOutcome{Ran::Now, std::move(*answer)};
    });
    if (done || !refused || retry(refused->code) != Retry::Never) return done;

    const StoredAnswer refusal = refusalAnswer(*refused);
    if (!mayBeStored(refusal.status)) return done;
    return database.write([&](Transaction& transaction) -> Result<CommandOutcome> {
        auto claimed = TRY(claimCommand(transaction, key, contentHash, now));
        if (claimed.claim == Claim::Repeat) return CommandOutcome{Ran::Before, std::move(claimed.answer)};
        TRY(recordAnswer(transaction, key, refusal));
        return CommandOutcome{Ran::Now, refusal};
    });
}

Result<std::int64_t> pruneAnswers(database::Transaction& transaction, Timestamp before) {
    return transaction.execute(emptyAnswers, {before, purgeBatch});
}

} // namespace headroom::sync
