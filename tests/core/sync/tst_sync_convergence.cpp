#include "core/sync/feed_reader.h"
#include "tests/core/sync/thing_rows.h"

#include <QTest>

#include <atomic>
#include <random>
#include <thread>

using namespace headroom;
using namespace headroom::sync;
using namespace headroom::test;
using database::Transaction;

namespace {

constexpr int writers = 4;
constexpr int writesEach = 60;

/// What the writers write: a fixed set of rows, so that they meet each other again and again.
std::vector<Thing> makePool(const std::vector<MemberId>& members, std::mt19937& random) {
    std::vector<Thing> pool;
    for (int i = 0; i < 60; ++i) {
        Thing thing;
        thing.kind = static_cast<RowKind>(random() % valueCount<RowKind>);
        thing.id = newUuid();
        thing.owner = members[random() % members.size()];
        thing.second = random() % 3 == 0 ? members[random() % members.size()] : MemberId();
        thing.createdAt = static_cast<std::int64_t>(random() % 20);
        pool.push_back(thing);
    }
    return pool;
}

Result<void> writeSome(Transaction& transaction, const TeamId& team, const std::vector<Thing>& pool,
                       std::uint32_t seed) {
    std::mt19937 random(seed); // a repeated transaction does the same again
    auto write = TRY(TeamWrite::begin(transaction, team, {static_cast<std::int64_t>(seed)}));
    for (std::uint32_t i = random() % 5 + 1; i > 0; --i) {
        Thing thing = pool[random() % pool.size()];
        thing.value = static_cast<std::int64_t>(random());
        TRY(random() % 4 == 0 ? dropThing(write, thing) : putThing(write, thing));
    }
    if (random() % 10 == 0) return fail(ErrorCode::InsufficientPool); // refusals leave no gap
    return {};
}

} // namespace

class ConvergenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followersEndWithExactlyTheRowsOfAFullRead_data() { bothEngines(); }
    void followersEndWithExactlyTheRowsOfAFullRead() {
        const std::uint32_t seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        const TestDatabase database(fetchEngine());
        const TeamId team = makeTeam(*database);
        const std::vector<MemberId> members = {MemberId::make(), MemberId::make(), MemberId::make()};
        const std::vector<Thing> pool = makePool(members, random);
        for (int i = 0; i < 30; ++i)
            (void)database->write([&, one = random()](Transaction& transaction) {
                return writeSome(transaction, team, pool, static_cast<std::uint32_t>(one));
            });

        std::atomic<int> running = writers;
        std::atomic<int> broken = 0;
        std::vector<std::thread> threads;
        for (int w = 0; w < writers; ++w) {
            threads.emplace_back([&, base = static_cast<std::uint32_t>(random())] {
                for (int i = 0; i < writesEach; ++i) {
                    const auto done = database->write([&](Transaction& transaction) {
                        return writeSome(transaction, team, pool, base + static_cast<std::uint32_t>(i));
                    });
                    if (!done && done.error().code != ErrorCode::InsufficientPool) ++broken;
                }
                --running;
            });
        }

        std::vector<Viewer> viewers = {{team, members[0], Role::Admin, 1},
                                       {team, members[1], Role::Member, 1},
                                       {team, members[2], Role::Owner, 1}};
        std::vector<Follower> followers;
        for (const Viewer& viewer : viewers)
            followers.emplace_back(*database, viewer);
        bool readable = true;
        for (Follower& follower : followers) // while the others write on
            readable = follower.snapshot(3).has_value() && readable;
        while (running > 0)
            for (Follower& follower : followers)
                readable = follower.follow(7).has_value() && readable;
        for (std::thread& thread : threads)
            thread.join();

        QVERIFY(readable);
        QCOMPARE(broken.load(), 0);
        for (std::size_t i = 0; i < viewers.size(); ++i) {
            QVERIFY(followers[i].followToTheEnd(5).has_value());
            QVERIFY2(followers[i].cache() == fullRead(*database, viewers[i]),
                     qPrintable(QString("follower %1, seed %2").arg(i).arg(seed)));
            QVERIFY(std::is_sorted(followers[i].versions().begin(), followers[i].versions().end()));
        }
    }

    void everyVersionIsSeenOnceAndInOrderUnderConcurrentWriters_data() { bothEngines(); }
    void everyVersionIsSeenOnceAndInOrderUnderConcurrentWriters() {
        const TestDatabase database(fetchEngine());
        const TeamId team = makeTeam(*database);
        const Viewer admin{team, MemberId::make(), Role::Admin, 1};
        std::atomic<int> running = writers;
        std::vector<std::thread> threads;
        for (int w = 0; w < writers; ++w) {
            threads.emplace_back([&] {
                for (int i = 0; i < writesEach; ++i)
                    (void)database->write([&](Transaction& transaction) -> Result<void> {
                        auto write = TRY(TeamWrite::begin(transaction, team, {1}));
                        Thing thing;
                        thing.id = newUuid();
                        thing.value = write.version();
                        return putThing(write, thing);
                    });
                --running;
            });
        }
        // One row a version: a reader that skipped a version would never see its row.
        Follower follower(*database, admin);
        QVERIFY(follower.snapshot(50).has_value());
        bool readable = true;
        while (running > 0)
            readable = follower.follow(3).has_value() && readable;
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY(readable);
        QVERIFY(follower.followToTheEnd(50).has_value());
        std::vector<std::int64_t> seen;
        for (const auto& [key, value] : follower.cache())
            seen.push_back(value);
        std::sort(seen.begin(), seen.end());
        QCOMPARE(seen.size(), std::size_t(writers * writesEach));
        for (std::size_t i = 0; i < seen.size(); ++i)
            QCOMPARE(seen[i], static_cast<std::int64_t>(i) + 2);
    }
};

QTEST_APPLESS_MAIN(ConvergenceTest)
#include "tst_sync_convergence.moc"
