#include "core/database/postgres/postgres_connection.h"

#include "core/base/crypto.h"
#include "core/base/ensure.h"
#include "core/base/text.h"

#include <libpq-fe.h>

#include <charconv>
#include <limits>

namespace headroom::database {

namespace {

// Type numbers of pg_type.dat; they never change.
constexpr Oid oidBool = 16;
constexpr Oid oidBytea = 17;
constexpr Oid oidInt8 = 20;
constexpr Oid oidInt2 = 21;
constexpr Oid oidInt4 = 23;
constexpr Oid oidNumeric = 1700;

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ResultHandle = std::unique_ptr<PGresult, ClearResult>;

/// SQLSTATE, PostgreSQL 15 appendix A.
ErrorCode codeOf(std::string_view state) {
    if (state == "23505") return ErrorCode::AlreadyExists;
    if (state == "23503") return ErrorCode::Conflict;
    if (state == "40001" || state == "40P01" || state == "55P03") return ErrorCode::Unavailable;
    if (state == "53100") return ErrorCode::DiskFull;
    if (state.starts_with("53") || state.starts_with("57") || state.starts_with("08"))
        return ErrorCode::Unavailable;
    if (state.starts_with("28") || state == "3D000") return ErrorCode::FileAccess;
    return ErrorCode::Internal;
}

Cell cellAt(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column)) return {};
    const std::string_view text(PQgetvalue(result, row, column),
                                static_cast<std::size_t>(PQgetlength(result, row, column)));
    switch (PQftype(result, column)) {
    case oidBool:
        return static_cast<std::int64_t>(text == "t");
    case oidInt2:
    case oidInt4:
    case oidInt8:
    case oidNumeric: { // SUM(BIGINT) is numeric; every sum of ours is a whole number
        const auto number = parseInteger(text);
        ENSURE(number.has_value());
        return *number;
    }
    case oidBytea: {
        auto bytes = fromHex(text.substr(2)); // \x..., the output format since PostgreSQL 9.0
        ENSURE(bytes.has_value());
        return Blob{std::move(*bytes)};
    }
    default:
        return std::string(text);
    }
}

} // namespace

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const std::string& connectionString,
                                                                     Faults* faults) {
    PGconn* handle = PQconnectdb(connectionString.c_str());
    std::unique_ptr<PostgresConnection> connection(new PostgresConnection(handle, nullptr));
    if (PQstatus(handle) != CONNECTION_OK)
        return fail(ErrorCode::Unavailable, "cannot connect to PostgreSQL");
    // The server reports what we already know (a table exists, ...) as notices on standard error.
    PQsetNoticeProcessor(
        handle, [](void*, const char*) {}, nullptr);
    TRY(connection->command("SET TIME ZONE 'UTC'; SET bytea_output = 'hex'; SET synchronous_commit = on;",
                            Operation::Statement));
    connection->faults_ = faults;
    return connection;
}

PostgresConnection::~PostgresConnection() {
    PQfinish(handle_);
}

bool PostgresConnection::usable() const {
    return PQstatus(handle_) == CONNECTION_OK;
}

bool PostgresConnection::inTransaction() const {
    return PQtransactionStatus(handle_) != PQTRANS_IDLE;
}

bool PostgresConnection::worthAnotherAttempt() const {
    return lastSqlState_ == "40001" || lastSqlState_ == "40P01";
}

Error PostgresConnection::takeError(const pg_result* result, std::string_view during) {
    const char* state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    lastSqlState_ = state ? state : "08006";
    // Only the primary message: PG_DIAG_MESSAGE_DETAIL repeats values, which may be names and addresses.
    const char* primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    std::string detail =
        "postgres " + lastSqlState_ + ": " + (primary ? primary : "connection lost") + " in: ";
    detail += trimmed(during).substr(0, 200);
    return {codeOf(lastSqlState_), std::move(detail)};
}

Result<const PostgresConnection::Statement*> PostgresConnection::prepared(std::string_view sql) {
    std::string key(sql);
    if (const auto found = statements_.find(key); found != statements_.end()) return &found->second;
    Statement statement{"s" + std::to_string(statements_.size())};
    const ResultHandle result(PQprepare(handle_, statement.name.c_str(), key.c_str(), 0, nullptr));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return fail(takeError(result.get(), sql));
    return &statements_.emplace(std::move(key), std::move(statement)).first->second;
}

Result<PostgresConnection::Outcome> PostgresConnection::run(std::string_view sql, const Params& params) {
    if (faults_ && faults_->failNow(Operation::Statement))
        return fail(ErrorCode::Unavailable, "fault injected by a test");
    const Statement* statement = TRY(prepared(sql));

    std::vector<std::string> integers(params.size());
    std::vector<const char*> values(params.size(), nullptr);
    std::vector<int> lengths(params.size(), 0);
    std::vector<int> formats(params.size(), 0);
    for (std::size_t i = 0; i < params.size(); ++i) {
        const Cell& cell = params[i].cell();
        if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
            integers[i] = std::to_string(*integer);
            values[i] = integers[i].c_str();
        } else if (const auto* text = std::get_if<std::string>(&cell)) {
            // Text parameters end at the first NUL, and PostgreSQL has none in text anyway.
            if (text->find('\0') != std::string::npos)
                return fail(ErrorCode::InvalidInput, "text with a NUL");
            values[i] = text->c_str();
        } else if (const auto* blob = std::get_if<Blob>(&cell)) {
            values[i] = blob->bytes.data();
            lengths[i] = static_cast<int>(blob->bytes.size());
            formats[i] = 1;
        }
    }
    const ResultHandle result(PQexecPrepared(handle_, statement->name.c_str(),
                                             static_cast<int>(params.size()), values.data(), lengths.data(),
                                             formats.data(), 0));
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return fail(takeError(result.get(), sql));

    Outcome outcome;
    outcome.changed = parseInteger(PQcmdTuples(result.get())).value_or(0);
    const int columns = PQnfields(result.get());
    auto names = std::make_shared<std::vector<std::string>>();
    for (int column = 0; column < columns; ++column)
        names->emplace_back(PQfname(result.get(), column));
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        std::vector<Cell> cells;
        cells.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column)
            cells.push_back(cellAt(result.get(), row, column));
        outcome.rows.emplace_back(names, std::move(cells));
    }
    return outcome;
}

Result<void> PostgresConnection::command(std::string_view sql, Operation operation) {
    if (faults_ && faults_->failNow(operation))
        return fail(ErrorCode::Unavailable, "fault injected by a test");
    const ResultHandle result(PQexec(handle_, std::string(sql).c_str()));
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return fail(takeError(result.get(), sql));
    // COMMIT of a failed transaction succeeds, as a ROLLBACK; that is not what was asked for.
    if (operation == Operation::Commit && std::string_view(PQcmdStatus(result.get())) != "COMMIT")
        return fail(ErrorCode::Internal, "the transaction had failed before its commit");
    return {};
}

} // namespace headroom::database
