#include "core/client/outbox_store.h"

namespace headroom::client::outbox_store {

namespace {

constexpr std::string_view selectAll = R"sql(
    SELECT position, id, lane, kind, body, state, version, code, answer, attempts, next_at, created_at
    FROM outbox ORDER BY position)sql";

constexpr std::string_view insertRow = R"sql(
    INSERT INTO outbox (id, lane, kind, body, state, created_at) VALUES ($1, $2, $3, $4, $5, $6)
    RETURNING position)sql";

constexpr std::string_view updateRow = R"sql(
    UPDATE outbox SET state = $2, version = $3, code = $4, answer = $5, attempts = $6, next_at = $7
    WHERE id = $1)sql";

constexpr std::string_view selectUploads = R"sql(
    SELECT photo_id, member_id, path, file_name, media_type, size_bytes, modified_at, head_sha256, url,
           sent_bytes, state, code, created_at
    FROM uploads ORDER BY created_at, photo_id)sql";

constexpr std::string_view upsertUpload = R"sql(
    INSERT INTO uploads (photo_id, member_id, path, file_name, media_type, size_bytes, modified_at, head_sha256,
                         url, sent_bytes, state, code, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (photo_id) DO UPDATE SET size_bytes = excluded.size_bytes, modified_at = excluded.modified_at,
        head_sha256 = excluded.head_sha256, url = excluded.url, sent_bytes = excluded.sent_bytes,
        state = excluded.state, code = excluded.code)sql";

std::optional<ErrorCode> codeOf(const database::Row& row) {
    const auto text = row.optionalText("code");
    return text ? std::optional(errorCodeFromName(*text).value_or(ErrorCode::Internal)) : std::nullopt;
}

std::optional<std::string> nameOf(const std::optional<ErrorCode>& code) {
    return code ? std::optional(std::string(name(*code))) : std::nullopt;
}

} // namespace

Result<std::vector<OutboxRow>> all(database::Session& session) {
    std::vector<OutboxRow> rows;
    for (const database::Row& row : TRY(session.query(selectAll))) {
        const auto kind = commandKindFromName(row.text("kind"));
        const auto state = outboxStateFromName(row.text("state"));
        if (!kind || !state) return fail(ErrorCode::Corrupt, "the outbox has an unknown kind or state");
        rows.push_back({row.integer("position"), row.id<CommandId>("id"), row.text("lane"), *kind,
                        row.text("body"), *state, row.optionalInteger("version").value_or(0), codeOf(row),
                        row.optionalText("answer").value_or(""), static_cast<int>(row.integer("attempts")),
                        row.moment("next_at"), row.moment("created_at")});
    }
    return rows;
}

Result<OutboxRow> add(database::Transaction& transaction, OutboxRow row) {
    const auto added = TRY(transaction.one(
        insertRow, {row.id, row.lane, name(row.kind), row.body, name(row.state), row.createdAt}));
    if (!added) return fail(ErrorCode::Internal, "the outbox gave no position");
    row.position = added->integer("position");
    return row;
}

Result<void> update(database::Transaction& transaction, const OutboxRow& row) {
    TRY(transaction.execute(updateRow, {row.id, name(row.state), row.version, nameOf(row.code), row.answer,
                                        row.attempts, row.nextAt}));
    return {};
}

Result<void> remove(database::Transaction& transaction, const CommandId& id) {
    TRY(transaction.execute("DELETE FROM outbox WHERE id = $1", {id}));
    return {};
}

Result<std::int64_t> everAdded(database::Session& session) {
    const auto row = TRY(session.one("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'"));
    return row ? row->integer("seq") : 0;
}

Result<std::vector<UploadRow>> uploads(database::Session& session) {
    std::vector<UploadRow> rows;
    for (const database::Row& row : TRY(session.query(selectUploads))) {
        const auto state = uploadStateFromName(row.text("state"));
        if (!state) return fail(ErrorCode::Corrupt, "an upload has an unknown state");
        rows.push_back({row.id<PhotoId>("photo_id"), row.id<MemberId>("member_id"), row.text("path"),
                        row.text("file_name"), row.text("media_type"), row.integer("size_bytes"),
                        row.integer("modified_at"), row.text("head_sha256"), row.text("url"),
                        row.integer("sent_bytes"), *state, codeOf(row), row.moment("created_at")});
    }
    return rows;
}

Result<void> putUpload(database::Transaction& transaction, const UploadRow& row) {
    TRY(transaction.execute(upsertUpload, {row.photo, row.member, row.path, row.fileName, row.mediaType,
                                           row.sizeBytes, row.modifiedMs, row.headSha256, row.url,
                                           row.sentBytes, name(row.state), nameOf(row.code), row.createdAt}));
    return {};
}

Result<void> removeUpload(database::Transaction& transaction, const PhotoId& photo) {
    TRY(transaction.execute("DELETE FROM uploads WHERE photo_id = $1", {photo}));
    return {};
}

} // namespace headroom::client::outbox_store
