#include "core/database/database.h"
#include "core/database/sqlite/sqlite_database.h"
#include "tests/support/patience.h"
#include "tests/support/test_database.h"

#include <QTest>

#include <atomic>
#include <thread>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::database;
using test::NthCallFails;
using test::TestDatabase;

namespace {

Result<void> addEntry(Transaction& transaction, std::string_view key, std::int64_t number) {
    TRY(transaction.execute("INSERT INTO entries (key, number) VALUES ($1, $2)", {key, number}));
    return {};
}

std::int64_t sum(Database& database) {
    const auto total = database.read([](Session& session) -> Result<std::int64_t> {
        const auto row = TRY(session.one("SELECT COALESCE(SUM(number), 0) AS total FROM entries"));
        return row->integer("total");
    });
    return total ? *total : -1;
}

void createEntries(Database& database) {
    const auto made = database.write([](Transaction& transaction) {
        return transaction.script(
            "CREATE TABLE entries (key TEXT PRIMARY KEY, number BIGINT NOT NULL, bytes " +
            std::string(transaction.dialect().blobType) + ")");
    });
    QVERIFY(made.has_value());
}

} // namespace

class BlocksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfValueComesBackAsItWas_data() { test::bothEngines(); }
    void everyKindOfValueComesBackAsItWas() {
        const TestDatabase database(test::fetchEngine(), test::Schema::Empty);
        createEntries(*database);
        const std::string bytes("\0\xff\\x00'", 7);
        const std::string text = "O'Brien; 李 \"$1\"";
        QVERIFY(database->write([&](Transaction& transaction) -> Result<void> {
            TRY(transaction.execute("INSERT INTO entries (key, number, bytes) VALUES ($1, $2, $3)",
                                    {text, INT64_MIN, Blob{bytes}}));
            TRY(transaction.execute("INSERT INTO entries (key, number, bytes) VALUES ($2, $1, $3)",
                                    {INT64_MAX, "", std::nullopt}));
            return {};
        }));
        const auto rows = database->read([](Session& session) {
            return session.query("SELECT key, number, bytes FROM entries ORDER BY number");
        });
        QCOMPARE(rows->size(), std::size_t(2));
        QCOMPARE(rows->at(0).text("key"), text);
        QCOMPARE(rows->at(0).integer("number"), INT64_MIN);
        QVERIFY(rows->at(0).blob("bytes") == bytes);
        QCOMPARE(rows->at(1).text("key"), std::string());
        QCOMPARE(rows->at(1).integer("number"), INT64_MAX);
        QVERIFY(rows->at(1).isNull("bytes"));
    }

    void aRefusedBlockLeavesNothingAndItsNeighboursStay_data() { test::bothEngines(); }
    void aRefusedBlockLeavesNothingAndItsNeighboursStay() {
        const TestDatabase database(test::fetchEngine(), test::Schema::Empty);
        createEntries(*database);
        std::atomic<int> refused = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 32; ++i) {
            threads.emplace_back([&, i] {
                const auto done = database->write([&](Transaction& transaction) -> Result<void> {
                    TRY(addEntry(transaction, "k" + std::to_string(i), 1));
                    if (i % 3 == 0) return fail(ErrorCode::InsufficientPool);
                    return {};
                });
                if (!done && done.error().code == ErrorCode::InsufficientPool) ++refused;
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(refused.load(), 11);
        QCOMPARE(sum(*database), 21);
    }

    void afterAFailedStatementTheBlockCannotGoOn_data() { test::bothEngines(); }
    void afterAFailedStatementTheBlockCannotGoOn() {
        const TestDatabase database(test::fetchEngine(), test::Schema::Empty);
        createEntries(*database);
        const auto done = database->write([&](Transaction& transaction) -> Result<void> {
            TRY(addEntry(transaction, "a", 1));
            (void)addEntry(transaction, "a", 2);
            (void)addEntry(transaction, "b", 3);
            return {}; // careless: ignores both errors
        });
        QVERIFY(done.error().code == ErrorCode::AlreadyExists);
        QCOMPARE(sum(*database), 0);
    }

    void actionsAfterCommitRunOnlyAfterACommit_data() { test::bothEngines(); }
    void actionsAfterCommitRunOnlyAfterACommit() {
        const TestDatabase database(test::fetchEngine(), test::Schema::Empty);
        createEntries(*database);
        int ran = 0;
        std::int64_t seen = -1;
        QVERIFY(database->write([&](Transaction& transaction) -> Result<void> {
            transaction.afterCommit([&] { ++ran; });
            return addEntry(transaction, "a", 1);
        }));
        seen = sum(*database);
        QCOMPARE(ran, 1);
        QCOMPARE(seen, 1);
        QVERIFY(!database->write([&](Transaction& transaction) -> Result<void> {
            transaction.afterCommit([&] { ++ran; });
            return fail(ErrorCode::Conflict);
        }));
        QCOMPARE(ran, 1);
    }

    void wakeUpsArriveAfterTheCommitOnly_data() { test::bothEngines(); }
    void wakeUpsArriveAfterTheCommitOnly() {
        const TestDatabase database(test::fetchEngine(), test::Schema::Empty);
        createEntries(*database);
        std::mutex mutex;
        std::vector<std::string> heard;
        database->onWake([&](std::string_view channel, std::string_view payload) {
            const std::lock_guard lock(mutex);
            heard.push_back(std::string(channel) + "=" + std::string(payload));
        });
        (void)database->write([&](Transaction& transaction) -> Result<void> {
            TRY(transaction.wake("team", "refused"));
            return fail(ErrorCode::Conflict);
        });
        QVERIFY(database->write([&](Transaction& transaction) { return transaction.wake("team", "t1 7"); }));
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const std::lock_guard lock(mutex);
                return heard == std::vector<std::string>{"team=t1 7"};
            }(),
            patienceMs);
        // As a program does that stops: from here on nobody is called. Then somebody else listens.
        database->onWake({});
        QVERIFY(database->write([&](Transaction& transaction) { return transaction.wake("team", "t1 8"); }));
        std::atomic<int> later = 0;
        database->onWake([&](std::string_view, std::string_view) { ++later; });
        QVERIFY(database->write([&](Transaction& transaction) { return transaction.wake("team", "t1 9"); }));
        QTRY_COMPARE_WITH_TIMEOUT(later.load(), 1, patienceMs);
        database->onWake({});
        const std::lock_guard lock(mutex);
        QCOMPARE(heard.size(), std::size_t(1));
    }

    void whicheverCallFailsTheSumIsWhole_data() { test::bothEngines(); }
    void whicheverCallFailsTheSumIsWhole() {
        const auto faults = std::make_shared<NthCallFails>();
        const TestDatabase database(test::fetchEngine(), test::Schema::Empty, faults);
        createEntries(*database);
        const auto moveBothOrNeither = [&](int round) {
            return database->write([&](Transaction& transaction) -> Result<void> {
                TRY(addEntry(transaction, "plus" + std::to_string(round), 5));
                TRY(addEntry(transaction, "minus" + std::to_string(round), -5));
                TRY(addEntry(transaction, "one" + std::to_string(round), 1));
                return {};
            });
        };
        std::int64_t succeeded = 0;
        int round = 0;
        for (;; ++round) {
            faults->arm(round + 1);
            const auto done = moveBothOrNeither(round);
            const bool fired = faults->fired();
            faults->disarm();
            if (done) ++succeeded;
            QCOMPARE(sum(*database), succeeded);
            if (!fired) {
                QVERIFY(done.has_value());
                break;
            }
            QVERIFY(!done);
        }
        QVERIFY2(round >= 5, "BEGIN, three statements and COMMIT are five calls at least");
    }

    void aSqliteFileHasOneHolderAtATime() {
        TestDatabase database(Engine::Sqlite, test::Schema::Empty);
        createEntries(*database);
        const auto second = openSqlite({.file = database.file(), .faults = nullptr});
        QVERIFY(!second);
        QVERIFY(second.error().code == ErrorCode::Unavailable);
        database.reopen();
        QCOMPARE(sum(*database), 0);
    }

    void concurrentIncrementsAreAllCounted_data() { test::bothEngines(); }
    void concurrentIncrementsAreAllCounted() {
        const TestDatabase database(test::fetchEngine(), test::Schema::Empty);
        createEntries(*database);
        QVERIFY(
            database->write([&](Transaction& transaction) { return addEntry(transaction, "counter", 0); }));
        std::atomic<int> failures = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 16; ++i) {
            threads.emplace_back([&] {
                for (int j = 0; j < 20; ++j) {
                    const auto done = database->write([&](Transaction& transaction) -> Result<void> {
                        TRY(transaction.execute("UPDATE entries SET number = number + 1 WHERE key = $1",
                                                {"counter"}));
                        return {};
                    });
                    if (!done) ++failures;
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(failures.load(), 0);
        QCOMPARE(sum(*database), 320);
    }
};

QTEST_APPLESS_MAIN(BlocksTest)
#include "tst_database_blocks.moc"
