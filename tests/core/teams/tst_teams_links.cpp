#include "core/teams/invitation_store.h"
#include "core/teams/member_rows.h"
#include "core/teams/teams_limits.h"
#include "tests/core/teams/team_fixture.h"

#include <QTest>

#include <thread>

using namespace headroom;
using namespace headroom::teams;
using namespace headroom::test;
using database::Session;
using database::Transaction;
using sync::TeamWrite;

namespace {

/// A user without a team: what self-service sign-up or another team leaves.
UserId newUser(TeamFixture& fixture, const std::string& email) {
    SignIn open(fixture.database(), fixture.clock(), {SignUp::Open, std::string(32, 's')});
    const auto begun = must(open.begin(email, deviceNonce, peer));
    return must(open.complete(begun.attempt.text(), begun.mail->code, deviceNonce, "", peer)).user;
}

CreatedLink newLink(TeamFixture& fixture, int uses = 1, Role role = Role::Member) {
    return must(fixture.change([&](TeamWrite& write) {
        return createLink(write, fixture.ownerActor(), {InvitationId::make(), role, uses, hourMs});
    }));
}

Result<Redeemed> redeem(TeamFixture& fixture, const UserId& user, const std::string& token) {
    return fixture.database().write([&](Transaction& transaction) {
        return redeemLink(transaction, user, token, "Newcomer", fixture.clock().now());
    });
}

sync::InvitationRow rowOf(TeamFixture& fixture, const InvitationId& id) {
    return must(fixture.read(
                    [&](Session& session) { return readInvitations(session, fixture.team(), {id.text()}); }))
        .at(0);
}

} // namespace

class LinksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLinkLetsSomebodyIn_data() { bothEngines(); }
    void aLinkLetsSomebodyIn() {
        TeamFixture fixture(fetchEngine());
        const CreatedLink link = newLink(fixture, 1, Role::Admin);
        const UserId user = newUser(fixture, "ada@example.org");
        const auto name = fixture.read(
            [&](Session& session) { return teamNameOfLink(session, link.token, fixture.clock().now()); });
        QVERIFY(*name == "Lab");
        const auto redeemed = redeem(fixture, user, link.token);
        QVERIFY(redeemed.has_value());
        QVERIFY(redeemed->verdict == Redeemed::Verdict::Joined);
        const Actor actor = must(fixture.actor(user));
        QVERIFY(actor.role == Role::Admin);
        QVERIFY(fixture.member(actor.member).email == "ada@example.org");
        QVERIFY(fixture.member(actor.member).name == "Newcomer");
        QCOMPARE(rowOf(fixture, link.row.id).uses, 1);
    }

    void theTokenIsNotStored() {
        TeamFixture fixture(database::Engine::Sqlite);
        const CreatedLink link = newLink(fixture);
        const auto found = fixture.read([&](Session& session) {
            return session.query("SELECT id FROM invitations WHERE token_hash = $1", {link.token});
        });
        QVERIFY(found->empty());
        QVERIFY(link.token.size() >= 43);
    }

    void aLinkThatIsOverLetsNobodyIn_data() { bothEngines(); }
    void aLinkThatIsOverLetsNobodyIn() {
        TeamFixture fixture(fetchEngine());
        const UserId user = newUser(fixture, "ada@example.org");
        const CreatedLink usedUp = newLink(fixture);
        QVERIFY(redeem(fixture, newUser(fixture, "bob@example.org"), usedUp.token));
        const CreatedLink revoked = newLink(fixture);
        for (int i = 0; i < 2; ++i)
            QVERIFY(fixture.change(
                [&](TeamWrite& write) { return revokeLink(write, fixture.ownerActor(), revoked.row.id); }));
        for (const std::string& token : {usedUp.token, revoked.token, std::string("guess"), std::string()})
            QVERIFY(redeem(fixture, user, token).error().code == ErrorCode::InvitationInvalid);
        const CreatedLink expired = newLink(fixture);
        fixture.clock().advanceMs(hourMs);
        QVERIFY(redeem(fixture, user, expired.token).error().code == ErrorCode::InvitationInvalid);
        QVERIFY(fixture.actor(user).error().code == ErrorCode::NotFound);
    }

    void aMemberWhoOpensTheLinkUsesNothingUp_data() { bothEngines(); }
    void aMemberWhoOpensTheLinkUsesNothingUp() {
        TeamFixture fixture(fetchEngine());
        const CreatedLink link = newLink(fixture, 2);
        const UserId user = newUser(fixture, "ada@example.org");
        const auto first = redeem(fixture, user, link.token);
        const auto second = redeem(fixture, user, link.token);
        QVERIFY(second->verdict == Redeemed::Verdict::AlreadyMember);
        QVERIFY(second->member == first->member);
        QCOMPARE(rowOf(fixture, link.row.id).uses, 1);
    }

    void anOpenInvitationIsTakenUpWithItsRole_data() { bothEngines(); }
    void anOpenInvitationIsTakenUpWithItsRole() {
        TeamFixture fixture(fetchEngine());
        const UserId user = newUser(fixture, "ada@example.org");
        const auto invited = must(fixture.change([&](TeamWrite& write) {
            return inviteMembers(write, fixture.ownerActor(), Role::Admin, {{"ada@example.org", "Ada"}});
        }));
        const auto redeemed = redeem(fixture, user, newLink(fixture).token);
        QVERIFY(redeemed->member == invited[0].member);
        QVERIFY(must(fixture.actor(user)).role == Role::Admin);
        QVERIFY(fixture.member(invited[0].member).name == "Ada");
    }

    void whoWasRemovedDoesNotComeBackByAnOldLink_data() { bothEngines(); }
    void whoWasRemovedDoesNotComeBackByAnOldLink() {
        TeamFixture fixture(fetchEngine());
        const CreatedLink old = newLink(fixture, 9);
        const UserId user = newUser(fixture, "ada@example.org");
        const auto member = must(redeem(fixture, user, old.token)).member;
        QVERIFY(fixture.change(
            [&](TeamWrite& write) { return suspendMember(write, fixture.ownerActor(), member); }));
        QVERIFY(redeem(fixture, user, old.token).error().code == ErrorCode::MemberSuspended);
        QVERIFY(fixture.change(
            [&](TeamWrite& write) { return removeMember(write, fixture.ownerActor(), member); }));
        QVERIFY(redeem(fixture, user, old.token).error().code == ErrorCode::InvitationInvalid);
        fixture.clock().advanceMs(1);
        QVERIFY(redeem(fixture, user, newLink(fixture).token)->member != member);
    }

    void aLinkWithThreeUsesLetsThreeOfTenIn_data() { bothEngines(); }
    void aLinkWithThreeUsesLetsThreeOfTenIn() {
        TeamFixture fixture(fetchEngine());
        const CreatedLink link = newLink(fixture, 3);
        std::vector<UserId> users;
        for (int i = 0; i < 10; ++i)
            users.push_back(newUser(fixture, "p" + std::to_string(i) + "@example.org"));
        std::atomic<int> in = 0;
        std::atomic<int> out = 0;
        std::vector<std::thread> threads;
        for (const UserId& user : users) {
            threads.emplace_back([&] {
                const auto redeemed = redeem(fixture, user, link.token);
                if (redeemed) ++in;
                if (!redeemed && redeemed.error().code == ErrorCode::InvitationInvalid) ++out;
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(in.load(), 3);
        QCOMPARE(out.load(), 7);
        QCOMPARE(rowOf(fixture, link.row.id).uses, 3);
    }

    void onlyAdminsMakeLinksAndNoneMakesOwners_data() { bothEngines(); }
    void onlyAdminsMakeLinksAndNoneMakesOwners() {
        TeamFixture fixture(fetchEngine());
        const Actor member = fixture.join("ada@example.org", Role::Member);
        const auto create = [&](const Actor& actor, const NewLink& link) {
            const auto created =
                fixture.change([&](TeamWrite& write) { return createLink(write, actor, link); });
            return created ? ErrorCode::Internal : created.error().code;
        };
        const NewLink good{InvitationId::make(), Role::Member, 5, dayMs};
        NewLink owner = good;
        owner.role = Role::Owner;
        NewLink endless = good;
        endless.lifetimeMs = linkLifetimeMaxMs + 1;
        NewLink useless = good;
        useless.maxUses = 0;
        QVERIFY(create(member, good) == ErrorCode::Forbidden);
        QVERIFY(create(fixture.ownerActor(), owner) == ErrorCode::Forbidden);
        QVERIFY(create(fixture.ownerActor(), endless) == ErrorCode::InvalidInput);
        QVERIFY(create(fixture.ownerActor(), useless) == ErrorCode::InvalidInput);
        QVERIFY(create(fixture.ownerActor(), good) == ErrorCode::Internal); // made
        QVERIFY(create(fixture.ownerActor(), good) == ErrorCode::AlreadyExists);
        const auto revoked =
            fixture.change([&](TeamWrite& write) { return revokeLink(write, member, good.id); });
        QVERIFY(revoked.error().code == ErrorCode::Forbidden);
        const auto unknown = fixture.change(
            [&](TeamWrite& write) { return revokeLink(write, fixture.ownerActor(), InvitationId::make()); });
        QVERIFY(unknown.error().code == ErrorCode::NotFound);
    }

    void openLinksAreLimited() {
        TeamFixture fixture(database::Engine::Sqlite);
        for (int i = 0; i < linksOpenMax; ++i)
            (void)newLink(fixture);
        const auto oneMore = [&] {
            return fixture.change([&](TeamWrite& write) {
                return createLink(write, fixture.ownerActor(),
                                  {InvitationId::make(), Role::Member, 1, hourMs});
            });
        };
        QVERIFY(oneMore().error().code == ErrorCode::LimitExceeded);
        fixture.clock().advanceMs(hourMs);
        QVERIFY(oneMore().has_value());
        const auto page = fixture.read(
            [&](Session& session) { return listInvitations(session, fixture.team(), 0, {}, 1000); });
        QCOMPARE(page->size(), std::size_t(linksOpenMax + 1));
    }
};

QTEST_APPLESS_MAIN(LinksTest)
#include "tst_teams_links.moc"
