#include "core/database/database.h"

#include "core/base/ensure.h"
#include "core/base/text.h"

namespace headroom::database {

const Cell& Row::cell(std::string_view column) const {
    for (std::size_t i = 0; i < names_->size(); ++i)
        if ((*names_)[i] == column) return cells_[i];
    ENSURE(!"the query has no such column");
    __builtin_unreachable();
}

bool Row::isNull(std::string_view column) const {
    return std::holds_alternative<std::monostate>(cell(column));
}

std::int64_t Row::integer(std::string_view column) const {
    const Cell& value = cell(column);
    ENSURE(std::holds_alternative<std::int64_t>(value));
    return std::get<std::int64_t>(value);
}

const std::string& Row::text(std::string_view column) const {
    const Cell& value = cell(column);
    ENSURE(std::holds_alternative<std::string>(value));
    return std::get<std::string>(value);
}

const std::string& Row::blob(std::string_view column) const {
    const Cell& value = cell(column);
    ENSURE(std::holds_alternative<Blob>(value));
    return std::get<Blob>(value).bytes;
}

std::optional<std::int64_t> Row::optionalInteger(std::string_view column) const {
    if (isNull(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Row::optionalText(std::string_view column) const {
    if (isNull(column)) return std::nullopt;
    return text(column);
}

std::optional<Timestamp> Row::optionalMoment(std::string_view column) const {
    if (isNull(column)) return std::nullopt;
    return moment(column);
}

Result<Rows> Session::query(std::string_view sql, const Params& params) {
    if (broken_) return fail(*broken_);
    Result<Outcome> outcome = run(sql, params);
    if (!outcome) {
        broken_ = outcome.error();
        return fail(*broken_);
    }
    return std::move(outcome->rows);
}

Result<std::optional<Row>> Session::one(std::string_view sql, const Params& params) {
    Rows rows = TRY(query(sql, params));
    ENSURE(rows.size() <= 1);
    if (rows.empty()) return std::nullopt;
    return std::optional<Row>(std::move(rows.front()));
}

Result<std::int64_t> Session::execute(std::string_view sql, const Params& params) {
    if (broken_) return fail(*broken_);
    Result<Outcome> outcome = run(sql, params);
    if (!outcome) {
        broken_ = outcome.error();
        return fail(*broken_);
    }
    return outcome->changed;
}

Result<void> Session::script(std::string_view sql) {
    if (broken_) return fail(*broken_);
    Result<void> done = runScript(sql);
    if (!done) broken_ = done.error();
    return done;
}

const Dialect& dialectOf(Engine engine) {
    static constexpr Dialect sqlite{
        .engine = Engine::Sqlite,
        .blobType = "BLOB",
        .nowMs = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
        .skipLocked = "",
        .forUpdate = "",
    };
    static constexpr Dialect postgres{
        .engine = Engine::Postgres,
        .blobType = "BYTEA",
        .nowMs = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
        .skipLocked = " FOR UPDATE SKIP LOCKED",
        .forUpdate = " FOR UPDATE",
    };
    switch (engine) {
    case Engine::Sqlite:
        return sqlite;
    case Engine::Postgres:
        return postgres;
    }
    __builtin_unreachable();
}

} // namespace headroom::database
