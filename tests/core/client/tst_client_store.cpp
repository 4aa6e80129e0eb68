#include "client_rows.h"

#include "core/client/search_key.h"
#include "core/client/team_store.h"

#include <QtTest>

#include <filesystem>

using namespace headroom;
using namespace headroom::client;
using namespace headroom::client::testing;

namespace {

/// A store in a folder of its own that can be closed and opened again.
struct Fixture {
    QTemporaryDir dir;
    std::shared_ptr<HeldClock> clock = std::make_shared<HeldClock>();
    MemberId me = MemberId::make();
    MemberId other = MemberId::make();
    std::unique_ptr<TeamStore> store;
    std::shared_ptr<database::Faults> faults;

    Fixture() { reopen(); }
    std::filesystem::path file() const { return dir.filePath("team.sqlite").toStdString(); }
    void reopen() {
        store.reset();
        auto opened = TeamStore::open({file(), me, clock, faults});
        if (!opened) qFatal("open: %s", describe(opened.error()).c_str());
        store = std::move(*opened);
    }
    std::shared_ptr<const ShownTeam> shown() {
        Part parts;
        return store->shown(parts);
    }
    void firstSync(std::int64_t pool = 100) {
        QVERIFY(store->beginSnapshot());
        QVERIFY(store->addToSnapshot({teamCreditsRow(pool, pool), memberRow(me, "Me"),
                                      memberRow(other, "Other"), balanceRow(me, 0), balanceRow(other, 0)}));
        QVERIFY(store->finishSnapshot("c10", 10));
    }
    const ShownMember& shownMember(const MemberId& id) {
        picture = shown();
        for (const ShownMember& member : *picture->members)
            if (member.row().id == id) return member;
        qFatal("no such member");
    }
    std::shared_ptr<const ShownTeam> picture;
};

/// Fails the n-th call.
class NthCallFails final : public database::Faults {
public:
    bool failNow(database::Operation) override { return armed && ++calls == n; }
    bool armed = false;
    int calls = 0;
    int n = 0;
};

} // namespace

class TestClientStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAreFoundWithoutTheirAccents() {
        QCOMPARE(searchKey("Zoë  ÅBERG"), std::string("zoe aberg"));
        QCOMPARE(searchKey("Straße ﬁx"), std::string("strasse fix"));
        QCOMPARE(searchKey("Ḱŕ\tİ"), std::string("kr i"));
    }

    void nothingIsShownBeforeTheFirstSnapshotIsWhole() {
        Fixture f;
        QVERIFY(f.store->beginSnapshot());
        QVERIFY(f.store->addToSnapshot({memberRow(f.me, "Me")}));
        QVERIFY(!f.shown()->complete);
        QCOMPARE(f.shown()->members->size(), std::size_t(0));
        f.reopen(); // a crash in the middle
        QVERIFY(!f.store->complete());
        f.firstSync();
        QVERIFY(f.shown()->complete);
        QCOMPARE(f.shown()->members->size(), std::size_t(2));
    }

    void cacheSurvivesRestart() {
        Fixture f;
        f.firstSync();
        QVERIFY(f.store->applyChanges({memberRow(f.other, "Renamed"), balanceRow(f.other, 7)}, "c11", 11));
        f.reopen();
        QCOMPARE(f.store->position().cursor, std::string("c11"));
        QCOMPARE(f.store->position().version, std::int64_t(11));
        QCOMPARE(f.shownMember(f.other).row().name, std::string("Renamed"));
        QCOMPARE(f.shownMember(f.other).available, std::int64_t(7));
    }

    void resyncReplacesEverythingInOneStep() {
        Fixture f;
        f.firstSync();
        const auto headshot = HeadshotId::make();
        QVERIFY(f.store->applyChanges({headshotRow(headshot, f.me, 1)}, "c11", 11));
        QVERIFY(f.store->beginSnapshot());
        QVERIFY(f.store->addToSnapshot({teamCreditsRow(5, 5), memberRow(f.me, "Me")}));
        QCOMPARE(f.shown()->headshots->size(), std::size_t(1)); // the old one is still shown
        QCOMPARE(f.shown()->members->size(), std::size_t(2));
        QVERIFY(f.store->finishSnapshot("n1", 3));
        QCOMPARE(f.shown()->headshots->size(), std::size_t(0));
        QCOMPARE(f.shown()->members->size(), std::size_t(1));
        f.reopen();
        QCOMPARE(f.shown()->members->size(), std::size_t(1));
        QCOMPARE(f.store->position().version, std::int64_t(3));
    }

    void brokenRowChangesNothing() {
        Fixture f;
        f.firstSync();
        const FeedRow broken{sync::RowKind::Member, f.other.text(), FeedRow::Change::Put, "{\"id\":7}"};
        QCOMPARE(f.store->applyChanges({memberRow(f.me, "New"), broken}, "c11", 11).error().code,
                 ErrorCode::Corrupt);
        QCOMPARE(f.store->position().cursor, std::string("c10"));
        QCOMPARE(f.shownMember(f.me).row().name, std::string("Me"));
        QVERIFY(f.store->beginSnapshot());
        QVERIFY(f.store->addToSnapshot({broken}));
        QCOMPARE(f.store->finishSnapshot("x", 1).error().code, ErrorCode::Corrupt);
        QCOMPARE(f.shown()->members->size(), std::size_t(2));
    }

    void commandShowsAtOnceAndSurvivesRestart() {
        Fixture f;
        f.firstSync();
        const auto row = f.store->enqueue(CommandKind::Allocate, allocateBody(f.other, 30));
        QVERIFY(row);
        QCOMPARE(f.shownMember(f.other).available, std::int64_t(30));
        QVERIFY(f.shownMember(f.other).pending);
        QCOMPARE(f.picture->credits.pool, std::int64_t(70));
        QCOMPARE(f.picture->credits.allocated, std::int64_t(30));
        QVERIFY(f.store->markSending(row->id));
        f.reopen();
        QCOMPARE(f.shownMember(f.other).available, std::int64_t(30));
        const auto sendable = f.store->sendable();
        QCOMPARE(sendable.rows.size(), std::size_t(1));
        QCOMPARE(sendable.rows[0].id, row->id); // the same id: the outcome is unknown
        QCOMPARE(f.store->withdraw(row->id).error().code, ErrorCode::Conflict);
    }

    void acceptedRowStaysUntilTheCacheHasItsVersion() {
        Fixture f;
        f.firstSync();
        const auto row = f.store->enqueue(CommandKind::Allocate, allocateBody(f.other, 30));
        QVERIFY(f.store->markAccepted(row->id, 12, "{}"));
        QCOMPARE(f.shownMember(f.other).available, std::int64_t(30));
        QVERIFY(f.store->applyChanges({memberRow(f.me, "Me 2")}, "c11", 11));
        QCOMPARE(f.shownMember(f.other).available, std::int64_t(30));
        f.reopen();
        QCOMPARE(f.shownMember(f.other).available, std::int64_t(30));
        QVERIFY(f.store->applyChanges({balanceRow(f.other, 30), teamCreditsRow(100, 70)}, "c12", 12));
        QCOMPARE(f.shownMember(f.other).available, std::int64_t(30));
        QVERIFY(f.store->outbox().empty());
    }

    void feedThatIsFasterThanTheAnswerIsNotCountedTwice() {
        Fixture f;
        f.firstSync();
        const auto row = f.store->enqueue(CommandKind::Allocate, allocateBody(f.other, 30));
        QVERIFY(f.store->markSending(row->id));
        QVERIFY(f.store->applyChanges(
            {balanceRow(f.other, 30), teamCreditsRow(100, 70),
             transferRow(11, 30, sync::TransferReason::Allocate, f.clock->now(), row->id)},
            "c11", 11));
        QCOMPARE(f.shownMember(f.other).available, std::int64_t(30));
        QVERIFY(f.store->outbox().empty());
        QVERIFY(f.store->markAccepted(row->id, 11, "{}")); // the answer comes late and finds nothing to do
        QVERIFY(f.store->outbox().empty());
    }

    void snapshotProvesACommandWhoseAnswerWasLost() {
        Fixture f;
        f.firstSync();
        const auto row = f.store->enqueue(CommandKind::Allocate, allocateBody(f.other, 30));
        QVERIFY(f.store->markSending(row->id));
        f.reopen();
        QVERIFY(f.store->beginSnapshot());
        QVERIFY(f.store->addToSnapshot(
            {teamCreditsRow(100, 70), memberRow(f.me, "Me"), memberRow(f.other, "Other"),
             balanceRow(f.other, 30),
             transferRow(20, 30, sync::TransferReason::Allocate, f.clock->now(), row->id)}));
        QVERIFY(f.store->finishSnapshot("c20", 20));
        QVERIFY(f.store->outbox().empty());
        QCOMPARE(f.shownMember(f.other).available, std::int64_t(30));
    }

    void creditCommandsGoOneAtATimeAndOthersDoNotWait() {
        Fixture f;
        f.firstSync();
        const auto headshot = HeadshotId::make();
        const auto first = f.store->enqueue(CommandKind::Allocate, allocateBody(f.other, 1));
        const auto second = f.store->enqueue(CommandKind::Allocate, allocateBody(f.other, 2));
        const auto edit = f.store->enqueue(CommandKind::EditHeadshot, favouriteBody(headshot));
        auto rows = f.store->sendable().rows;
        QCOMPARE(rows.size(), std::size_t(2));
        QCOMPARE(rows[0].id, first->id);
        QCOMPARE(rows[1].id, edit->id);
        QVERIFY(f.store->markSending(first->id));
        QVERIFY(f.store->markSending(edit->id));
        QVERIFY(f.store->sendable().rows.empty());
        QVERIFY(f.store->markRefused(first->id, ErrorCode::InsufficientPool, "{}"));
        rows = f.store->sendable().rows; // a refused row blocks nothing
        QCOMPARE(rows.size(), std::size_t(1));
        QCOMPARE(rows[0].id, second->id);
    }

    void postponedRowKeepsItsIdAndItsPlace() {
        Fixture f;
        f.firstSync();
        const auto first = f.store->enqueue(CommandKind::Allocate, allocateBody(f.other, 1));
        QVERIFY(f.store->enqueue(CommandKind::Allocate, allocateBody(f.other, 2)));
        QVERIFY(f.store->markSending(first->id));
        f.store->markPostponed(first->id, f.clock->now().plusMs(5000));
        auto sendable = f.store->sendable();
        QVERIFY(sendable.rows.empty());
        QCOMPARE(sendable.nextAt->ms, f.clock->ms + 5000);
        f.clock->ms += 5000;
        QCOMPARE(f.store->sendable().rows[0].id, first->id);
    }

    void refusedRowStaysVisibleAndIsTriedAgainUnderANewId() {
        Fixture f;
        f.firstSync();
        const auto row = f.store->enqueue(CommandKind::Allocate, allocateBody(f.other, 30));
        QVERIFY(f.store->markRefused(row->id, ErrorCode::InsufficientPool, "{\"missing\":4}"));
        f.reopen();
        QCOMPARE(f.shown()->commands->at(0).row.code, std::optional(ErrorCode::InsufficientPool));
        QCOMPARE(f.shownMember(f.other).available, std::int64_t(0));
        const auto again = f.store->tryAgain(row->id);
        QVERIFY(again);
        QVERIFY(again->id != row->id);
        QCOMPARE(f.store->outbox().size(), std::size_t(1));
        QCOMPARE(f.shownMember(f.other).available, std::int64_t(30));
        QCOMPARE(f.store->dismiss(again->id).error().code, ErrorCode::NotFound); // not refused
        QVERIFY(f.store->withdraw(again->id));
        QVERIFY(f.store->outbox().empty());
    }

    void generateWaitsForItsPhotosAndForEarlierCredits() {
        Fixture f;
        f.firstSync();
        UploadRow upload;
        upload.photo = PhotoId::make();
        upload.member = f.me;
        QVERIFY(f.store->putUpload(upload));
        const auto allocate = f.store->enqueue(CommandKind::Allocate, allocateBody(f.me, 5));
        const auto generate =
            f.store->enqueue(CommandKind::Generate, generateBody(f.me, {upload.photo.text()}, 3));
        QVERIFY(generate);
        QCOMPARE(f.shownMember(f.me).available, std::int64_t(2));
        QCOMPARE(f.shownMember(f.me).held, std::int64_t(3));
        QCOMPARE(f.picture->headshots->size(), std::size_t(3));
        QVERIFY(f.store->markAccepted(allocate->id, 11, "{}"));
        QVERIFY(f.store->sendable().rows.empty()); // the photo is on its way
        sync::PhotoRow photo;
        photo.id = upload.photo;
        photo.memberId = f.me;
        QVERIFY(f.store->applyChanges(
            {feedRow(sync::RowKind::Photo, photo.id.text(), photo), balanceRow(f.me, 5)}, "c11", 11));
        QVERIFY(f.store->uploads().empty());
        QVERIFY(f.store->sendable().rows.empty()); // it is being checked
        photo.state = sync::PhotoState::Usable;
        QVERIFY(f.store->applyChanges({feedRow(sync::RowKind::Photo, photo.id.text(), photo)}, "c12", 12));
        QCOMPARE(f.store->sendable().rows.size(), std::size_t(1));
        QCOMPARE(f.store->sendable().rows[0].id, generate->id);
    }

    void cancellingWaitsForTheRequestThatItEnds() {
        Fixture f;
        f.firstSync();
        const auto generate = f.store->enqueue(CommandKind::Generate, generateBody(f.me, {}, 1));
        QVERIFY(generate);
        QVERIFY(f.store->markSending(generate->id));
        const auto cancel = f.store->enqueue(CommandKind::CancelRequest,
                                             nlohmann::json{{"request_id", generate->id.text()}}.dump());
        QVERIFY(cancel);
        QVERIFY(f.store->sendable().rows.empty());
        QVERIFY(f.store->markAccepted(generate->id, 11, "{}"));
        QCOMPARE(f.store->sendable().rows.size(), std::size_t(1));
        QCOMPARE(f.store->sendable().rows[0].id, cancel->id);
        QCOMPARE(f.store->enqueue(CommandKind::CancelRequest, "{}").error().code, ErrorCode::InvalidInput);
    }

    void ledgerKeepsOrderAndDaysAddUp() {
        Fixture f;
        f.firstSync();
        constexpr std::int64_t day = 86'400'000;
        const std::int64_t today = f.clock->ms / day;
        std::vector<FeedRow> rows;
        for (int i = 0; i < 14; ++i)
            rows.push_back(
                transferRow(20 + i, 2, sync::TransferReason::Settle, {(today - 14 + i) * day + 5}));
        rows.push_back(transferRow(40, 50, sync::TransferReason::Purchase, {today * day}));
        QVERIFY(f.store->applyChanges(rows, "c40", 40));
        QVERIFY(f.store->applyChanges(rows, "c41", 41)); // the feed may repeat
        const auto shown = f.shown();
        QCOMPARE(shown->ledger->size(), std::size_t(15));
        QCOMPARE(shown->ledger->front().version, std::int64_t(40));
        QCOMPARE(shown->days->size(), std::size_t(15));
        QCOMPARE(shown->credits.paceOverDays, std::int64_t(14));
        QCOMPARE(shown->credits.paceSpent, std::int64_t(28));
        QCOMPARE(shown->credits.poolLastsDays, std::optional<std::int64_t>(50)); // 100 at 2 a day
        const auto older = f.store->ledgerPage(cache_store::LedgerPosition{22, 0}, 10);
        QCOMPARE(older->size(), std::size_t(2));
    }

    void anyFailingDatabaseCallLeavesFileAndMemoryAlike() {
        Fixture f;
        f.firstSync();
        auto faults = std::make_shared<NthCallFails>();
        f.faults = faults;
        f.reopen();
        for (int n = 1;; ++n) {
            faults->n = n;
            faults->calls = 0;
            faults->armed = true;
            const auto row = f.store->enqueue(CommandKind::Allocate, allocateBody(f.other, 1));
            if (row) static_cast<void>(f.store->markAccepted(row->id, 11 + n, "{}"));
            static_cast<void>(f.store->applyChanges({balanceRow(f.other, n), teamCreditsRow(100, 100 - n)},
                                                    "c" + std::to_string(11 + n), 11 + n));
            const bool allPassed = faults->calls < n;
            faults->armed = false;
            const auto before = f.shown();
            const auto position = f.store->position();
            f.reopen();
            const auto after = f.shown();
            QCOMPARE(f.store->position().cursor, position.cursor);
            QCOMPARE(after->commands->size(), before->commands->size());
            QCOMPARE(after->credits.pool, before->credits.pool);
            QCOMPARE(after->credits.allocated, before->credits.allocated);
            // The next round finds an empty outbox, or every round would have one call more than the one
            // before.
            for (const OutboxRow& left : std::vector(f.store->outbox()))
                if (left.state == OutboxState::Queued) QVERIFY(f.store->withdraw(left.id));
            QVERIFY(f.store->applyChanges({}, "c" + std::to_string(11 + n), 11 + n));
            QVERIFY(f.store->outbox().empty());
            if (allPassed) {
                QVERIFY(n > 3);
                break;
            }
        }
    }

    void hundredThousandMembersAreShownFast() {
        Fixture f;
        QVERIFY(f.store->beginSnapshot());
        std::vector<FeedRow> rows{teamCreditsRow(1, 1)};
        for (int i = 0; i < 100'000; ++i) {
            const auto id = MemberId::make();
            rows.push_back(memberRow(id, "Member " + std::to_string(i * 7919 % 100'000)));
            rows.push_back(balanceRow(id, i % 50));
        }
        QVERIFY(f.store->addToSnapshot(rows));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(f.store->finishSnapshot("c1", 1));
        qInfo("finish %lld ms", static_cast<long long>(timer.restart()));
        f.reopen();
        qInfo("open %lld ms", static_cast<long long>(timer.restart()));
        const auto shown = f.shown();
        qInfo("show %lld ms", static_cast<long long>(timer.restart()));
        QVERIFY(f.store->applyChanges({rows[1]}, "c2", 2));
        qInfo("apply one %lld ms", static_cast<long long>(timer.restart()));
        f.shown();
        qInfo("show again %lld ms", static_cast<long long>(timer.restart()));
        QCOMPARE(shown->members->size(), std::size_t(100'000));
        QVERIFY(shown->members->front().member->searchKey < shown->members->back().member->searchKey);
    }
};

QTEST_APPLESS_MAIN(TestClientStore)
#include "tst_client_store.moc"
