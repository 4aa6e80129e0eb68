#include "core/teams/permissions.h"

namespace headroom::teams {

namespace {

/// The lowest role that has the permission.
Role lowestRole(Permission permission) {
    switch (permission) {
    case Permission::GenerateOwn:
    case Permission::UploadOwn:
    case Permission::RenameSelf:
    case Permission::LeaveTeam:
        return Role::Member;
    case Permission::BuyCredits:
    case Permission::RefundCredits:
    case Permission::AllocateCredits:
    case Permission::SpendFromPool:
    case Permission::ViewLedger:
    case Permission::ViewTeamHeadshots:
    case Permission::GenerateForOthers:
    case Permission::UploadForOthers:
    case Permission::ManageHeadshots:
    case Permission::ExportTeam:
    case Permission::ManageMembers:
    case Permission::ChangeRoles:
    case Permission::ManageLinks:
    case Permission::ViewAuditLog:
    case Permission::RenameTeam:
        return Role::Admin;
    case Permission::ManageSettings:
    case Permission::ConsentToHosting:
    case Permission::ErasePeople:
        return Role::Owner;
    }
    __builtin_unreachable();
}

int rank(Role role) {
    switch (role) {
    case Role::Owner:
        return 2;
    case Role::Admin:
        return 1;
    case Role::Member:
        return 0;
    }
    __builtin_unreachable();
}

Result<void> ownersOnlyByOwners(Role actor, Role touched) {
    if (touched == Role::Owner && actor != Role::Owner)
        return fail(ErrorCode::Forbidden, "only owners change owners");
    return {};
}

} // namespace

bool may(Role role, Permission permission) {
    return rank(role) >= rank(lowestRole(permission));
}

Result<void> require(Role role, Permission permission) {
    if (!may(role, permission)) return fail(ErrorCode::Forbidden, "this role may not do that");
    return {};
}

Result<void> mayManage(Role actor, Role target) {
    TRY(require(actor, Permission::ManageMembers));
    return ownersOnlyByOwners(actor, target);
}

Result<void> mayChangeRole(Role actor, Role from, Role to) {
    TRY(require(actor, Permission::ChangeRoles));
    TRY(ownersOnlyByOwners(actor, from));
    return ownersOnlyByOwners(actor, to);
}

Result<void> mayInviteAs(Role actor, Role role) {
    return mayManage(actor, role);
}

void blankFor(const sync::Viewer& viewer, sync::MemberRow& row) {
    if (viewer.role != Role::Member || viewer.member == row.id) return;
    row.email.clear();
    row.lastActiveAt.reset();
    row.comparesFaces = false;
}

} // namespace headroom::teams
