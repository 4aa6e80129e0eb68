#include "client_rows.h"

#include "core/client/projection.h"
#include "core/credits/credits_rules.h"

#include <QtTest>

#include <random>

using namespace headroom;
using namespace headroom::client;
using namespace headroom::client::testing;

namespace {

constexpr int memberCount = 6;

/// An endpoint that runs commands with the real rules, one version each, and tells what changed.
struct Endpoint {
    credits::State state;
    std::int64_t version = 1;
    std::vector<std::pair<std::int64_t, FeedRow>> feed;

    std::vector<FeedRow> rowsOfAll() const {
        std::vector<FeedRow> rows{feedRow(sync::RowKind::TeamCredits, "team", state.team)};
        for (const auto& [id, member] : state.members) {
            rows.push_back(memberRow(id, "Member", member.state));
            rows.push_back(balanceRow(id, member.available, member.held, member.spent));
        }
        return rows;
    }
    /// The version, or the refusal's code.
    Result<std::int64_t> run(const credits::Command& command, const CommandId& id) {
        const auto decided = credits::decide(state, command);
        if (!decided) return fail(decided.error().code);
        credits::applyPostings(state, *decided);
        ++version;
        feed.emplace_back(version, feedRow(sync::RowKind::TeamCredits, "team", state.team));
        for (const auto& [member, balance] : state.members)
            feed.emplace_back(version, balanceRow(member, balance.available, balance.held, balance.spent));
        std::int64_t ordinal = 0;
        for (const credits::Posting& posting : *decided) {
            sync::TransferRow row;
            row.id = TransferId::make();
            row.version = version;
            row.ordinal = ordinal++;
            row.from = posting.from;
            row.to = posting.to;
            row.credits = posting.credits;
            row.reason = posting.reason;
            row.commandId = id;
            feed.emplace_back(version, feedRow(sync::RowKind::Transfer, row.id.text(), row));
        }
        return version;
    }
};

} // namespace

