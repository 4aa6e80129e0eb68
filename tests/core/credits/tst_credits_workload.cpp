#include "tests/core/credits/ledger_team.h"
#include "tests/core/credits/naive_ledger.h"

#include <functional>
#include <mutex>
#include <random>
#include <thread>

using namespace headroom;
using namespace headroom::credits;
using test::LedgerTeam;
using test::NaiveLedger;
using test::NthCallFails;
using test::TestDatabase;

namespace {

constexpr std::string_view selectOrder = "SELECT credits, reversed_credits FROM payments WHERE id = $1";
constexpr std::string_view selectMemberVersion = "SELECT member_version FROM teams WHERE id = $1";
constexpr std::string_view selectMemberState = "SELECT state FROM members WHERE id = $1";

const Decided<Posted> didNothing = tl::unexpected(Refusal{ErrorCode::Conflict, "nothing to do", 0, {}, {}});

/// One thing to do, on the real ledger and on paper.
struct Step {
    const char* what;
    std::function<Answer(sync::TeamWrite&)> real;
    std::function<bool(NaiveLedger&)> paper;
};

/// Makes random steps for a team. Any thread.
class Steps {
public:
    Steps(database::Database& database, LedgerTeam& team)
        : database_(database)
        , team_(team) {}

    Step next(std::mt19937& random) {
        switch (random() % 16) {
        case 0:
        case 1:
        case 2:
        case 3:
            return allocate(random);
        case 4:
        case 5:
            return reassign(random);
        case 6:
            return distribute();
        case 7:
        case 8:
        case 9:
            return hold(random);
        case 10:
        case 11:
        case 12:
            return end(random);
        case 13:
            return buy(random);
        case 14:
            return refund(random);
        default:
            return random() % 4 ? failRefund(random) : changeMember(random);
        }
    }

private:
    const MemberId& anyone(std::mt19937& random) { return team_.member(random() % team_.members().size()); }

    Step allocate(std::mt19937& random) {
        Allocate command;
        std::vector<std::pair<MemberId, std::int64_t>> lines;
        for (unsigned i = 0; i <= random() % 4; ++i) {
            lines.emplace_back(anyone(random), static_cast<std::int64_t>(random() % 20) - 6);
            command.lines.push_back({lines.back().first, lines.back().second});
        }
        return {"allocate", [command](auto& write) { return carryOut(write, command, {}); },
                [lines](NaiveLedger& paper) { return paper.allocate(lines); }};
    }

    Step reassign(std::mt19937& random) {
        const Reassign command{anyone(random), anyone(random), static_cast<std::int64_t>(random() % 6)};
        return {"reassign", [command](auto& write) { return carryOut(write, command, {}); },
                [command](NaiveLedger& paper) {
                    return paper.reassign(command.from, command.to, command.credits);
                }};
    }

    /// What an admin does: look, then approve what was seen, while others go on.
    Step distribute() {
        const auto seen =
            database_.read([&](database::Session& session) { return preview(session, team_.id(), {}); });
        AutoDistribute command;
        std::vector<std::pair<MemberId, std::int64_t>> lines;
        if (seen && *seen) command = {(*seen)->rule, (*seen)->basis, (*seen)->lines};
        for (const auto& line : command.lines)
            lines.emplace_back(line.member, line.credits);
        return {"distribute", [command](auto& write) { return carryOut(write, command, {}); },
                [basis = command.basis, lines](NaiveLedger& paper) {
                    return paper.distribute(basis.pool, basis.memberVersion, lines);
                }};
    }

    Step hold(std::mt19937& random) {
        const MemberId member = anyone(random);
        const bool fromPool = random() % 2 == 0;
        std::vector<HeadshotId> ids;
        for (unsigned i = 0; i <= random() % 5; ++i)
            ids.push_back(HeadshotId::make());
        {
            const std::lock_guard lock(mutex_);
            headshots_.insert(headshots_.end(), ids.begin(), ids.end());
        }
        const auto source = fromPool ? sync::CreditSource::Pool : sync::CreditSource::Member;
        return {"hold",
                [this, source, member, ids](auto& write) { return team_.hold(write, source, member, ids); },
                [member, fromPool, ids](NaiveLedger& paper) { return paper.hold(member, fromPool, ids); }};
    }

