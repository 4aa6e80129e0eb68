#pragma once

#include "core/database/database.h"

#include <memory>
#include <string>
#include <unordered_map>

struct pg_conn;
struct pg_result;

namespace headroom::database {

/// One connection to PostgreSQL and its prepared statements. Used by one thread at a time.
class PostgresConnection {
public:
    static Result<std::unique_ptr<PostgresConnection>> open(const std::string& connectionString,
                                                            Faults* faults);
    ~PostgresConnection();
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    struct Outcome {
        Rows rows;
        std::int64_t changed = 0;
    };
    Result<Outcome> run(std::string_view sql, const Params& params);
    /// Simple protocol: transaction control and scripts.
    Result<void> command(std::string_view sql, Operation operation);

    bool usable() const;
    bool inTransaction() const;
    /// True when the last error was a serialisation failure or a deadlock: the transaction may be run again.
    bool worthAnotherAttempt() const;

    pg_conn* handle() const { return handle_; }

private:
    PostgresConnection(pg_conn* handle, Faults* faults)
        : handle_(handle)
        , faults_(faults) {}

    struct Statement {
        std::string name;
    };
    Result<const Statement*> prepared(std::string_view sql);
    Error takeError(const pg_result* result, std::string_view during);

    pg_conn* handle_;
    Faults* faults_;
    std::unordered_map<std::string, Statement> statements_;
    std::string lastSqlState_;
};

} // namespace headroom::database
