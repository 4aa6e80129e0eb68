#pragma once

#include "core/database/database.h"

#include <filesystem>
#include <string>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace headroom::database {

enum class SqliteAccess { Writer, Reader };

/// One SQLite connection and its prepared statements. Used by one thread at a time.
class SqliteConnection {
public:
    static Result<std::unique_ptr<SqliteConnection>> open(const std::filesystem::path& file,
                                                          SqliteAccess access, Faults* faults);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    struct Outcome {
        Rows rows;
        std::int64_t changed = 0;
    };
    Result<Outcome> run(std::string_view sql, const Params& params,
                        Operation operation = Operation::Statement);
    Result<void> script(std::string_view sql);

    /// False after SQLite ended the transaction by itself, as it does when the disk is full.
    bool inTransaction() const;

private:
    explicit SqliteConnection(sqlite3* handle, Faults* faults)
        : handle_(handle)
        , faults_(faults) {}

    struct Statement {
        sqlite3_stmt* handle = nullptr;
        std::vector<int> parameterOf; // index in Params for each of SQLite's own parameter numbers
        Row::Names names;
    };
    Result<Statement*> prepared(std::string_view sql);
    Result<void> bind(const Statement& statement, const Params& params);
    Error lastError(std::string_view during) const;

    sqlite3* handle_;
    Faults* faults_;
    std::unordered_map<std::string, Statement> statements_;
};

} // namespace headroom::database
