#include "tests/support/test_database.h"

#include "core/base/ensure.h"
#include "core/base/ids.h"
#include "core/database/endpoint_migrations.h"
#include "core/database/migrations.h"
#include "core/database/postgres/postgres_database.h"
#include "core/database/sqlite/sqlite_database.h"

#include <QTest>

#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace headroom::test {

namespace {

std::string clusterConnection() {
    std::ifstream file(HEADROOM_TEST_POSTGRES_FILE);
    std::string line;
    if (!std::getline(file, line) || line.empty()) {
        std::fprintf(stderr,
                     "No PostgreSQL for tests. Run ctest, or first: tests/support/postgres start %s\n",
                     std::filesystem::path(HEADROOM_TEST_POSTGRES_FILE).parent_path().c_str());
        std::exit(1);
    }
    return line;
}

void administer(const std::string& sql) {
    PGconn* connection = PQconnectdb((clusterConnection() + " dbname=postgres").c_str());
    PGresult* result = PQexec(connection, sql.c_str());
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        std::fprintf(stderr, "%s: %s\n", sql.c_str(), PQerrorMessage(connection));
    ENSURE(PQresultStatus(result) == PGRES_COMMAND_OK);
    PQclear(result);
    PQfinish(connection);
}

template <class T>
T must(Result<T> result) {
    if (!result) std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
    ENSURE(result.has_value());
    return std::move(*result);
}

} // namespace

bool NthCallFails::failNow(database::Operation) {
    const long call = ++calls_;
    if (failAt_ == 0 || call != failAt_) return false;
    fired_ = true;
    return true;
}

TestDatabase::TestDatabase(database::Engine engine, Schema schema, std::shared_ptr<database::Faults> faults)
    : engine_(engine)
    , faults_(std::move(faults)) {
    if (engine_ == database::Engine::Sqlite) {
        std::string pattern = (std::filesystem::temp_directory_path() / "headroom-test-XXXXXX").string();
        ENSURE(::mkdtemp(pattern.data()));
        folder_ = pattern;
        file_ = folder_ / "headroom.db";
    } else {
        name_ = "t_" + newUuid().substr(0, 8) + newUuid().substr(0, 4);
        administer("CREATE DATABASE " + name_);
        connectionString_ = clusterConnection() + " dbname=" + name_;
    }
    open();
    if (schema == Schema::Endpoint) {
        const auto migrated = database::migrate(*database_, resources::endpointMigrations(), SystemClock());
        if (!migrated) std::fprintf(stderr, "%s\n", describe(migrated.error()).c_str());
        ENSURE(migrated.has_value());
    }
}

TestDatabase::~TestDatabase() {
    database_.reset();
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
    if (!name_.empty()) administer("DROP DATABASE " + name_ + " WITH (FORCE)");
}

void TestDatabase::open() {
    database_ =
        engine_ == database::Engine::Sqlite
            ? must(database::openSqlite({.file = file_, .faults = faults_}))
            : must(database::openPostgres({.connectionString = connectionString_, .faults = faults_}));
}

void TestDatabase::reopen() {
    database_.reset();
    open();
}

void bothEngines() {
    QTest::addColumn<int>("engine");
    QTest::newRow("sqlite") << static_cast<int>(database::Engine::Sqlite);
    QTest::newRow("postgres") << static_cast<int>(database::Engine::Postgres);
}

database::Engine fetchEngine() {
    return static_cast<database::Engine>(*static_cast<int*>(QTest::qData("engine", qMetaTypeId<int>())));
}

} // namespace headroom::test
