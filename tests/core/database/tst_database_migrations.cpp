#include "core/database/endpoint_migrations.h"
#include "core/database/migrations.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace headroom;
using namespace headroom::database;
using test::FakeClock;
using test::TestDatabase;

namespace {

constexpr EmbeddedFile first{"0001_a_table.sql", "CREATE TABLE a (id TEXT PRIMARY KEY, bytes @blob@);"};
constexpr EmbeddedFile second{"0002_b_table.sql",
                              "CREATE TABLE b (id TEXT PRIMARY KEY); INSERT INTO b VALUES ('x');"};
constexpr EmbeddedFile secondEdited{"0002_b_table.sql", "CREATE TABLE b (id TEXT PRIMARY KEY);"};
constexpr EmbeddedFile secondBroken{"0002_b_table.sql",
                                    "CREATE TABLE b (id TEXT PRIMARY KEY); INSERT INTO nowhere VALUES (1);"};

std::int64_t rowsIn(Database& database, std::string_view table) {
    const auto count = database.read([&](Session& session) -> Result<std::int64_t> {
        const auto row = TRY(session.one("SELECT COUNT(*) AS n FROM " + std::string(table)));
        return row->integer("n");
    });
    return count ? *count : -1;
}

} // namespace

class MigrationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachRunsOnceAndInOrder_data() { test::bothEngines(); }
    void eachRunsOnceAndInOrder() {
        const TestDatabase database(test::fetchEngine(), test::Schema::Empty);
        const FakeClock clock;
        const EmbeddedFile backwards[] = {second, first};
        QVERIFY(migrate(*database, backwards, clock).has_value());
        QVERIFY(migrate(*database, backwards, clock).has_value());
        QCOMPARE(rowsIn(*database, "b"), 1);
        QCOMPARE(rowsIn(*database, "schema_migrations"), 2);
    }

    void aDatabaseFromTheFutureIsRefused_data() { test::bothEngines(); }
    void aDatabaseFromTheFutureIsRefused() {
        const TestDatabase database(test::fetchEngine(), test::Schema::Empty);
        const FakeClock clock;
        const EmbeddedFile newer[] = {first, second};
        const EmbeddedFile older[] = {first};
        QVERIFY(migrate(*database, newer, clock).has_value());
        QVERIFY(migrate(*database, older, clock).error().code == ErrorCode::SchemaFromFuture);
    }

    void anEditedMigrationIsRefused_data() { test::bothEngines(); }
    void anEditedMigrationIsRefused() {
        const TestDatabase database(test::fetchEngine(), test::Schema::Empty);
        const FakeClock clock;
        const EmbeddedFile shipped[] = {first, second};
        const EmbeddedFile edited[] = {first, secondEdited};
        QVERIFY(migrate(*database, shipped, clock).has_value());
        QVERIFY(migrate(*database, edited, clock).error().code == ErrorCode::Corrupt);
    }

    void aFailedMigrationLeavesNothingBehind_data() { test::bothEngines(); }
    void aFailedMigrationLeavesNothingBehind() {
        const TestDatabase database(test::fetchEngine(), test::Schema::Empty);
        const FakeClock clock;
        const EmbeddedFile broken[] = {first, secondBroken};
        const EmbeddedFile mended[] = {first, second};
        QVERIFY(!migrate(*database, broken, clock));
        QCOMPARE(rowsIn(*database, "schema_migrations"), 1);
        QVERIFY(migrate(*database, mended, clock).has_value());
        QCOMPARE(rowsIn(*database, "b"), 1);
    }

    void theEndpointsSchemaStandsOnBothEngines_data() { test::bothEngines(); }
    void theEndpointsSchemaStandsOnBothEngines() {
        const TestDatabase database(test::fetchEngine());
        for (const char* table :
             {"team_credits", "member_credits", "headshots", "payments", "transfers", "changes"})
            QCOMPARE(rowsIn(*database, table), 0);
    }
};

QTEST_APPLESS_MAIN(MigrationsTest)
#include "tst_database_migrations.moc"
