// What a desktop shows before the endpoint has answered, against what the endpoint's real store makes of the
// same state and the same commands.
#include "client_rows.h"

#include "core/client/projection.h"
#include "core/credits/credits_rules.h"
#include "tests/core/credits/ledger_team.h"

#include <QTest>

#include <random>
#include <set>

using namespace headroom;
using namespace headroom::client;
using namespace headroom::client::testing;
using test::LedgerTeam;

namespace {

constexpr int memberCount = 6;

/// One thing that an admin does: as it stands in the outbox, and as the endpoint carries it out.
struct Step {
    OutboxRow row;
    std::function<Result<void>()> carryOut;
};

} // namespace

class TestClientProjectionStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theShownTeamIsWhatTheStoreArrivesAt_data() { test::bothEngines(); }
    void theShownTeamIsWhatTheStoreArrivesAt() {
        const unsigned seed = qEnvironmentVariableIntValue("HEADROOM_TEST_SEED")
                                  ? static_cast<unsigned>(qEnvironmentVariableIntValue("HEADROOM_TEST_SEED"))
                                  : std::random_device{}();
        qInfo("seed %u", seed);
        random_.seed(seed);
        test::TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, memberCount);
        refused_ = 0;
        accepted_ = 0;
        removed_.clear();
        for (int round = 0; round < 25; ++round) {
            if (round % 5 == 0) team.buy(50 + static_cast<std::int64_t>(random_() % 100));
            playRound(*database, team);
            if (QTest::currentTestFailed()) {
                qWarning("in round %d of seed %u", round, seed);
                return;
            }
        }
        QVERIFY(refused_ > 0 && accepted_ > 0); // otherwise nothing was compared
        QCOMPARE(team.differences(), QString());
    }

