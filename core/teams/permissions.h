#pragma once

#include "core/base/result.h"
#include "core/sync/rows.h"
#include "core/sync/visibility.h"

// What each role may do. Pure; desktop and endpoint ask the same functions, the endpoint's answer counts.
namespace headroom::teams {

using sync::MemberState;
using sync::Role;

enum class Permission : std::uint8_t {
    // Everybody, for themselves
    GenerateOwn, ///< headshots of oneself, paid from one's own credits
    UploadOwn,   ///< photos of oneself
    RenameSelf,
    LeaveTeam,
    // Owners and admins
    BuyCredits,
    RefundCredits,
    AllocateCredits, ///< allocate, take back, auto-distribute, reassign
    SpendFromPool,   ///< generate with credits that nobody was given
    ViewLedger,
    ViewTeamHeadshots,
    GenerateForOthers,
    UploadForOthers,
    ManageHeadshots, ///< rename or delete the results of others
    ExportTeam,
    ManageMembers, ///< invite, rename, suspend, remove; owners only by owners
    ChangeRoles,   ///< between member and admin; to and from owner only by owners
    ManageLinks,   ///< invitation links
    ViewAuditLog,
    RenameTeam,
    // Owners alone
    ManageSettings,   ///< retention, generators
    ConsentToHosting, ///< photos may go to a hosted service
    ErasePeople,      ///< blank the names and addresses of people who left
};

inline constexpr int permissionCount = static_cast<int>(Permission::ErasePeople) + 1;

/// Total over roles and permissions.
bool may(Role role, Permission permission);

/// Forbidden when the role does not have the permission.
Result<void> require(Role role, Permission permission);

/// Whether `actor` may suspend, remove, rename or erase somebody who is `target`. Only owners touch owners.
Result<void> mayManage(Role actor, Role target);

/// Whether `actor` may make a `from` into a `to`.
Result<void> mayChangeRole(Role actor, Role from, Role to);

/// Whether `actor` may invite somebody as `role`.
Result<void> mayInviteAs(Role actor, Role role);

/// Blanks what the viewer may not see of a member: plain members see names, not the addresses or habits of
/// others.
void blankFor(const sync::Viewer& viewer, sync::MemberRow& row);

} // namespace headroom::teams
