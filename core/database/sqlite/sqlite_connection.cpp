#include "core/database/sqlite/sqlite_connection.h"

#include "core/base/ensure.h"
#include "core/base/text.h"
#include "core/database/database_limits.h"

#include <sqlite3.h>

#include <mutex>

namespace headroom::database {

namespace {

// Debian builds SQLite slow and careful; these two settings alone are worth 20 % (one connection per thread
// is ours to guarantee, and nobody reads the memory statistics).
void configureOnce() {
    static std::once_flag once;
    std::call_once(once, [] {
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    });
}

ErrorCode codeOf(int extended) {
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
        return ErrorCode::AlreadyExists;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return ErrorCode::Conflict;
    default:
        break;
    }
    switch (extended & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorCode::Unavailable;
    case SQLITE_FULL:
        return ErrorCode::DiskFull;
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
        return ErrorCode::Unavailable;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
        return ErrorCode::FileAccess;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorCode::Corrupt;
    default:
        return ErrorCode::Internal;
    }
}

Cell cellAt(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
        return {};
    case SQLITE_INTEGER:
        return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_BLOB: {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        return Blob{bytes ? std::string(bytes, size) : std::string()};
    }
    default: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
        return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    }
    }
}

} // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::filesystem::path& file,
                                                                 SqliteAccess access, Faults* faults) {
    configureOnce();
    sqlite3* handle = nullptr;
    const int opened =
        sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(handle, nullptr));
    if (opened != SQLITE_OK) return fail(connection->lastError("open"));
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, sqliteBusyMs);
    const std::string pragmas =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        "PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;"
        "PRAGMA secure_delete = OFF; PRAGMA wal_autocheckpoint = " +
        std::to_string(sqliteCheckpointPages) + ";";
    TRY(connection->script(pragmas));
    if (access == SqliteAccess::Reader) TRY(connection->script("PRAGMA query_only = ON;"));
    connection->faults_ = faults;
    return connection;
}

SqliteConnection::~SqliteConnection() {
    for (auto& [sql, statement] : statements_)
        sqlite3_finalize(statement.handle);
    sqlite3_close(handle_);
}

bool SqliteConnection::inTransaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

Error SqliteConnection::lastError(std::string_view during) const {
    if (!handle_) return {ErrorCode::Unavailable, "sqlite: out of memory"};
    std::string detail = "sqlite: ";
    detail += sqlite3_errmsg(handle_);
    detail += " in: ";
    detail += trimmed(during).substr(0, 200);
    return {codeOf(sqlite3_extended_errcode(handle_)), std::move(detail)};
}

Result<SqliteConnection::Statement*> SqliteConnection::prepared(std::string_view sql) {
    std::string key(sql);
    if (const auto found = statements_.find(key); found != statements_.end()) return &found->second;

    Statement statement;
    const char* rest = nullptr;
    if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement.handle, &rest) != SQLITE_OK)
        return fail(lastError(sql));
    ENSURE(statement.handle && trimmed(std::string_view(rest, sql.data() + sql.size() - rest)).empty());
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement.handle); ++i) {
        const char* name = sqlite3_bind_parameter_name(statement.handle, i);
        ENSURE(name && name[0] == '$');
        statement.parameterOf.push_back(static_cast<int>(parseInteger(name + 1).value_or(0)) - 1);
    }
    auto names = std::make_shared<std::vector<std::string>>();
    for (int i = 0; i < sqlite3_column_count(statement.handle); ++i)
        names->emplace_back(sqlite3_column_name(statement.handle, i));
    statement.names = std::move(names);
    return &statements_.emplace(std::move(key), std::move(statement)).first->second;
}

Result<void> SqliteConnection::bind(const Statement& statement, const Params& params) {
    for (std::size_t i = 0; i < statement.parameterOf.size(); ++i) {
        const int index = statement.parameterOf[i];
        ENSURE(index >= 0 && static_cast<std::size_t>(index) < params.size());
        const Cell& cell = params[static_cast<std::size_t>(index)].cell();
        const int number = static_cast<int>(i) + 1;
        int bound = SQLITE_OK;
        if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
            bound = sqlite3_bind_int64(statement.handle, number, *integer);
        } else if (const auto* text = std::get_if<std::string>(&cell)) {
            bound = sqlite3_bind_text64(statement.handle, number, text->data(), text->size(), SQLITE_STATIC,
                                        SQLITE_UTF8);
        } else if (const auto* blob = std::get_if<Blob>(&cell)) {
            bound = sqlite3_bind_blob64(statement.handle, number, blob->bytes.data(), blob->bytes.size(),
                                        SQLITE_STATIC);
        } else {
            bound = sqlite3_bind_null(statement.handle, number);
        }
        if (bound != SQLITE_OK) return fail(lastError("bind"));
    }
    return {};
}

Result<SqliteConnection::Outcome> SqliteConnection::run(std::string_view sql, const Params& params,
                                                        Operation operation) {
    if (faults_ && faults_->failNow(operation))
        return fail(ErrorCode::Unavailable, "fault injected by a test");
    Statement* statement = TRY(prepared(sql));
    struct Reset {
        sqlite3_stmt* handle;
        ~Reset() {
            sqlite3_reset(handle);
            sqlite3_clear_bindings(handle);
        }
    } reset{statement->handle};
    TRY(bind(*statement, params));

    Outcome outcome;
    for (;;) {
        const int step = sqlite3_step(statement->handle);
        if (step == SQLITE_DONE) break;
        if (step != SQLITE_ROW) return fail(lastError(sql));
        std::vector<Cell> cells;
        cells.reserve(statement->names->size());
        for (int i = 0; i < static_cast<int>(statement->names->size()); ++i)
            cells.push_back(cellAt(statement->handle, i));
        outcome.rows.emplace_back(statement->names, std::move(cells));
    }
    outcome.changed = sqlite3_stmt_readonly(statement->handle) ? 0 : sqlite3_changes(handle_);
    return outcome;
}

Result<void> SqliteConnection::script(std::string_view sql) {
    if (faults_ && faults_->failNow(Operation::Statement))
        return fail(ErrorCode::Unavailable, "fault injected by a test");
    if (sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return fail(lastError(sql));
    return {};
}

} // namespace headroom::database
