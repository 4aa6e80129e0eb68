#include "app/endpoint/open_database.h"

#include "core/database/endpoint_migrations.h"
#include "core/database/migrations.h"
#include "core/database/postgres/postgres_database.h"
#include "core/database/sqlite/sqlite_database.h"

#include <system_error>

namespace headroom::endpoint {

Result<std::unique_ptr<database::Database>> openDatabase(const EndpointConfig& config, const Clock& clock) {
    std::error_code problem;
    std::filesystem::create_directories(config.dataFolder, problem);
    if (problem) return fail(ErrorCode::FileAccess, "cannot make the data folder: " + problem.message());
    std::filesystem::permissions(config.dataFolder, std::filesystem::perms::owner_all, problem);

    auto database =
        config.database == "sqlite"
            ? TRY(database::openSqlite({.file = config.dataFolder / "headroom.db", .faults = nullptr}))
            : TRY(database::openPostgres({.connectionString = config.database, .faults = nullptr}));
    TRY(database::migrate(*database, resources::endpointMigrations(), clock));
    return database;
}

} // namespace headroom::endpoint