    Step end(std::mt19937& random) {
        HeadshotId id = HeadshotId::make();
        {
            const std::lock_guard lock(mutex_);
            if (!headshots_.empty()) id = headshots_[random() % headshots_.size()];
        }
        const bool charged = random() % 2 == 0;
        return {"end",
                [this, id, charged](auto& write) {
                    return charged ? team_.settle(write, id) : team_.release(write, id);
                },
                [id, charged](NaiveLedger& paper) { return paper.end(id, charged); }};
    }

    Step buy(std::mt19937& random) {
        const OrderId order = OrderId::make();
        const auto credits = static_cast<std::int64_t>(1 + random() % 60);
        return {"buy",
                [this, order, credits](auto& write) -> Answer {
                    TRY(team_.buy(write, credits, order));
                    write.transaction().afterCommit([this, order] {
                        const std::lock_guard lock(mutex_);
                        orders_.push_back(order);
                    });
                    return Decided<Posted>(Posted{write.version(), {}});
                },
                [order, credits](NaiveLedger& paper) { return paper.buy(order, credits); }};
    }

    std::optional<OrderId> anyOrder(std::mt19937& random) {
        const std::lock_guard lock(mutex_);
        if (orders_.empty()) return std::nullopt;
        return orders_[random() % orders_.size()];
    }

    Step refund(std::mt19937& random) {
        const auto order = anyOrder(random);
        if (!order) return buy(random);
        const auto wanted = static_cast<std::int64_t>(1 + random() % 40);
        return {"refund",
                [this, id = *order, wanted](auto& write) -> Answer {
                    const auto row = TRY(write.transaction().one(selectOrder, {id}));
                    const std::int64_t most = row->integer("credits") - row->integer("reversed_credits");
                    if (most == 0) return didNothing;
                    return team_.refund(write, id, std::min(wanted, most));
                },
                [id = *order, wanted](NaiveLedger& paper) { return paper.refund(id, wanted); }};
    }

    Step failRefund(std::mt19937& random) {
        const auto order = anyOrder(random);
        if (!order) return buy(random);
        const auto wanted = static_cast<std::int64_t>(1 + random() % 40);
        return {"refund that failed",
                [this, id = *order, wanted](auto& write) -> Answer {
                    const auto row = TRY(write.transaction().one(selectOrder, {id}));
                    const std::int64_t most = row->integer("reversed_credits");
                    if (most == 0) return didNothing;
                    return team_.refund(write, id, -std::min(wanted, most));
                },
                [id = *order, wanted](NaiveLedger& paper) { return paper.failRefund(id, wanted); }};
    }

    Step changeMember(std::mt19937& random) {
        // Half of the team stays, or the rest of the workload would be about nobody.
        const std::size_t index = random() % team_.members().size();
        const MemberId member = team_.member(index);
        const bool removal = index >= team_.members().size() / 2 && random() % 3 == 0;
        return {"change of a member",
                [this, member, removal](auto& write) -> Answer {
                    const auto row = TRY(write.transaction().one(selectMemberState, {member}));
                    if (row->text("state") == "removed") return didNothing;
                    const bool suspended = row->text("state") == "suspended";
                    TRY(team_.setState(write, member,
                                       removal     ? sync::MemberState::Removed
                                       : suspended ? sync::MemberState::Active
                                                   : sync::MemberState::Suspended));
                    if (removal) return memberRemoved(write, member, {});
                    return Decided<Posted>(Posted{write.version(), {}});
                },
                [member, removal](NaiveLedger& paper) {
                    return removal ? paper.remove(member) : paper.suspend(member);
                }};
    }

