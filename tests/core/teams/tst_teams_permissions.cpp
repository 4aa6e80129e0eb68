#include "core/teams/permissions.h"

#include <QTest>

#include <set>

using namespace headroom;
using namespace headroom::teams;

namespace {

constexpr Role roles[] = {Role::Owner, Role::Admin, Role::Member};

std::set<Permission> all() {
    std::set<Permission> permissions;
    for (int i = 0; i < permissionCount; ++i)
        permissions.insert(static_cast<Permission>(i));
    return permissions;
}

std::set<Permission> of(Role role) {
    std::set<Permission> permissions;
    for (const Permission permission : all())
        if (may(role, permission)) permissions.insert(permission);
    return permissions;
}

} // namespace

class PermissionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMemberActsForThemselvesOnly() {
        QVERIFY(of(Role::Member) == (std::set<Permission>{Permission::GenerateOwn, Permission::UploadOwn,
                                                          Permission::RenameSelf, Permission::LeaveTeam}));
    }

    void anAdminMayAllButWhatIsLeftToOwners() {
        std::set<Permission> expected = all();
        for (const Permission permission :
             {Permission::ManageSettings, Permission::ConsentToHosting, Permission::ErasePeople})
            expected.erase(permission);
        QVERIFY(of(Role::Admin) == expected);
    }

    void anOwnerMayEverything() { QVERIFY(of(Role::Owner) == all()); }

    void requireSaysForbidden() {
        QVERIFY(require(Role::Admin, Permission::BuyCredits).has_value());
        QVERIFY(require(Role::Member, Permission::BuyCredits).error().code == ErrorCode::Forbidden);
    }

    void onlyOwnersTouchOwners() {
        for (const Role actor : roles) {
            for (const Role target : roles) {
                const bool expected = actor == Role::Owner || (actor == Role::Admin && target != Role::Owner);
                QCOMPARE(mayManage(actor, target).has_value(), expected);
                QCOMPARE(mayInviteAs(actor, target).has_value(), expected);
                for (const Role to : roles)
                    QCOMPARE(mayChangeRole(actor, target, to).has_value(),
                             actor == Role::Owner ||
                                 (actor == Role::Admin && target != Role::Owner && to != Role::Owner));
            }
        }
    }

    void plainMembersSeeNamesButNotTheAddressesOfOthers() {
        sync::MemberRow row;
        row.id = MemberId::make();
        row.email = "ada@example.org";
        row.name = "Ada";
        row.lastActiveAt = Timestamp{5};
        const auto seenBy = [&](Role role, const MemberId& member) {
            sync::MemberRow seen = row;
            blankFor({TeamId::make(), member, role, 1}, seen);
            return seen;
        };
        QVERIFY(seenBy(Role::Member, row.id) == row);
        QVERIFY(seenBy(Role::Admin, MemberId::make()) == row);
        QVERIFY(seenBy(Role::Owner, MemberId::make()) == row);
        const auto seen = seenBy(Role::Member, MemberId::make());
        QVERIFY(seen.name == "Ada");
        QVERIFY(seen.email.empty());
        QVERIFY(!seen.lastActiveAt);
    }
};

QTEST_APPLESS_MAIN(PermissionsTest)
#include "tst_teams_permissions.moc"
