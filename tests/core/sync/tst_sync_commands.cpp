#include "core/sync/command_store.h"
#include "tests/support/test_database.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace headroom;
using namespace headroom::sync;
using namespace headroom::test;
using database::Session;
using database::Transaction;

namespace {

CommandKey newKey() {
    return {UserId::make(), TeamId::make(), CommandId::make()};
}

StoredAnswer wordRefusal(const Error& error) {
    return {409, "{\"code\":\"" + std::string(name(error.code)) + "\"}", 0};
}

void createEffects(database::Database& database) {
    const auto made = database.write([](Transaction& transaction) {
        return transaction.script("CREATE TABLE effects (number BIGINT NOT NULL)");
    });
    QVERIFY(made.has_value());
}

Result<StoredAnswer> haveEffect(Transaction& transaction) {
    TRY(transaction.execute("INSERT INTO effects (number) VALUES (1)"));
    return StoredAnswer{200, "{\"done\":true}", 7};
}

Result<StoredAnswer> refuseAfterAnEffect(Transaction& transaction) {
    TRY(haveEffect(transaction));
    return fail(ErrorCode::InsufficientPool, "pool has 3, asked 5");
}

std::int64_t effects(database::Database& database) {
    const auto count = database.read([](Session& session) -> Result<std::int64_t> {
        return TRY(session.one("SELECT COUNT(*) AS n FROM effects"))->integer("n");
    });
    return count ? *count : -1;
}

} // namespace

class CommandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRepeatGetsTheStoredAnswer_data() { bothEngines(); }
    void aRepeatGetsTheStoredAnswer() {
        const TestDatabase database(fetchEngine());
        createEffects(*database);
        const CommandKey key = newKey();
        const auto first = runCommand(*database, key, "hash", {1}, haveEffect, wordRefusal);
        const auto second = runCommand(*database, key, "hash", {2}, haveEffect, wordRefusal);
        QVERIFY(first->ran == Ran::Now);
        QVERIFY(second->ran == Ran::Before);
        QVERIFY(first->answer == second->answer);
        QCOMPARE(second->answer.version, 7);
        QCOMPARE(effects(*database), 1);
    }

    void otherContentUnderTheSameIdIsAConflict_data() { bothEngines(); }
    void otherContentUnderTheSameIdIsAConflict() {
        const TestDatabase database(fetchEngine());
        createEffects(*database);
        const CommandKey key = newKey();
        QVERIFY(runCommand(*database, key, "hash", {1}, haveEffect, wordRefusal).has_value());
        const auto other = runCommand(*database, key, "hush", {2}, haveEffect, wordRefusal);
        QVERIFY(other.error().code == ErrorCode::IdempotencyConflict);
        QCOMPARE(effects(*database), 1);
    }

    void theSameIdOfAnotherUserOrTeamIsAnotherCommand_data() { bothEngines(); }
    void theSameIdOfAnotherUserOrTeamIsAnotherCommand() {
        const TestDatabase database(fetchEngine());
        createEffects(*database);
        const CommandKey key = newKey();
        CommandKey otherTeam = key;
        otherTeam.team = {};
        CommandKey otherUser = key;
        otherUser.user = UserId::make();
        for (const CommandKey& each : {key, otherTeam, otherUser})
            QVERIFY(runCommand(*database, each, "hash", {1}, haveEffect, wordRefusal)->ran == Ran::Now);
        QCOMPARE(effects(*database), 3);
    }

    void aRefusalIsRepeatedEvenIfItWouldPassNow_data() { bothEngines(); }
    void aRefusalIsRepeatedEvenIfItWouldPassNow() {
        const TestDatabase database(fetchEngine());
        createEffects(*database);
        const CommandKey key = newKey();
        const auto refused = runCommand(*database, key, "hash", {1}, refuseAfterAnEffect, wordRefusal);
        QCOMPARE(refused->answer.status, 409);
        QVERIFY(refused->ran == Ran::Now);
        QCOMPARE(effects(*database), 0);
        const auto again = runCommand(*database, key, "hash", {1}, haveEffect, wordRefusal);
        QVERIFY(again->ran == Ran::Before);
        QVERIFY(again->answer == refused->answer);
        QCOMPARE(effects(*database), 0);
    }

    void passingTroubleIsNotAnAnswer_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("status");
        QTest::newRow("unavailable") << int(ErrorCode::Unavailable) << 503;
        QTest::newRow("rate limited") << int(ErrorCode::RateLimited) << 429;
        QTest::newRow("signed out") << int(ErrorCode::Unauthenticated) << 401;
        QTest::newRow("internal") << int(ErrorCode::Internal) << 500;
        QTest::newRow("disk full") << int(ErrorCode::DiskFull) << 507;
    }
    void passingTroubleIsNotAnAnswer() {
        QFETCH(int, code);
        QFETCH(int, status);
        const TestDatabase database(database::Engine::Sqlite);
        createEffects(*database);
        const CommandKey key = newKey();
        const auto trouble = [&](Transaction&) -> Result<StoredAnswer> {
            return fail(static_cast<ErrorCode>(code));
        };
        const auto word = [&](const Error&) { return StoredAnswer{status, "{}", 0}; };
        const auto failed = runCommand(*database, key, "hash", {1}, trouble, word);
        QVERIFY(failed.error().code == static_cast<ErrorCode>(code));
        QVERIFY(runCommand(*database, key, "hash", {1}, haveEffect, word)->ran == Ran::Now);
        QCOMPARE(effects(*database), 1);
    }

    void theSameIdFiftyTimesAtOnceRunsOnce_data() { bothEngines(); }
    void theSameIdFiftyTimesAtOnceRunsOnce() {
        const TestDatabase database(fetchEngine());
        createEffects(*database);
        const CommandKey key = newKey();
        std::atomic<int> now = 0;
        std::atomic<int> before = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 50; ++i) {
            threads.emplace_back([&] {
                const auto done = runCommand(*database, key, "hash", {1}, haveEffect, wordRefusal);
                if (done && done->answer.body == "{\"done\":true}") ++(done->ran == Ran::Now ? now : before);
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(now.load(), 1);
        QCOMPARE(before.load(), 49);
        QCOMPARE(effects(*database), 1);
    }

    void whenOneRefusesAndOthersPassAllGetTheSameAnswer_data() { bothEngines(); }
    void whenOneRefusesAndOthersPassAllGetTheSameAnswer() {
        const TestDatabase database(fetchEngine());
        createEffects(*database);
        for (int round = 0; round < 10; ++round) {
            const CommandKey key = newKey();
            const std::int64_t effectsBefore = effects(*database);
            std::mutex mutex;
            std::vector<StoredAnswer> answers;
            std::vector<std::thread> threads;
            for (int i = 0; i < 8; ++i) {
                threads.emplace_back([&, i] {
                    const auto done = runCommand(*database, key, "hash", {1},
                                                 i % 2 == 0 ? haveEffect : refuseAfterAnEffect, wordRefusal);
                    const std::lock_guard lock(mutex);
                    if (done) answers.push_back(done->answer);
                });
            }
            for (std::thread& thread : threads)
                thread.join();
            QCOMPARE(answers.size(), std::size_t(8));
            for (const StoredAnswer& answer : answers)
                QVERIFY(answer == answers.front());
            QCOMPARE(effects(*database) - effectsBefore, answers.front().status == 200 ? 1 : 0);
        }
    }

    void afterPruningTheIdIsStillTaken_data() { bothEngines(); }
    void afterPruningTheIdIsStillTaken() {
        const TestDatabase database(fetchEngine());
        createEffects(*database);
        const CommandKey old = newKey();
        const CommandKey young = newKey();
        QVERIFY(runCommand(*database, old, "hash", {100}, haveEffect, wordRefusal).has_value());
        QVERIFY(runCommand(*database, young, "hash", {200}, haveEffect, wordRefusal).has_value());
        const auto pruned =
            database->write([](Transaction& transaction) { return pruneAnswers(transaction, {150}); });
        QCOMPARE(*pruned, 1);
        const auto again = runCommand(*database, old, "hash", {300}, haveEffect, wordRefusal);
        QVERIFY(again->ran == Ran::Before);
        QCOMPARE(again->answer.status, 200);
        QCOMPARE(again->answer.version, 7);
        QVERIFY(!again->answer.body);
        const auto other = runCommand(*database, old, "hush", {300}, haveEffect, wordRefusal);
        QVERIFY(other.error().code == ErrorCode::IdempotencyConflict);
        QVERIFY(runCommand(*database, young, "hash", {300}, haveEffect, wordRefusal)->answer.body);
        QCOMPARE(effects(*database), 2);
    }

    void whicheverCallFailsOneRepeatSettlesIt_data() { bothEngines(); }
    void whicheverCallFailsOneRepeatSettlesIt() {
        const auto faults = std::make_shared<NthCallFails>();
        const TestDatabase database(fetchEngine(), Schema::Endpoint, faults);
        createEffects(*database);
        std::int64_t expected = 0;
        for (const auto& work : {haveEffect, refuseAfterAnEffect}) {
            for (int n = 1;; ++n) {
                const CommandKey key = newKey();
                faults->arm(n);
                const auto first = runCommand(*database, key, "hash", {1}, work, wordRefusal);
                const bool fired = faults->fired();
                faults->disarm();
                const auto second = runCommand(*database, key, "hash", {1}, work, wordRefusal);
                QVERIFY(second.has_value());
                if (first) QVERIFY(first->answer == second->answer);
                if (second->answer.status == 200) ++expected;
                QCOMPARE(effects(*database), expected);
                QCOMPARE(second->answer.status, work == haveEffect ? 200 : 409);
                if (!fired) break;
            }
        }
    }

    void contentHashesKeepTheirPartsApart() {
        QVERIFY(contentHash({"ab", "c"}) != contentHash({"a", "bc"}));
        QVERIFY(contentHash({"ab", "c"}) != contentHash({"abc"}));
        QVERIFY(contentHash({"ab", "c"}) == contentHash({"ab", "c"}));
    }

    void aCommandWithoutAnIdIsRefused() {
        const TestDatabase database(database::Engine::Sqlite);
        createEffects(*database);
        CommandKey key = newKey();
        key.id = {};
        const auto refused = runCommand(*database, key, "hash", {1}, haveEffect, wordRefusal);
        QVERIFY(refused.error().code == ErrorCode::InvalidInput);
        QCOMPARE(effects(*database), 0);
    }
};

QTEST_APPLESS_MAIN(CommandsTest)
#include "tst_sync_commands.moc"