    database::Database& database_;
    LedgerTeam& team_;
    std::mutex mutex_;
    std::vector<HeadshotId> headshots_;
    std::vector<OrderId> orders_;
};

struct Done {
    std::int64_t version = 0;
    Step step;
    bool accepted = false;
};

/// Before anything happens.
NaiveLedger paperFor(database::Database& database, const LedgerTeam& team) {
    NaiveLedger paper;
    const auto row = database.read(
        [&](database::Session& session) { return session.one(selectMemberVersion, {team.id()}); });
    if (row && *row) paper.memberVersion = (*row)->integer("member_version");
    for (const MemberId& member : team.members())
        paper.people[member];
    return paper;
}

void compare(const LedgerTeam& team, const NaiveLedger& paper) {
    std::int64_t held = 0, spent = 0;
    for (const auto& row : team.memberBalances()) {
        const auto& person = paper.people.at(row.memberId);
        QCOMPARE(row.available, person.available);
        QCOMPARE(row.held, person.held);
        QCOMPARE(row.spent, person.spent);
        held += person.held;
        spent += person.spent;
    }
    QVERIFY(team.balances() ==
            (sync::TeamCreditsRow{paper.purchased, paper.pool, held, spent, paper.refunded, paper.debt}));
    QCOMPARE(team.differences(), QString());
}

} // namespace

class CreditsWorkloadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void manyThreadsComeToWhatThePaperSays_data() { test::bothEngines(); }
    void manyThreadsComeToWhatThePaperSays() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 8);
        NaiveLedger paper = paperFor(*database, team);
        Steps steps(*database, team);
        const auto seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mutex mutex;
        std::vector<Done> all;
        std::vector<std::string> errors;
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < 6; ++i)
            threads.emplace_back([&, i] {
                std::mt19937 random(seed + i);
                for (int n = 0; n < 500; ++n) {
                    const Step step = steps.next(random);
                    Done done{0, step, false};
                    const auto answer = database->write([&](database::Transaction& transaction) -> Answer {
                        auto write = TRY(sync::TeamWrite::begin(transaction, team.id(), team.clock().now()));
                        done.version = write.version();
                        return step.real(write);
                    });
                    done.accepted = answer && answer->has_value();
                    const std::lock_guard lock(mutex);
                    if (answer)
                        all.push_back(std::move(done));
                    else
                        errors.push_back(std::string(step.what) + ": " + describe(answer.error()));
                }
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(QString::fromStdString(errors.empty() ? "" : errors.front()), QString());

        // The order of versions is the order in which things happened.
        std::sort(all.begin(), all.end(), [](const Done& a, const Done& b) { return a.version < b.version; });
        int accepted = 0;
        for (const Done& done : all) {
            const bool expected = done.step.paper(paper);
            if (done.accepted != expected)
                qWarning("%s at version %lld", done.step.what, (long long)done.version);
            QCOMPARE(done.accepted, expected);
            accepted += done.accepted ? 1 : 0;
        }
        QVERIFY(accepted > 500); // or the workload tests only refusals
        compare(team, paper);
    }

    void theRulesAndTheStoreGiveTheSameAnswers_data() { test::bothEngines(); }
    void theRulesAndTheStoreGiveTheSameAnswers() {
        const TestDatabase database(test::fetchEngine());
        LedgerTeam team(*database, 6);
        const auto seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        State state; // what a desktop would have: all of it, replayed
        for (const MemberId& member : team.members())
            state.members[member];
        team.buy(300);
        applyPostings(state, *decidePurchase(state, 300));
        const auto anyone = [&] { return team.member(random() % team.members().size()); };
        int refused = 0;
        for (int n = 0; n < 400; ++n) {
            Command command = Reassign{anyone(), anyone(), static_cast<std::int64_t>(random() % 30)};
            if (n % 3 == 0) {
                Allocate allocate;
                for (unsigned i = 0; i <= random() % 5; ++i)
                    allocate.lines.push_back({anyone(), static_cast<std::int64_t>(random() % 60) - 25});
                command = allocate;
            } else if (n % 3 == 1) {
                const DistributeRule rule{random() % 2 ? DistributeMode::TopUp : DistributeMode::EqualSplit,
                                          static_cast<std::int64_t>(1 + random() % 40), Audience::Active};
                const auto made = plan(state, rule);
                AutoDistribute distribute{rule, {}, {{anyone(), 1}}};
                if (made) distribute = {made->rule, made->basis, made->lines};
                if (random() % 4 == 0) ++distribute.basis.memberVersion;
                command = distribute;
            }
            const auto decided = decide(state, command);
            const auto answer = database->write([&](database::Transaction& transaction) -> Answer {
                auto write = TRY(sync::TeamWrite::begin(transaction, team.id(), team.clock().now()));
                return carryOut(write, command, {});
            });
            QVERIFY(answer.has_value());
            QCOMPARE(answer->has_value(), decided.has_value());
            if (!decided) {
                QVERIFY(answer->error() == decided.error());
                ++refused;
                continue;
            }
            QVERIFY((*answer)->postings == *decided);
            applyPostings(state, *decided);
        }
        QVERIFY(refused > 20 && refused < 380);
        QVERIFY(team.balances() == state.team);
        for (const auto& row : team.memberBalances())
            QCOMPARE(row.available, state.members.at(row.memberId).available);
    }

    void whicheverCallFailsTheBooksAreRight_data() { test::bothEngines(); }
    void whicheverCallFailsTheBooksAreRight() {
        const auto faults = std::make_shared<NthCallFails>();
        const TestDatabase database(test::fetchEngine(), test::Schema::Endpoint, faults);
        LedgerTeam team(*database, 3);
        const OrderId order = team.buy(100'000);
        int failed = 0;
        for (long n = 1;; ++n) {
            const auto before = team.balances();
            const std::vector<HeadshotId> shots{HeadshotId::make(), HeadshotId::make()};
            faults->arm(n);
            const auto done = team.run([&](auto& write) -> Answer {
                auto allocated =
                    TRY(carryOut(write, Allocate{{{team.member(0), 5}, {team.member(1), 4}}}, {}));
                if (!allocated) return allocated;
                auto held = TRY(team.hold(write, sync::CreditSource::Member, team.member(0), shots));
                if (!held) return held;
                auto settled = TRY(team.settle(write, shots[0]));
                if (!settled) return settled;
                return team.refund(write, order, 3);
            });
            const bool fired = faults->fired();
            faults->disarm();
            QCOMPARE(team.differences(), QString());
            const auto after = team.balances();
            if (done) {
                QCOMPARE(after.pool, before.pool - 12);
            } else {
                ++failed;
                QVERIFY(retry(done.error().code) != Retry::Never);
                if (retry(done.error().code) == Retry::Later) QVERIFY(after == before);
            }
            if (!fired) break;
        }
        QVERIFY(failed > 30);
    }

    void teamsDoNotStandInEachOthersWay_data() { test::bothEngines(); }
    void teamsDoNotStandInEachOthersWay() {
        const TestDatabase database(test::fetchEngine());
        std::vector<std::unique_ptr<LedgerTeam>> teams;
        for (int i = 0; i < 6; ++i) {
            teams.push_back(std::make_unique<LedgerTeam>(*database, 3));
            teams.back()->buy(1000);
        }
        std::atomic<int> failures = 0;
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < 12; ++i)
            threads.emplace_back([&, i] {
                std::mt19937 random(i);
                for (int n = 0; n < 40; ++n) {
                    LedgerTeam& team = *teams[random() % teams.size()];
                    if (!team.carryOut(Allocate{{{team.member(0), 1}, {team.member(1), 1}}})) ++failures;
                }
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(failures.load(), 0);
        std::int64_t spread = 0;
        for (const auto& team : teams)
            spread += 1000 - team->balances().pool;
        QCOMPARE(spread, 12 * 40 * 2);
        QCOMPARE(teams.front()->differences(), QString());
    }
};

QTEST_APPLESS_MAIN(CreditsWorkloadTest)
#include "tst_credits_workload.moc"
