#include "core/client/cache_store.h"

#include "core/sync/vocabulary.h"

namespace headroom::client::cache_store {

namespace {

constexpr std::string_view selectPosition =
    "SELECT generation, cursor, version, synced_at FROM cache_state WHERE id = 1";

constexpr std::string_view updatePosition =
    "UPDATE cache_state SET generation = $1, cursor = $2, version = $3, synced_at = $4 WHERE id = 1";

constexpr std::string_view upsertRow = R"sql(
    INSERT INTO cached_rows (generation, kind, id, body) VALUES ($1, $2, $3, $4)
    ON CONFLICT (generation, kind, id) DO UPDATE SET body = excluded.body)sql";

constexpr std::string_view deleteRow =
    "DELETE FROM cached_rows WHERE generation = $1 AND kind = $2 AND id = $3";

constexpr std::string_view insertTransfer = R"sql(
    INSERT INTO cached_transfers
        (generation, id, version, ordinal, command_id, day, purchased, spent, refunded, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (generation, id) DO NOTHING)sql";

constexpr std::string_view deleteTransfer = "DELETE FROM cached_transfers WHERE generation = $1 AND id = $2";

constexpr std::string_view selectRows = "SELECT kind, id, body FROM cached_rows WHERE generation = $1";

constexpr std::string_view selectLedger = R"sql(
    SELECT body FROM cached_transfers WHERE generation = $1 AND (version, ordinal) < ($2, $3)
    ORDER BY version DESC, ordinal DESC LIMIT $4)sql";

constexpr std::string_view selectDays = R"sql(
    SELECT day, SUM(purchased) AS purchased, SUM(spent) AS spent, SUM(refunded) AS refunded
    FROM cached_transfers WHERE generation = $1 GROUP BY day
    HAVING SUM(purchased) <> 0 OR SUM(spent) <> 0 OR SUM(refunded) <> 0 ORDER BY day)sql";

constexpr std::string_view selectCommandVersion = R"sql(
    SELECT MAX(version) AS version FROM cached_transfers WHERE generation = $1 AND command_id = $2)sql";

Result<void> putTransfer(database::Transaction& transaction, std::int64_t generation, const FeedRow& row) {
    if (row.change == FeedRow::Change::Removed) {
        TRY(transaction.execute(deleteTransfer, {generation, row.id}));
        return {};
    }
    const auto transfer = TRY(parseRow<sync::TransferRow>(row.body));
    const DayUse use = dayUseOf(transfer);
    TRY(transaction.execute(insertTransfer,
                            {generation, row.id, transfer.version, transfer.ordinal, transfer.commandId,
                             use.day, use.purchased, use.spent, use.refunded, row.body}));
    return {};
}

} // namespace

Result<Position> position(database::Session& session) {
    const auto row = TRY(session.one(selectPosition));
    if (!row) return fail(ErrorCode::Corrupt, "the cache has no state");
    return Position{row->integer("generation"), row->text("cursor"), row->integer("version"),
                    row->optionalMoment("synced_at")};
}

Result<void> setPosition(database::Transaction& transaction, const Position& position) {
    TRY(transaction.execute(updatePosition,
                            {position.generation, position.cursor, position.version, position.syncedAt}));
    return {};
}

Result<void> put(database::Transaction& transaction, std::int64_t generation,
                 const std::vector<FeedRow>& rows) {
    for (const FeedRow& row : rows) {
        if (row.kind == sync::RowKind::Transfer)
            TRY(putTransfer(transaction, generation, row));
        else if (row.change == FeedRow::Change::Removed)
            TRY(transaction.execute(deleteRow, {generation, name(row.kind), row.id}));
        else
            TRY(transaction.execute(upsertRow, {generation, name(row.kind), row.id, row.body}));
    }
    return {};
}

Result<void> dropOtherGenerations(database::Transaction& transaction, std::int64_t keep) {
    TRY(transaction.execute("DELETE FROM cached_rows WHERE generation <> $1", {keep}));
    TRY(transaction.execute("DELETE FROM cached_transfers WHERE generation <> $1", {keep}));
    return {};
}

Result<void> dropGeneration(database::Transaction& transaction, std::int64_t generation) {
    TRY(transaction.execute("DELETE FROM cached_rows WHERE generation = $1", {generation}));
    TRY(transaction.execute("DELETE FROM cached_transfers WHERE generation = $1", {generation}));
    return {};
}

Result<Truth> load(database::Session& session, std::int64_t generation) {
    Truth truth;
    for (const database::Row& row : TRY(session.query(selectRows, {generation}))) {
        const auto kind = sync::fromName<sync::RowKind>(row.text("kind"));
        if (!kind) return fail(ErrorCode::Corrupt, "the cache has a row of an unknown kind");
        TRY(truth.apply({*kind, row.text("id"), FeedRow::Change::Put, row.text("body")}));
    }
    return truth;
}

Result<std::vector<sync::TransferRow>> ledger(database::Session& session, std::int64_t generation,
                                              const std::optional<LedgerPosition>& before,
                                              std::size_t count) {
    const LedgerPosition from = before.value_or(LedgerPosition{INT64_MAX, 0});
    std::vector<sync::TransferRow> transfers;
    for (const database::Row& row : TRY(session.query(
             selectLedger, {generation, from.version, from.ordinal, static_cast<std::int64_t>(count)})))
        transfers.push_back(TRY(parseRow<sync::TransferRow>(row.text("body"))));
    return transfers;
}

Result<std::vector<DayUse>> dayUse(database::Session& session, std::int64_t generation) {
    std::vector<DayUse> days;
    for (const database::Row& row : TRY(session.query(selectDays, {generation})))
        days.push_back(
            {row.integer("day"), row.integer("purchased"), row.integer("spent"), row.integer("refunded")});
    return days;
}

Result<std::optional<std::int64_t>> versionOfCommand(database::Session& session, std::int64_t generation,
                                                     const CommandId& command) {
    const auto row = TRY(session.one(selectCommandVersion, {generation, command}));
    return row ? row->optionalInteger("version") : std::nullopt;
}

} // namespace headroom::client::cache_store
