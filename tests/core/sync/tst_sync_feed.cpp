#include "core/sync/endpoint_state.h"
#include "core/sync/feed_reader.h"
#include "core/sync/snapshot_reader.h"
#include "core/sync/sync_limits.h"
#include "tests/core/sync/thing_rows.h"

#include <QTest>

using namespace headroom;
using namespace headroom::sync;
using namespace headroom::test;
using database::Session;
using database::Transaction;

namespace {

Viewer viewerOf(const TeamId& team, Role role) {
    return {team, MemberId::make(), role, 1};
}

Thing thingOf(RowKind kind, const MemberId& owner = {}, const MemberId& second = {}) {
    return {kind, newUuid(), owner, second, 1, 1000};
}

/// One transaction for a team.
Result<std::int64_t> writeTeam(database::Database& database, const TeamId& team, std::int64_t nowMs,
                               const std::function<Result<void>(TeamWrite&)>& work) {
    return database.write([&](Transaction& transaction) -> Result<std::int64_t> {
        auto write = TRY(TeamWrite::begin(transaction, team, {nowMs}));
        TRY(work(write));
        return write.version();
    });
}

Result<std::int64_t> put(database::Database& database, const TeamId& team, const Thing& thing) {
    return writeTeam(database, team, 1000, [&](TeamWrite& write) { return putThing(write, thing); });
}

Cursor startOf(database::Database& database, const Viewer& viewer) {
    const auto epoch = database.read([](Session& session) { return feedEpoch(session); });
    return {*epoch, viewer.scope, feedSchema, 1, Cursor::wholeVersion};
}

Result<ChangesPage> changesSince(database::Database& database, const Viewer& viewer, const Cursor& cursor,
                                 int limit = 100) {
    return database.read([&](Session& session) { return readChanges(session, viewer, cursor, limit); });
}

} // namespace

class FeedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRowThatChangedOftenComesOnce_data() { bothEngines(); }
    void aRowThatChangedOftenComesOnce() {
        const TestDatabase database(fetchEngine());
        const TeamId team = makeTeam(*database);
        const Viewer admin = viewerOf(team, Role::Admin);
        const Thing often = thingOf(RowKind::Headshot, admin.member);
        const Thing once = thingOf(RowKind::Headshot, admin.member);
        QVERIFY(put(*database, team, often).has_value());
        QVERIFY(put(*database, team, once).has_value());
        QVERIFY(put(*database, team, often).has_value());
        const auto page = changesSince(*database, admin, startOf(*database, admin));
        QVERIFY(page.has_value());
        QCOMPARE(page->changes.size(), std::size_t(2));
        QVERIFY(page->changes[0].rowId == once.id);
        QVERIFY(page->changes[1].rowId == often.id);
        QVERIFY(!page->more);
        QCOMPARE(page->next.reachedVersion(), 4);
    }

    void aRemovedRowComesAsATombstone_data() { bothEngines(); }
    void aRemovedRowComesAsATombstone() {
        const TestDatabase database(fetchEngine());
        const TeamId team = makeTeam(*database);
        const Viewer admin = viewerOf(team, Role::Admin);
        const Thing thing = thingOf(RowKind::Payment);
        QVERIFY(put(*database, team, thing).has_value());
        QVERIFY(writeTeam(*database, team, 1000, [&](TeamWrite& write) {
                    return dropThing(write, thing);
                }).has_value());
        const auto page = changesSince(*database, admin, startOf(*database, admin));
        QVERIFY(page->changes == (std::vector<Change>{{RowKind::Payment, thing.id, ChangeKind::Removed}}));
    }

    void aMemberGetsOwnRowsAndWhatConcernsEveryone_data() { bothEngines(); }
    void aMemberGetsOwnRowsAndWhatConcernsEveryone() {
        const TestDatabase database(fetchEngine());
        const TeamId team = makeTeam(*database);
        const Viewer member = viewerOf(team, Role::Member);
        const Viewer admin = viewerOf(team, Role::Admin);
        const MemberId other = MemberId::make();
        for (int i = 0; i < valueCount<RowKind>; ++i) {
            QVERIFY(put(*database, team, thingOf(static_cast<RowKind>(i), member.member)).has_value());
            QVERIFY(put(*database, team, thingOf(static_cast<RowKind>(i), other)).has_value());
        }
        const Thing uploaded = thingOf(RowKind::Photo, other, admin.member);
        QVERIFY(put(*database, team, uploaded).has_value());

        std::map<RowKind, int> seen;
        const auto memberPage = changesSince(*database, member, startOf(*database, member));
        for (const Change& change : memberPage->changes)
            ++seen[change.kind];
        QVERIFY(seen == (std::map<RowKind, int>{{RowKind::Team, 2},
                                                {RowKind::Member, 2},
                                                {RowKind::MemberCredits, 1},
                                                {RowKind::Photo, 1},
                                                {RowKind::Headshot, 1}}));
        QCOMPARE(memberPage->next.reachedVersion(), memberPage->teamVersion);

        seen.clear();
        const auto adminPage = changesSince(*database, admin, startOf(*database, admin));
        for (const Change& change : adminPage->changes)
            ++seen[change.kind];
        QCOMPARE(seen[RowKind::Photo], 1); // only the one that this admin uploaded for somebody
        QVERIFY(adminPage->changes.back().rowId == uploaded.id);
        seen.erase(RowKind::Photo);
        QCOMPARE(seen.size(), std::size_t(valueCount<RowKind> - 1));
        for (const auto& [kind, count] : seen)
            QCOMPARE(count, 2);
    }

    void aPageMayEndInsideAVersion_data() { bothEngines(); }
    void aPageMayEndInsideAVersion() {
        const TestDatabase database(fetchEngine());
        const TeamId team = makeTeam(*database);
        const Viewer admin = viewerOf(team, Role::Admin);
        QVERIFY(writeTeam(*database, team, 1000, [&](TeamWrite& write) -> Result<void> {
                    for (int i = 0; i < 7; ++i)
                        TRY(putThing(write, thingOf(RowKind::Headshot, admin.member)));
                    return {};
                }).has_value());
        Cursor cursor = startOf(*database, admin);
        std::size_t rows = 0;
        int pages = 0;
        for (bool more = true; more; ++pages) {
            const auto page = changesSince(*database, admin, cursor, 3);
            QVERIFY(page.has_value());
            rows += page->changes.size();
            more = page->more;
            QCOMPARE(page->next.reachedVersion(), more ? 1 : 2);
            cursor = page->next;
        }
        QCOMPARE(rows, std::size_t(7));
        QCOMPARE(pages, 3);
    }

    void staleCursorsMeanResync_data() { bothEngines(); }
    void staleCursorsMeanResync() {
        const TestDatabase database(fetchEngine());
        const TeamId team = makeTeam(*database);
        Viewer admin = viewerOf(team, Role::Admin);
        const Cursor start = startOf(*database, admin);
        QVERIFY(changesSince(*database, admin, start).has_value());
        Cursor ahead = start;
        ahead.version = 2;
        QVERIFY(changesSince(*database, admin, ahead).error().code == ErrorCode::ResyncRequired);
        admin.scope = 2;
        QVERIFY(changesSince(*database, admin, start).error().code == ErrorCode::ResyncRequired);
        admin.scope = 1;
        QVERIFY(
            database->write([](Transaction& transaction) { return renewEpoch(transaction); }).has_value());
        QVERIFY(changesSince(*database, admin, start).error().code == ErrorCode::ResyncRequired);
        QVERIFY(changesSince(*database, admin, startOf(*database, admin)).has_value());
    }

    void anUnknownTeamIsNotFound_data() { bothEngines(); }
    void anUnknownTeamIsNotFound() {
        const TestDatabase database(fetchEngine());
        makeTeam(*database);
        const Viewer stranger = viewerOf(TeamId::make(), Role::Owner);
        const auto page = changesSince(*database, stranger, startOf(*database, stranger));
        QVERIFY(page.error().code == ErrorCode::NotFound);
    }

    void purgingRaisesTheFloor_data() { bothEngines(); }
    void purgingRaisesTheFloor() {
        const TestDatabase database(fetchEngine());
        const TeamId team = makeTeam(*database);
        const Viewer admin = viewerOf(team, Role::Admin);
        for (int day = 1; day <= 5; ++day)
            QVERIFY(writeTeam(*database, team, day * 100, [&](TeamWrite& write) {
                        return putThing(write, thingOf(RowKind::Headshot, admin.member));
                    }).has_value());
        const Cursor start = startOf(*database, admin);
        const auto due = database->read([](Session& session) { return teamsToPurge(session, {350}, 10); });
        QVERIFY(*due == std::vector<TeamId>{team});
        const auto purge = [&] {
            return database->write(
                [&](Transaction& transaction) { return purgeChanges(transaction, team, {350}); });
        };
        QCOMPARE(*purge(), 3);
        QCOMPARE(*purge(), 0);
        QVERIFY(changesSince(*database, admin, start).error().code == ErrorCode::ResyncRequired);
        Cursor atFloor = start;
        atFloor.version = 4;
        QCOMPARE(changesSince(*database, admin, atFloor)->changes.size(), std::size_t(2));
        atFloor.ordinal = 0; // half of a purged version
        QVERIFY(changesSince(*database, admin, atFloor).error().code == ErrorCode::ResyncRequired);
    }

    void aSnapshotSendsNewestHeadshotsAfterBalancesAndMembers_data() { bothEngines(); }
    void aSnapshotSendsNewestHeadshotsAfterBalancesAndMembers() {
        const TestDatabase database(fetchEngine());
        const TeamId team = makeTeam(*database);
        const Viewer admin = viewerOf(team, Role::Admin);
        for (int i = 0; i < valueCount<RowKind>; ++i) {
            for (int age = 0; age < 3; ++age) {
                Thing thing = thingOf(static_cast<RowKind>(i), admin.member);
                thing.createdAt = 1000 + age;
                thing.value = age;
                QVERIFY(put(*database, team, thing).has_value());
            }
        }
        ThingLoader loader;
        std::string token;
        std::vector<std::pair<RowKind, std::int64_t>> sent;
        std::string cursor;
        do {
            const auto page = database->read(
                [&](Session& session) { return readSnapshot(session, admin, token, loader, 4); });
            QVERIFY(page.has_value());
            QVERIFY(page->rows.size() <= 4);
            QCOMPARE(page->version, 28);
            for (const SnapshotRow& row : page->rows)
                sent.emplace_back(row.kind, row.row.get<std::int64_t>());
            token = page->next;
            cursor = page->cursor;
        } while (!token.empty());
        std::vector<std::pair<RowKind, std::int64_t>> expected;
        for (const RowKind kind : snapshotOrder())
            for (const std::int64_t age : {2, 1, 0})
                expected.emplace_back(kind, age);
        QVERIFY(sent == expected);
        QCOMPARE(parseCursor(cursor)->version, 28);
    }

    void aSnapshotWhoseFeedWasPurgedBeginsAgain_data() { bothEngines(); }
    void aSnapshotWhoseFeedWasPurgedBeginsAgain() {
        const TestDatabase database(fetchEngine());
        const TeamId team = makeTeam(*database);
        const Viewer admin = viewerOf(team, Role::Admin);
        for (int i = 0; i < 3; ++i)
            QVERIFY(put(*database, team, thingOf(RowKind::Headshot)).has_value());
        ThingLoader loader;
        const auto first =
            database->read([&](Session& session) { return readSnapshot(session, admin, {}, loader, 1); });
        QVERIFY(put(*database, team, thingOf(RowKind::Headshot)).has_value());
        QVERIFY(
            database->write([&](Transaction& transaction) { return purgeChanges(transaction, team, {5000}); })
                .has_value());
        const auto second = database->read(
            [&](Session& session) { return readSnapshot(session, admin, first->next, loader, 1); });
        QVERIFY(second.error().code == ErrorCode::ResyncRequired);
    }

    void theEpochIsMadeOnceAndKeptOverAStart_data() { bothEngines(); }
    void theEpochIsMadeOnceAndKeptOverAStart() {
        TestDatabase database(fetchEngine());
        const auto ensured = [&] {
            return database->write(
                [](Transaction& transaction) { return ensureEndpointState(transaction, {1}); });
        };
        const auto none = database->read([](Session& session) { return feedEpoch(session); });
        QVERIFY(none.error().code == ErrorCode::NotFound);
        const auto first = ensured();
        database.reopen();
        const auto second = ensured();
        QVERIFY(first->feedEpoch == second->feedEpoch);
        QVERIFY(first->secret == second->secret);
        QVERIFY(first->secret.size() >= 43);
        const auto renewed =
            database->write([](Transaction& transaction) { return renewEpoch(transaction); });
        QVERIFY(*renewed != first->feedEpoch);
        QVERIFY(ensured()->secret == first->secret);
    }

    void whicheverCallFailsNoChangeIsLost_data() { bothEngines(); }
    void whicheverCallFailsNoChangeIsLost() {
        const auto faults = std::make_shared<NthCallFails>();
        const TestDatabase database(fetchEngine(), Schema::Endpoint, faults);
        const TeamId team = makeTeam(*database);
        const Viewer admin = viewerOf(team, Role::Admin);
        Follower follower(*database, admin);
        QVERIFY(follower.snapshot(10).has_value());
        for (int n = 1;; ++n) {
            faults->arm(n);
            const auto written = writeTeam(*database, team, 1000, [&](TeamWrite& write) -> Result<void> {
                TRY(putThing(write, thingOf(RowKind::Headshot, admin.member)));
                return putThing(write, thingOf(RowKind::Payment));
            });
            const auto followed = written ? follower.followToTheEnd(1) : fail(written.error());
            const bool fired = faults->fired();
            faults->disarm();
            QVERIFY(follower.followToTheEnd(1).has_value());
            QVERIFY(follower.cache() == fullRead(*database, admin));
            if (!fired) {
                QVERIFY(followed.has_value());
                QVERIFY(n > 8);
                break;
            }
        }
    }
};

QTEST_APPLESS_MAIN(FeedTest)
#include "tst_sync_feed.moc"
