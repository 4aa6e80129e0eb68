#pragma once

#include "core/database/database.h"

#include <filesystem>

namespace headroom::database {

struct SqliteOptions {
    std::filesystem::path file;     ///< created when missing, with mode 0600
    std::shared_ptr<Faults> faults; ///< tests only
};

/// Opens or creates the file in WAL mode with synchronous=FULL. One process at a time may hold it: a second
/// one gets Unavailable. Call before any other use of SQLite in the process, so that its global settings take
/// effect.
Result<std::unique_ptr<Database>> openSqlite(SqliteOptions options);

} // namespace headroom::database