class TestClientProjection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// One client alone: whatever it shows at any moment is what the endpoint ends up with.
    void whatIsShownIsWhatTheEndpointArrivesAt() {
        const unsigned seed = qEnvironmentVariableIntValue("HEADROOM_TEST_SEED")
                                  ? static_cast<unsigned>(qEnvironmentVariableIntValue("HEADROOM_TEST_SEED"))
                                  : std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (int round = 0; round < 12; ++round)
            playRound(random);
    }

    void everyKindOfEditShowsAtOnce() {
        Truth truth;
        const auto me = MemberId::make();
        const auto headshot = HeadshotId::make();
        QVERIFY(truth.apply(memberRow(me, "Old")));
        QVERIFY(truth.apply(headshotRow(headshot, me, 5)));
        const auto command = [](CommandKind kind, const nlohmann::json& body) {
            OutboxRow row;
            row.id = CommandId::make();
            row.kind = kind;
            row.body = body.dump();
            return row;
        };
        std::vector<OutboxRow> outbox{
            command(CommandKind::EditHeadshot, {{"headshot_id", headshot.text()}, {"name", "Best"}}),
            command(CommandKind::EditHeadshot, {{"headshot_id", headshot.text()}, {"favourite", true}}),
            command(CommandKind::EditMember, {{"member_id", me.text()}, {"name", "New"}, {"role", "admin"}}),
            command(CommandKind::RenameTeam, {{"name", "Team B"}}),
            command(CommandKind::EditMember, {{"member_id", MemberId::make().text()}, {"name", "nobody"}}),
        };
        ShownTeam shown;
        project({truth, outbox, me, {}}, Part::All, shown);
        QCOMPARE(shown.headshots->at(0).row->name, std::string("Best"));
        QVERIFY(shown.headshots->at(0).row->favourite);
        QVERIFY(shown.headshots->at(0).pending);
        QCOMPARE(shown.own->row().name, std::string("New"));
        QCOMPARE(shown.own->row().role, sync::Role::Admin);
        QCOMPARE(shown.team.name, std::string("Team B"));
        QCOMPARE(truth.headshots.at(headshot.text())->name, std::string()); // the truth is untouched
        outbox.push_back(command(CommandKind::DeleteHeadshot, {{"headshot_id", headshot.text()}}));
        project({truth, outbox, me, {}}, Part::All, shown);
        QCOMPARE(shown.headshots->at(0).row->state, sync::HeadshotState::Deleted);
        outbox[0].state = OutboxState::Refused;
        project({truth, outbox, me, {}}, Part::All, shown);
        QCOMPARE(shown.headshots->at(0).row->name, std::string());
    }

    void aCancelledRequestShowsItsUnfinishedHeadshotsAsCancelled() {
        Truth truth;
        const auto me = MemberId::make();
        const auto waiting = HeadshotId::make();
        const auto done = HeadshotId::make();
        QVERIFY(truth.apply(memberRow(me, "Me")));
        sync::HeadshotRow row;
        row.memberId = me;
        row.requestId = RequestId::make();
        row.id = waiting;
        row.state = sync::HeadshotState::Running;
        QVERIFY(truth.apply(feedRow(sync::RowKind::Headshot, row.id.text(), row)));
        row.id = done;
        row.state = sync::HeadshotState::Completed;
        QVERIFY(truth.apply(feedRow(sync::RowKind::Headshot, row.id.text(), row)));
        OutboxRow cancel;
        cancel.kind = CommandKind::CancelRequest;
        cancel.body = nlohmann::json{{"request_id", row.requestId.text()}}.dump();
        ShownTeam shown;
        project({truth, std::vector{cancel}, me, {}}, Part::All, shown);
        for (const ShownHeadshot& headshot : *shown.headshots) {
            const bool isDone = headshot.row->id == done;
            QCOMPARE(headshot.pending, !isDone);
            QCOMPARE(headshot.row->state,
                     isDone ? sync::HeadshotState::Completed : sync::HeadshotState::Failed);
            QCOMPARE(headshot.row->failure, std::string(isDone ? "" : "cancelled"));
        }
        // Asked for and given up before the endpoint's rows came.
        OutboxRow generate;
        generate.id = CommandId::make();
        generate.kind = CommandKind::Generate;
        generate.body = generateBody(me, {}, 2);
        cancel.body = nlohmann::json{{"request_id", generate.id.text()}}.dump();
        QVERIFY(truth.apply(balanceRow(me, 10)));
        project({truth, std::vector{generate, cancel}, me, {}}, Part::All, shown);
        QCOMPARE(shown.headshots->size(), std::size_t(4));
        QCOMPARE(std::ranges::count_if(
                     *shown.headshots,
                     [](const ShownHeadshot& h) { return h.row->state == sync::HeadshotState::Failed; }),
                 std::ptrdiff_t(2));
    }

    void removedMemberGivesCreditsBackToThePool() {
        Truth truth;
        const auto me = MemberId::make();
        const auto other = MemberId::make();
        for (const FeedRow& row :
             {memberRow(me, "Me"), memberRow(other, "Other"), balanceRow(other, 20), teamCreditsRow(100, 80)})
            QVERIFY(truth.apply(row));
        OutboxRow remove;
        remove.kind = CommandKind::RemoveMember;
        remove.body = nlohmann::json{{"member_id", other.text()}}.dump();
        ShownTeam shown;
        project({truth, std::vector{remove}, me, {}}, Part::All, shown);
        QCOMPARE(shown.credits.pool, std::int64_t(100));
        QCOMPARE(shown.credits.allocated, std::int64_t(0));
    }

    void generateThatTheFeedAlreadyShowsIsNotShownTwice() {
        Truth truth;
        const auto me = MemberId::make();
        QVERIFY(truth.apply(memberRow(me, "Me")));
        QVERIFY(truth.apply(balanceRow(me, 0, 2)));
        OutboxRow generate;
        generate.id = CommandId::make();
        generate.kind = CommandKind::Generate;
        generate.body = generateBody(me, {}, 2);
        sync::HeadshotRow row;
        row.requestId = RequestId::trusted(generate.id.text());
        for (int i = 0; i < 2; ++i) {
            row.id = HeadshotId::make();
            QVERIFY(truth.apply(feedRow(sync::RowKind::Headshot, row.id.text(), row)));
        }
        ShownTeam shown;
        project({truth, std::vector{generate}, me, {}}, Part::All, shown);
        QCOMPARE(shown.headshots->size(), std::size_t(2));
        QCOMPARE(shown.own->held, std::int64_t(2));
        QVERIFY(!shown.commands->at(0).expectedRefusal);
    }

    void commandThatTheRulesRefuseIsMarkedAndChangesNothing() {
        Truth truth;
        const auto me = MemberId::make();
        for (const FeedRow& row : {memberRow(me, "Me"), teamCreditsRow(10, 10)})
            QVERIFY(truth.apply(row));
        OutboxRow allocate;
        allocate.lane = creditsLane;
        allocate.body = allocateBody(me, 11);
        ShownTeam shown;
        project({truth, std::vector{allocate}, me, {}}, Part::All, shown);
        QCOMPARE(shown.commands->at(0).expectedRefusal, std::optional(ErrorCode::InsufficientPool));
        QCOMPARE(shown.credits.pool, std::int64_t(10));
    }

