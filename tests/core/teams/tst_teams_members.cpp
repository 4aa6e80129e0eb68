#include "core/sync/endpoint_state.h"
#include "core/sync/feed_reader.h"
#include "core/sync/sync_limits.h"
#include "core/teams/audit_log.h"
#include "core/teams/member_rows.h"
#include "core/teams/teams_limits.h"
#include "tests/core/teams/team_fixture.h"

#include <QTest>

#include <fstream>
#include <set>
#include <thread>

using namespace headroom;
using namespace headroom::teams;
using namespace headroom::test;
using database::Session;
using database::Transaction;
using sync::TeamWrite;

namespace {

ErrorCode codeOf(const Result<void>& result) {
    return result ? ErrorCode::Internal : result.error().code;
}

/// True when any file beside the database holds the text.
bool anyFileHolds(const std::filesystem::path& folder, const std::string& text) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
}

} // namespace

class MembersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewTeamHasAnOwnerWhoBecomesActiveOnSigningIn_data() { bothEngines(); }
    void aNewTeamHasAnOwnerWhoBecomesActiveOnSigningIn() {
        TeamFixture fixture(fetchEngine());
        const sync::MemberRow owner = fixture.member(fixture.owner());
        QVERIFY(owner.state == MemberState::Active);
        QVERIFY(owner.role == Role::Owner);
        QVERIFY(owner.joinedAt.has_value());
        QCOMPARE(QString::fromStdString(fixture.auditedActions()), QString("team.created member.joined"));
        QCOMPARE(fixture.memberVersion(), 2);
    }

    void aTeamIdIsTakenOnce_data() { bothEngines(); }
    void aTeamIdIsTakenOnce() {
        TeamFixture fixture(fetchEngine());
        const auto again = fixture.database().write([&](Transaction& transaction) -> Result<MemberId> {
            return TRY(createTeam(transaction, {fixture.team(), "Other", "x@example.org", ""}, {1})).owner;
        });
        QVERIFY(again.error().code == ErrorCode::AlreadyExists);
    }

    void aSecondTeamOfAKnownPersonIsTheirsAtOnce_data() { bothEngines(); }
    void aSecondTeamOfAKnownPersonIsTheirsAtOnce() {
        TeamFixture fixture(fetchEngine());
        const TeamId second = TeamId::make();
        QVERIFY(fixture.database()
                    .write([&](Transaction& transaction) -> Result<MemberId> {
                        return TRY(createTeam(transaction, {second, "Another", ownerEmail, ""}, {1})).owner;
                    })
                    .has_value());
        const auto memberships =
            fixture.read([&](Session& session) { return membershipsOf(session, fixture.ownerActor().user); });
        QCOMPARE(memberships->size(), std::size_t(2));
        QVERIFY(memberships->at(0).teamName == "Another");
        QVERIFY(memberships->at(0).state == MemberState::Active);
        QVERIFY(memberships->at(1).teamName == "Lab");
    }

    void eachInvitedLineGetsItsVerdict_data() { bothEngines(); }
    void eachInvitedLineGetsItsVerdict() {
        TeamFixture fixture(fetchEngine());
        const auto invite = [&](const std::vector<InviteLine>& lines) {
            return must(fixture.change([&](TeamWrite& write) {
                return inviteMembers(write, fixture.ownerActor(), Role::Member, lines);
            }));
        };
        (void)invite({{"bob@example.org", "Bob"}});
        const std::int64_t before = fixture.memberVersion();
        const auto outcomes = invite({{"Ada@Example.org", "Ada"},
                                      {"bob@example.org", "Robert"},
                                      {ownerEmail, ""},
                                      {"not an address", ""},
                                      {"ada@example.org", ""},
                                      {"cy@example.org", "line\nbreak"}});
        std::vector<InviteVerdict> verdicts;
        for (const InviteOutcome& outcome : outcomes)
            verdicts.push_back(outcome.verdict);
        QVERIFY(verdicts == (std::vector{InviteVerdict::Invited, InviteVerdict::InvitedAgain,
                                         InviteVerdict::AlreadyMember, InviteVerdict::InvalidAddress,
                                         InviteVerdict::Repeated, InviteVerdict::InvalidName}));
        QVERIFY(outcomes[0].email == "ada@example.org");
        QVERIFY(outcomes[2].email.empty());
        QVERIFY(fixture.member(outcomes[0].member).state == MemberState::Invited);
        QVERIFY(fixture.member(outcomes[1].member).name == "Robert");
        QCOMPARE(fixture.memberVersion(), before + 1);
    }

    void invitedPeopleComeInBySigningIn_data() { bothEngines(); }
    void invitedPeopleComeInBySigningIn() {
        TeamFixture fixture(fetchEngine());
        const Actor ada = fixture.join("ada@example.org", Role::Admin);
        const sync::MemberRow row = fixture.member(ada.member);
        QVERIFY(row.state == MemberState::Active);
        QVERIFY(row.role == Role::Admin);
        QVERIFY(row.joinedAt == fixture.clock().now());
        QVERIFY(ada.scope == 2);
    }

    void anAdminCannotTouchOwners_data() { bothEngines(); }
    void anAdminCannotTouchOwners() {
        TeamFixture fixture(fetchEngine());
        const Actor admin = fixture.join("ada@example.org", Role::Admin);
        const auto invited = must(fixture.change([&](TeamWrite& write) {
            return inviteMembers(write, fixture.ownerActor(), Role::Owner, {{"two@example.org", ""}});
        }));
        const std::int64_t version = fixture.feedVersion();
        const auto refused = [&](auto work) {
            return codeOf(fixture.change([&](TeamWrite& write) -> Result<void> { return work(write); }));
        };
        const MemberId owner = fixture.owner();
        QVERIFY(refused([&](TeamWrite& write) { return changeRole(write, admin, owner, Role::Member); }) ==
                ErrorCode::Forbidden);
        QVERIFY(refused([&](TeamWrite& write) {
                    return changeRole(write, admin, admin.member, Role::Owner);
                }) == ErrorCode::Forbidden);
        QVERIFY(refused([&](TeamWrite& write) { return suspendMember(write, admin, owner); }) ==
                ErrorCode::Forbidden);
        QVERIFY(refused([&](TeamWrite& write) { return removeMember(write, admin, owner); }) ==
                ErrorCode::Forbidden);
        QVERIFY(refused([&](TeamWrite& write) { return renameMember(write, admin, owner, "X"); }) ==
                ErrorCode::Forbidden);
        QVERIFY(refused([&](TeamWrite& write) { return removeMember(write, admin, invited[0].member); }) ==
                ErrorCode::Forbidden);
        QVERIFY(refused([&](TeamWrite& write) { return setLowCredits(write, admin, 5); }) ==
                ErrorCode::Forbidden);
        QVERIFY(refused([&](TeamWrite& write) -> Result<void> {
                    TRY(inviteMembers(write, admin, Role::Owner, {{"x@example.org", ""}}));
                    return {};
                }) == ErrorCode::Forbidden);
        QVERIFY(refused([&](TeamWrite& write) -> Result<void> { // would demote an invited owner
                    TRY(inviteMembers(write, admin, Role::Member, {{"two@example.org", ""}}));
                    return {};
                }) == ErrorCode::Forbidden);
        QCOMPARE(fixture.feedVersion(), version);
    }

    void aPlainMemberManagesNobody_data() { bothEngines(); }
    void aPlainMemberManagesNobody() {
        TeamFixture fixture(fetchEngine());
        const Actor ada = fixture.join("ada@example.org", Role::Member);
        const Actor bob = fixture.join("bob@example.org", Role::Member);
        const auto asAda = [&](auto work) {
            return codeOf(fixture.change([&](TeamWrite& write) -> Result<void> { return work(write); }));
        };
        QVERIFY(asAda([&](TeamWrite& write) { return suspendMember(write, ada, bob.member); }) ==
                ErrorCode::Forbidden);
        QVERIFY(asAda([&](TeamWrite& write) { return removeMember(write, ada, bob.member); }) ==
                ErrorCode::Forbidden);
        QVERIFY(asAda([&](TeamWrite& write) { return renameMember(write, ada, bob.member, "B"); }) ==
                ErrorCode::Forbidden);
        QVERIFY(asAda([&](TeamWrite& write) { return renameTeam(write, ada, "Mine"); }) ==
                ErrorCode::Forbidden);
        QVERIFY(
            fixture.change([&](TeamWrite& write) { return renameMember(write, ada, ada.member, " Ada L "); })
                .has_value());
        QVERIFY(fixture.member(ada.member).name == "Ada L");
        QVERIFY(fixture.change([&](TeamWrite& write) { return removeMember(write, ada, ada.member); })
                    .has_value());
        QVERIFY(fixture.actor(ada.user).error().code == ErrorCode::Forbidden);
    }

    void theLastOwnerStays_data() { bothEngines(); }
    void theLastOwnerStays() {
        TeamFixture fixture(fetchEngine());
        const Actor owner = fixture.ownerActor();
        const auto change = [&](auto work) {
            return fixture.change([&](TeamWrite& write) -> Result<void> { return work(write); });
        };
        const auto demote = [&](TeamWrite& write) {
            return changeRole(write, owner, owner.member, Role::Admin);
        };
        QVERIFY(codeOf(change(demote)) == ErrorCode::LastOwner);
        QVERIFY(codeOf(change([&](TeamWrite& write) { return suspendMember(write, owner, owner.member); })) ==
                ErrorCode::LastOwner);
        QVERIFY(codeOf(change([&](TeamWrite& write) { return removeMember(write, owner, owner.member); })) ==
                ErrorCode::LastOwner);

        const Actor second = fixture.join("two@example.org", Role::Owner);
        QVERIFY(change([&](TeamWrite& write) { return suspendMember(write, owner, second.member); }));
        QVERIFY(codeOf(change(demote)) == ErrorCode::LastOwner); // a suspended owner is none
        QVERIFY(change([&](TeamWrite& write) { return unsuspendMember(write, owner, second.member); }));
        QVERIFY(change(demote).has_value());
        QVERIFY(fixture.member(owner.member).role == Role::Admin);
    }

    void twoOwnersCannotLeaveAtOnce_data() { bothEngines(); }
    void twoOwnersCannotLeaveAtOnce() {
        TeamFixture fixture(fetchEngine());
        const Actor second = fixture.join("two@example.org", Role::Owner);
        const Actor actors[] = {fixture.ownerActor(), second};
        std::atomic<int> left = 0;
        std::atomic<int> refused = 0;
        std::vector<std::thread> threads;
        for (const Actor& actor : actors) {
            threads.emplace_back([&] {
                const auto done = fixture.change(
                    [&](TeamWrite& write) { return removeMember(write, actor, actor.member); });
                if (done) ++left;
                if (!done && done.error().code == ErrorCode::LastOwner) ++refused;
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(left.load(), 1);
        QCOMPARE(refused.load(), 1);
    }

    void suspendedAndForeignPeopleAreTurnedAway_data() { bothEngines(); }
    void suspendedAndForeignPeopleAreTurnedAway() {
        TeamFixture fixture(fetchEngine());
        const Actor ada = fixture.join("ada@example.org", Role::Member);
        QVERIFY(fixture.change(
            [&](TeamWrite& write) { return suspendMember(write, fixture.ownerActor(), ada.member); }));
        QVERIFY(fixture.actor(ada.user).error().code == ErrorCode::MemberSuspended);
        QVERIFY(fixture.actor(UserId::make()).error().code == ErrorCode::NotFound);
        const auto noTeam =
            fixture.read([&](Session& session) { return actorFor(session, ada.user, TeamId::make()); });
        QVERIFY(noTeam.error().code == ErrorCode::NotFound);
        QVERIFY(fixture.change(
            [&](TeamWrite& write) { return unsuspendMember(write, fixture.ownerActor(), ada.member); }));
        QVERIFY(fixture.actor(ada.user).has_value());
    }

    void aChangeOfRoleOrStateMovesScopeAndMemberVersion_data() { bothEngines(); }
    void aChangeOfRoleOrStateMovesScopeAndMemberVersion() {
        TeamFixture fixture(fetchEngine());
        const Actor ada = fixture.join("ada@example.org", Role::Member);
        const std::int64_t before = fixture.memberVersion();
        const auto promote = [&](TeamWrite& write) {
            return changeRole(write, fixture.ownerActor(), ada.member, Role::Admin);
        };
        QVERIFY(fixture.change(promote));
        QCOMPARE(fixture.actor(ada.user)->scope, ada.scope + 1);
        QCOMPARE(fixture.memberVersion(), before + 1);
        QVERIFY(fixture.change(promote)); // nothing to do
        QCOMPARE(fixture.actor(ada.user)->scope, ada.scope + 1);
        QCOMPARE(fixture.memberVersion(), before + 1);
        QVERIFY(fixture.change(
            [&](TeamWrite& write) { return renameMember(write, fixture.ownerActor(), ada.member, "Ada"); }));
        QCOMPARE(fixture.memberVersion(), before + 1);
    }

    void aChangedRoleMeansThatTheFeedStartsAnew_data() { bothEngines(); }
    void aChangedRoleMeansThatTheFeedStartsAnew() {
        TeamFixture fixture(fetchEngine());
        const auto epoch = must(fixture.database().write([](Transaction& transaction) {
                               return sync::ensureEndpointState(transaction, {1});
                           })).feedEpoch;
        const Actor ada = fixture.join("ada@example.org", Role::Member);
        const sync::Cursor cursor{epoch, ada.scope, sync::feedSchema, fixture.feedVersion(),
                                  sync::Cursor::wholeVersion};
        const auto follow = [&] {
            return fixture.read([&](Session& session) -> Result<sync::ChangesPage> {
                const Actor now = TRY(actorFor(session, ada.user, fixture.team()));
                return sync::readChanges(session, viewerOf(now), cursor, 10);
            });
        };
        QVERIFY(follow().has_value());
        QVERIFY(fixture.change([&](TeamWrite& write) {
            return changeRole(write, fixture.ownerActor(), ada.member, Role::Admin);
        }));
        QVERIFY(follow().error().code == ErrorCode::ResyncRequired);
    }

    void whoWasRemovedComesBackAsANewMember_data() { bothEngines(); }
    void whoWasRemovedComesBackAsANewMember() {
        TeamFixture fixture(fetchEngine());
        const Actor first = fixture.join("ada@example.org", Role::Member);
        QVERIFY(fixture.change(
            [&](TeamWrite& write) { return removeMember(write, fixture.ownerActor(), first.member); }));
        QVERIFY(fixture.actor(first.user).error().code == ErrorCode::Forbidden);
        const auto gone = fixture.change(
            [&](TeamWrite& write) { return suspendMember(write, fixture.ownerActor(), first.member); });
        QVERIFY(codeOf(gone) == ErrorCode::NotFound);
        const Actor second = fixture.join("ada@example.org", Role::Admin);
        QVERIFY(second.user == first.user);
        QVERIFY(second.member != first.member);
        QVERIFY(fixture.member(first.member).state == MemberState::Removed);
    }

    void rowsAreReadByIdAndByPage_data() { bothEngines(); }
    void rowsAreReadByIdAndByPage() {
        TeamFixture fixture(fetchEngine());
        for (int i = 0; i < 5; ++i)
            fixture.join("p" + std::to_string(i) + "@example.org", Role::Member);
        const auto viewer = viewerOf(fixture.ownerActor());
        std::set<std::string> seen;
        std::int64_t afterMs = 0;
        std::string afterId;
        for (;;) {
            const auto page = fixture.read(
                [&](Session& session) { return listMembers(session, viewer, afterMs, afterId, 2); });
            QVERIFY(page.has_value());
            if (page->empty()) break;
            for (const sync::MemberRow& row : *page) {
                QVERIFY(afterId.empty() || row.createdAt.ms <= afterMs);
                QVERIFY(seen.insert(row.id.text()).second);
                afterMs = row.createdAt.ms;
                afterId = row.id.text();
            }
        }
        QCOMPARE(seen.size(), std::size_t(6));
        const auto none = fixture.read([&](Session& session) { return readMembers(session, viewer, {}); });
        QVERIFY(none->empty());
        const auto foreign = fixture.read([&](Session& session) {
            return readMembers(session, {TeamId::make(), viewer.member, Role::Owner, 1},
                               {fixture.owner().text()});
        });
        QVERIFY(foreign->empty());
    }

    void activityIsWrittenRarely_data() { bothEngines(); }
    void activityIsWrittenRarely() {
        TeamFixture fixture(fetchEngine());
        const auto note = [&] {
            const Actor now = must(fixture.actor(fixture.ownerActor().user));
            must(fixture.change([&](TeamWrite& write) { return noteActivity(write, now); }));
            return fixture.member(fixture.owner()).lastActiveAt->ms;
        };
        const std::int64_t first = note();
        fixture.clock().advanceMs(activityEveryMs - 1);
        QCOMPARE(note(), first);
        fixture.clock().advanceMs(1);
        QCOMPARE(note(), first + activityEveryMs);
    }

    void theAuditLogIsReadNewestFirstAndHoldsNoNames_data() { bothEngines(); }
    void theAuditLogIsReadNewestFirstAndHoldsNoNames() {
        TeamFixture fixture(fetchEngine());
        const Actor ada = fixture.join("ada@example.org", Role::Member);
        fixture.clock().advanceMs(1);
        QVERIFY(fixture.change([&](TeamWrite& write) {
            return changeRole(write, fixture.ownerActor(), ada.member, Role::Admin);
        }));
        std::vector<AuditEntry> entries;
        for (;;) {
            const Timestamp after = entries.empty() ? Timestamp() : entries.back().createdAt;
            const std::string afterId = entries.empty() ? "" : entries.back().id;
            auto page = must(fixture.read(
                [&](Session& session) { return auditPage(session, fixture.team(), after, afterId, 2); }));
            if (page.empty()) break;
            entries.insert(entries.end(), page.begin(), page.end());
        }
        QCOMPARE(entries.size(), std::size_t(5));
        QVERIFY(entries.front().action == "member.role_changed");
        QVERIFY(entries.front().actor == fixture.owner());
        QVERIFY(entries.front().subjectId == ada.member.text());
        QVERIFY(entries.front().details == R"({"from":"member","to":"admin"})");
        for (const AuditEntry& entry : entries)
            QVERIFY((entry.action + entry.subjectId + entry.details).find('@') == std::string::npos);
    }

    void anErasedPersonIsGoneFromTheFile() {
        TeamFixture fixture(database::Engine::Sqlite);
        const std::string email = "erase.me@example.org";
        const Actor person = fixture.join(email, Role::Member);
        QVERIFY(fixture.change([&](TeamWrite& write) {
            return renameMember(write, person, person.member, "Nameless Wanderer");
        }));
        QVERIFY(must(fixture.signIn().begin(email, deviceNonce, peer)).mail); // an open attempt holds it too
        const auto erase = [&](const Actor& actor) {
            return fixture.change([&](TeamWrite& write) { return eraseMember(write, actor, person.member); });
        };
        QVERIFY(codeOf(erase(fixture.ownerActor())) == ErrorCode::Conflict);
        QVERIFY(fixture.change(
            [&](TeamWrite& write) { return removeMember(write, fixture.ownerActor(), person.member); }));
        const auto folder = fixture.testDatabase().file().parent_path();
        QVERIFY(anyFileHolds(folder, email));
        QVERIFY(erase(fixture.ownerActor()).has_value());
        QVERIFY(fixture.database().scrub().has_value());
        QVERIFY(!anyFileHolds(folder, email));
        QVERIFY(!anyFileHolds(folder, "Nameless Wanderer"));
        QVERIFY(fixture.member(person.member).name.empty());
        const auto begun = fixture.signIn().begin(email, deviceNonce, peer);
        QVERIFY(!begun->mail);
    }

    void erasingLeavesAPersonTheirOtherTeams_data() { bothEngines(); }
    void erasingLeavesAPersonTheirOtherTeams() {
        TeamFixture fixture(fetchEngine());
        const Actor ada = fixture.join("ada@example.org", Role::Member);
        QVERIFY(
            fixture.database()
                .write([&](Transaction& transaction) -> Result<MemberId> {
                    return TRY(createTeam(transaction, {TeamId::make(), "Hers", "ada@example.org", ""}, {1}))
                        .owner;
                })
                .has_value());
        QVERIFY(fixture.change([&](TeamWrite& write) -> Result<void> {
            TRY(removeMember(write, fixture.ownerActor(), ada.member));
            return eraseMember(write, fixture.ownerActor(), ada.member);
        }));
        QVERIFY(fixture.member(ada.member).email.empty());
        QVERIFY(fixture.enter("ada@example.org").user == ada.user);
    }

    void aTeamCannotGrowWithoutEnd_data() { bothEngines(); }
    void aTeamCannotGrowWithoutEnd() {
        TeamFixture fixture(fetchEngine());
        const auto tooMany = fixture.change([&](TeamWrite& write) {
            return inviteMembers(write, fixture.ownerActor(), Role::Member,
                                 std::vector<InviteLine>(invitationLinesMax + 1, {"a@example.org", ""}));
        });
        QVERIFY(tooMany.error().code == ErrorCode::LimitExceeded);
        const auto nobody = fixture.change(
            [&](TeamWrite& write) { return inviteMembers(write, fixture.ownerActor(), Role::Member, {}); });
        QVERIFY(nobody.error().code == ErrorCode::InvalidInput);
    }

    void whicheverCallFailsNothingIsHalfDone_data() { bothEngines(); }
    void whicheverCallFailsNothingIsHalfDone() {
        const auto faults = std::make_shared<NthCallFails>();
        TeamFixture fixture(fetchEngine(), faults);
        const Actor ada = fixture.join("ada@example.org", Role::Member);
        for (int n = 1;; ++n) {
            const auto state = [&] {
                const auto row = fixture.member(ada.member);
                return std::tuple(row.state, fixture.memberVersion(), fixture.feedVersion(),
                                  fixture.auditedActions(), row.name);
            };
            const auto before = state();
            faults->arm(n);
            const auto done = fixture.change([&](TeamWrite& write) -> Result<void> {
                TRY(renameMember(write, fixture.ownerActor(), ada.member, "Name " + std::to_string(n)));
                return suspendMember(write, fixture.ownerActor(), ada.member);
            });
            const bool fired = faults->fired();
            faults->disarm();
            if (!fired) {
                QVERIFY(done.has_value());
                QVERIFY(fixture.member(ada.member).state == MemberState::Suspended);
                QVERIFY(n > 10);
                break;
            }
            QVERIFY(!done);
            QVERIFY(state() == before);
        }
    }
};

QTEST_APPLESS_MAIN(MembersTest)
#include "tst_teams_members.moc"