private:
    /// The desktop's cache as a snapshot of this moment fills it.
    Truth truthOf(database::Database& database, const LedgerTeam& team) {
        Truth truth;
        sync::TeamRow row;
        row.memberVersion = memberVersion(database, team);
        const auto put = [&](const FeedRow& feed) {
            if (!truth.apply(feed)) qFatal("a row of the store is none for the cache");
        };
        put(feedRow(sync::RowKind::Team, team.id().text(), row));
        put(feedRow(sync::RowKind::TeamCredits, "team", team.balances()));
        for (const MemberId& member : team.members())
            put(memberRow(member, "Member", stateOf(database, member)));
        for (const sync::MemberCreditsRow& balance : team.memberBalances())
            put(feedRow(sync::RowKind::MemberCredits, balance.memberId.text(), balance));
        return truth;
    }

    static std::string field(database::Database& database, const std::string& sql, const std::string& id) {
        const auto row = database.read([&](database::Session& session) { return session.one(sql, {id}); });
        return (*row)->text("value");
    }
    static sync::MemberState stateOf(database::Database& database, const MemberId& member) {
        return *sync::fromName<sync::MemberState>(
            field(database, "SELECT state AS value FROM members WHERE id = $1", member.text()));
    }
    static std::int64_t memberVersion(database::Database& database, const LedgerTeam& team) {
        return std::stoll(field(database,
                                "SELECT CAST(member_version AS TEXT) AS value FROM teams WHERE id = $1",
                                team.id().text()));
    }

    MemberId anyMember(const LedgerTeam& team) { return team.members()[random_() % team.members().size()]; }

    Step creditStep(LedgerTeam& team, const credits::Command& command) {
        Step step;
        step.row.kind = *commandKindFromName(credits::kind(command));
        step.row.lane = std::string(creditsLane);
        step.row.body = credits::toJson(command).dump();
        step.carryOut = [&team, command]() -> Result<void> {
            const auto posted = std::visit([&](const auto& one) { return team.carryOut(one); }, command);
            if (!posted) return fail(posted.error());
            return {};
        };
        return step;
    }

    Step generateStep(LedgerTeam& team) {
        const MemberId member = anyMember(team);
        const auto source = random_() % 2 ? sync::CreditSource::Pool : sync::CreditSource::Member;
        const std::size_t count = 1 + random_() % 12;
        Step step;
        step.row.kind = CommandKind::Generate;
        step.row.body = nlohmann::json{{"member_id", member.text()},
                                       {"photo_ids", nlohmann::json::array()},
                                       {"styles", {{{"style", "charcoal"}, {"count", count}}}},
                                       {"source", std::string(sync::name(source))}}
                            .dump();
        std::vector<HeadshotId> ids(count);
        for (HeadshotId& id : ids)
            id = HeadshotId::make();
        step.carryOut = [&team, member, source, ids]() -> Result<void> {
            const auto held =
                team.run([&](sync::TeamWrite& write) { return team.hold(write, source, member, ids); });
            if (!held) return fail(held.error());
            return {};
        };
        return step;
    }

    /// As the endpoint's route does it.
    Step removeStep(LedgerTeam& team, const MemberId& member) {
        Step step;
        step.row.kind = CommandKind::RemoveMember;
        step.row.body = nlohmann::json{{"member_id", member.text()}}.dump();
        step.carryOut = [&team, member]() -> Result<void> {
            const auto removed = team.run([&](sync::TeamWrite& write) -> credits::Answer {
                TRY(team.setState(write, member, sync::MemberState::Removed));
                return credits::memberRemoved(write, member, {});
            });
            if (!removed) return fail(removed.error());
            return {};
        };
        return step;
    }

    /// Now and then, and nobody twice: whom one may remove is the endpoint's to say.
    Step removeStepOrAnother(LedgerTeam& team, const Truth& truth) {
        const MemberId member = anyMember(team);
        const bool present = truth.members.at(member.text())->row.state != sync::MemberState::Removed;
        if (random_() % 2 != 0 || !present || member == team.member(0) || !removed_.insert(member).second)
            return generateStep(team);
        return removeStep(team, member);
    }

    Step anyStep(LedgerTeam& team, const Truth& truth) {
        const auto amount = [&](int most) { return static_cast<std::int64_t>(random_() % unsigned(most)); };
        switch (random_() % 8) {
        case 0:
            return creditStep(team, credits::Reassign{anyMember(team), anyMember(team), amount(25)});
        case 1:
        case 2:
            return generateStep(team);
        case 3:
            return removeStepOrAnother(team, truth);
        case 4:
            return creditStep(team, distribution(truth));
        default:
            break;
        }
        credits::Allocate allocate;
        const std::size_t first = random_() % team.members().size();
        for (std::size_t i = 0; i <= random_() % 3 && first + i < team.members().size(); ++i)
            allocate.lines.push_back({team.members()[first + i], amount(50) - 15});
        return creditStep(team, allocate);
    }

    /// Approved on what the cache holds: commands before it may have moved its basis.
    credits::AutoDistribute distribution(const Truth& truth) {
        credits::State state;
        state.team = truth.credits;
        state.memberVersion = truth.team.memberVersion;
        for (const auto& [id, known] : truth.members)
            state.members[known->row.id].state = known->row.state;
        for (const auto& [id, balance] : truth.memberCredits) {
            credits::Member& member = state.members[id];
            member.available = balance.available;
            member.held = balance.held;
            member.spent = balance.spent;
        }
        credits::DistributeRule rule;
        rule.audience = credits::Audience::Active;
        rule.credits = static_cast<std::int64_t>(random_() % 30);
        const auto plan = credits::plan(state, rule);
        credits::AutoDistribute command;
        command.rule = rule;
        if (plan) {
            command.lines = plan->lines;
            command.basis = plan->basis;
        }
        return command;
    }

    void playRound(database::Database& database, LedgerTeam& team) {
        const Truth truth = truthOf(database, team);
        std::vector<Step> steps;
        std::vector<OutboxRow> outbox;
        for (std::size_t i = 0; i < 1 + random_() % 5; ++i) {
            steps.push_back(anyStep(team, truth));
            steps.back().row.id = CommandId::make();
            outbox.push_back(steps.back().row);
        }
        ShownTeam shown;
        project({truth, outbox, team.member(0), {}}, Part::All, shown);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const Result<void> done = steps[i].carryOut();
            // The desktop leaves to the endpoint whom one may remove; the rest it foresees.
            const auto& expected = shown.commands->at(i).expectedRefusal;
            ++(done ? accepted_ : refused_);
            QCOMPARE(expected.has_value(), !done.has_value());
            if (!done) QCOMPARE(std::string(name(*expected)), std::string(name(done.error().code)));
        }
        const sync::TeamCreditsRow balances = team.balances();
        QCOMPARE(shown.credits.pool, balances.pool);
        QCOMPARE(shown.credits.held, balances.held);
        QCOMPARE(shown.credits.debt, balances.debt);
        QCOMPARE(shown.credits.spent, balances.spent);
        for (const sync::MemberCreditsRow& balance : team.memberBalances()) {
            const auto member = std::ranges::find_if(
                *shown.members, [&](const ShownMember& one) { return one.row().id == balance.memberId; });
            QVERIFY(member != shown.members->end());
            QCOMPARE(member->available, balance.available);
            QCOMPARE(member->held, balance.held);
            QCOMPARE(member->row().state, stateOf(database, balance.memberId));
        }
    }

    std::mt19937 random_;
    std::set<MemberId> removed_;
    int refused_ = 0;
    int accepted_ = 0;
};

QTEST_GUILESS_MAIN(TestClientProjectionStore)
#include "tst_client_projection_store.moc"