private:
    static credits::Command randomCommand(std::mt19937& random, const std::vector<MemberId>& members) {
        const auto any = [&] { return members[random() % members.size()]; };
        if (random() % 3 == 0)
            return credits::Reassign{any(), any(), static_cast<std::int64_t>(random() % 20)};
        credits::Allocate allocate;
        const std::size_t first = random() % members.size();
        for (std::size_t i = 0; i <= random() % 3 && first + i < members.size(); ++i)
            allocate.lines.push_back({members[first + i], static_cast<std::int64_t>(random() % 40) - 12});
        return allocate;
    }

    void playRound(std::mt19937& random) {
        QTemporaryDir dir;
        std::vector<MemberId> members;
        Endpoint endpoint;
        endpoint.state.team.purchased = 200;
        endpoint.state.team.pool = 200;
        for (int i = 0; i < memberCount; ++i) {
            members.push_back(MemberId::make());
            endpoint.state.members[members.back()] = {};
        }
        auto clock = std::make_shared<HeldClock>();
        auto store =
            std::move(*TeamStore::open({dir.filePath("t.sqlite").toStdString(), members[0], clock, nullptr}));
        QVERIFY(store->beginSnapshot());
        QVERIFY(store->addToSnapshot(endpoint.rowsOfAll()));
        QVERIFY(store->finishSnapshot("c", endpoint.version));
        credits::State expected = endpoint.state; // what it must show: all commands so far, run by the rules

        const auto check = [&] {
            Part parts;
            const auto shown = store->shown(parts);
            QCOMPARE(shown->credits.pool, expected.team.pool);
            for (const ShownMember& member : *shown->members)
                QCOMPARE(member.available, expected.members.at(member.row().id).available);
        };
        for (int step = 0; step < 40; ++step) {
            switch (random() % 4) {
            case 0: { // the user does something
                const auto command = randomCommand(random, members);
                QVERIFY(store->enqueue(*commandKindFromName(credits::kind(command)),
                                       credits::toJson(command).dump()));
                if (const auto decided = credits::decide(expected, command))
                    credits::applyPostings(expected, *decided);
                break;
            }
            case 1: { // the oldest command reaches the endpoint; its answer may be lost
                const auto rows = store->sendable().rows;
                if (rows.empty()) break;
                QVERIFY(store->markSending(rows[0].id));
                const auto command =
                    credits::parseCommand(name(rows[0].kind), nlohmann::json::parse(rows[0].body));
                // A repeat of a lost one finds its stored answer: here its transfers, or the refusal again.
                const auto ran = endpoint.run(*command, rows[0].id);
                if (!ran)
                    QVERIFY(store->markRefused(rows[0].id, ran.error().code, "{}"));
                else if (random() % 3 != 0)
                    QVERIFY(store->markAccepted(rows[0].id, *ran, "{}"));
                break; // lost: stays on the wire until the feed proves it
            }
            case 2: // the feed arrives, some or all of it
                deliverFeed(endpoint, *store);
                break;
            case 3: // a restart; rows on the wire whose effect is not yet here would be sent again, so
                    // deliver first
                deliverFeed(endpoint, *store);
                store.reset();
                store = std::move(
                    *TeamStore::open({dir.filePath("t.sqlite").toStdString(), members[0], clock, nullptr}));
                break;
            }
            check();
        }
    }

    static void deliverFeed(Endpoint& endpoint, TeamStore& store) {
        std::vector<FeedRow> rows;
        for (auto& [version, row] : endpoint.feed)
            rows.push_back(row);
        endpoint.feed.clear();
        QVERIFY(store.applyChanges(rows, "c" + std::to_string(endpoint.version), endpoint.version));
    }
};

QTEST_APPLESS_MAIN(TestClientProjection)
#include "tst_client_projection.moc"
