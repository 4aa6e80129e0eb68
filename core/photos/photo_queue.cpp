#include "core/photos/photo_library.h"
#include "core/photos/uploads_limits.h"

// Looks at photos. Leases run on the database's clock, so that workers on several machines agree; a look is
// fenced by its attempt, so that a late one changes nothing.
namespace headroom::photos {

namespace {

std::string claimSql(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return "UPDATE photos SET check_attempts = check_attempts + 1, check_lease = " + now + R"sql( + $1
        WHERE id = (SELECT id FROM photos
                    WHERE state = 'checking' AND (check_lease IS NULL OR check_lease <= )sql" +
           now + ") ORDER BY created_at LIMIT 1" + std::string(dialect.skipLocked) +
           ") RETURNING id, team_id, blob_key, sha256, size_bytes, check_attempts";
}

constexpr std::string_view finishSql = R"sql(
    UPDATE photos SET state = $4, refusal = $5, report = $6, media_type = COALESCE($7, media_type), width = $8,
                      height = $9, check_lease = NULL, updated_at = $10
    WHERE team_id = $1 AND id = $2 AND check_attempts = $3 AND state = 'checking'
    RETURNING member_id, uploader_id)sql";

constexpr std::string_view endLeases =
    "UPDATE photos SET check_lease = NULL, check_attempts = check_attempts - 1 WHERE state = 'checking' AND "
    "check_lease IS NOT NULL";

std::string returnSql(const database::Dialect& dialect) {
    return "UPDATE photos SET check_lease = " + std::string(dialect.nowMs) +
           " + $3 WHERE id = $1 AND check_attempts = $2 AND state = 'checking'";
}

} // namespace

Result<std::optional<CheckTask>> PhotoLibrary::claimNextToCheck() {
    return database_.write([&](database::Transaction& transaction) -> Result<std::optional<CheckTask>> {
        const auto row = TRY(transaction.one(claimSql(transaction.dialect()), {checkLeaseMs}));
        if (!row) return std::optional<CheckTask>();
        const int attempt = static_cast<int>(row->integer("check_attempts"));
        return std::optional(CheckTask{
            .photo = row->id<PhotoId>("id"),
            .team = row->id<TeamId>("team_id"),
            .attempt = attempt,
            .blobKey = row->text("blob_key"),
            .sha256 = row->text("sha256"),
            .sizeBytes = row->integer("size_bytes"),
            .exhausted = attempt > checkAttemptsMax,
        });
    });
}

Result<void> PhotoLibrary::finishCheck(const CheckTask& task, const CheckOutcome& outcome) {
    if (outcome.reportJson.size() > checkReportBytesMax)
        return fail(ErrorCode::TooLarge, "report of a photo check");
    const auto state = outcome.refusal ? sync::PhotoState::Refused : sync::PhotoState::Usable;
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        auto write = TRY(sync::TeamWrite::begin(transaction, task.team, clock_.now()));
        const auto row = TRY(transaction.one(
            finishSql,
            {task.team, task.photo, task.attempt, name(state),
             outcome.refusal ? std::optional(name(*outcome.refusal)) : std::nullopt, outcome.reportJson,
             outcome.mediaType.empty() ? std::nullopt : std::optional(outcome.mediaType), outcome.width,
             outcome.height, write.now()}));
        if (!row) return fail(ErrorCode::LeaseLost, "the photo is another worker's, or deleted");
        return write.changed(sync::RowKind::Photo, task.photo.text(), row->id<MemberId>("member_id"),
                             row->id<MemberId>("uploader_id"));
    });
}

Result<void> PhotoLibrary::returnCheck(const CheckTask& task) {
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        TRY(transaction.execute(returnSql(transaction.dialect()), {task.photo, task.attempt, checkRetryMs}));
        return {};
    });
}

Result<std::int64_t> PhotoLibrary::endAllLeases() {
    return database_.write(
        [&](database::Transaction& transaction) { return transaction.execute(endLeases, {}); });
}

} // namespace headroom::photos
