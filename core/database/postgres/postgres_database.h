#pragma once

#include "core/database/database.h"

#include <string>

namespace headroom::database {

struct PostgresOptions {
    std::string connectionString;   ///< libpq's: "host=/run/postgresql dbname=headroom" or a postgres:// URI
    std::shared_ptr<Faults> faults; ///< tests only
};

/// Connects at once, so that a wrong address or password is known at start. Connections that break later are
/// replaced; the command that was on one fails with Unavailable, or UnknownOutcome if it had begun to commit.
Result<std::unique_ptr<Database>> openPostgres(PostgresOptions options);

} // namespace headroom::database
