#include "core/teams/member_store.h"

#include "core/base/ensure.h"
#include "core/teams/audit_log.h"
#include "core/teams/member_rows.h"
#include "core/teams/names.h"
#include "core/teams/store_fields.h"
#include "core/teams/teams_limits.h"

#include <optional>

namespace headroom::teams {

namespace {

constexpr std::string_view selectMember = R"sql(
    SELECT id, user_id, email_key, role, state FROM members WHERE team_id = $1 AND id = $2)sql";

constexpr std::string_view countOtherOwners = R"sql(
    SELECT COUNT(*) AS owners FROM members
    WHERE team_id = $1 AND id <> $2 AND role = 'owner' AND state = 'active')sql";

constexpr std::string_view updateRole = R"sql(
    UPDATE members SET role = $3, scope = scope + 1, updated_at = $4 WHERE team_id = $1 AND id = $2)sql";

constexpr std::string_view updateState = R"sql(
    UPDATE members SET state = $3, scope = scope + 1, updated_at = $4,
        removed_at = CASE WHEN $3 = 'removed' THEN $4 ELSE removed_at END
    WHERE team_id = $1 AND id = $2)sql";

constexpr std::string_view updateName =
    "UPDATE members SET name = $3, updated_at = $4 WHERE team_id = $1 AND id = $2";

constexpr std::string_view updateComparison = R"sql(
    UPDATE members SET compares_faces = $3, updated_at = $4
    WHERE team_id = $1 AND id = $2 AND compares_faces <> $3)sql";

constexpr std::string_view updateActivity =
    "UPDATE members SET last_active_at = $3 WHERE team_id = $1 AND id = $2";

constexpr std::string_view blankMember =
    "UPDATE members SET name = '', email_key = NULL, updated_at = $3 WHERE team_id = $1 AND id = $2";

constexpr std::string_view countOtherMemberships = R"sql(
    SELECT COUNT(*) AS memberships FROM members
    WHERE state <> 'removed' AND (user_id = $1 OR email_key = $2))sql";

constexpr std::string_view blankUser = "UPDATE users SET email_key = NULL WHERE id = $1";
constexpr std::string_view deleteDevices = "DELETE FROM devices WHERE user_id = $1";
constexpr std::string_view deleteAttempts = "DELETE FROM sign_in_attempts WHERE email_key = $1";

struct Target {
    MemberId id;
    UserId user;
    std::optional<std::string> email;
    Role role = Role::Member;
    MemberState state = MemberState::Invited;
};

Result<Target> anyMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member) {
    ENSURE(actor.team == write.team());
    const auto row = TRY(write.transaction().one(selectMember, {write.team(), member}));
    if (!row) return fail(ErrorCode::NotFound, "no such member");
    Target target{
        row->id<MemberId>("id"), row->id<UserId>("user_id"), row->optionalText("email_key"), {}, {}};
    target.role = TRY(enumField<Role>(*row, "role"));
    target.state = TRY(enumField<MemberState>(*row, "state"));
    return target;
}

Result<Target> presentMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member) {
    Target target = TRY(anyMember(write, actor, member));
    if (target.state == MemberState::Removed) return fail(ErrorCode::NotFound, "the member was removed");
    return target;
}

/// The team must keep somebody who can do everything.
Result<void> keepAnOwner(sync::TeamWrite& write, const Target& target) {
    if (target.role != Role::Owner) return {};
    const auto row = TRY(write.transaction().one(countOtherOwners, {write.team(), target.id}));
    if (row->integer("owners") == 0) return fail(ErrorCode::LastOwner, "no other active owner");
    return {};
}

Result<void> setState(sync::TeamWrite& write, const Actor& actor, const Target& target, MemberState state,
                      std::string_view action) {
    TRY(write.transaction().execute(updateState, {write.team(), target.id, sync::name(state), write.now()}));
    TRY(write.changed(sync::RowKind::Member, target.id.text(), target.id));
    TRY(advanceMemberVersion(write));
    return audit(write, actor.member, action, target.id.text());
}

} // namespace

Result<void> changeRole(sync::TeamWrite& write, const Actor& actor, const MemberId& member, Role role) {
    const Target target = TRY(presentMember(write, actor, member));
    TRY(mayChangeRole(actor.role, target.role, role));
    if (target.role == role) return {};
    TRY(keepAnOwner(write, target));
    TRY(write.transaction().execute(updateRole, {write.team(), member, sync::name(role), write.now()}));
    TRY(write.changed(sync::RowKind::Member, member.text(), member));
    TRY(advanceMemberVersion(write));
    return audit(write, actor.member, "member.role_changed", member.text(),
                 {{"from", std::string(sync::name(target.role))}, {"to", std::string(sync::name(role))}});
}

Result<void> suspendMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member) {
    const Target target = TRY(presentMember(write, actor, member));
    TRY(mayManage(actor.role, target.role));
    if (target.state == MemberState::Suspended) return {};
    TRY(keepAnOwner(write, target));
    return setState(write, actor, target, MemberState::Suspended, "member.suspended");
}

Result<void> unsuspendMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member) {
    const Target target = TRY(presentMember(write, actor, member));
    TRY(mayManage(actor.role, target.role));
    if (target.state != MemberState::Suspended) return {};
    const MemberState state = target.user.empty() ? MemberState::Invited : MemberState::Active;
    return setState(write, actor, target, state, "member.unsuspended");
}

Result<void> renameMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member,
                          std::string_view newName) {
    const Target target = TRY(presentMember(write, actor, member));
    if (member != actor.member) TRY(mayManage(actor.role, target.role));
    const std::string name = TRY(validMemberName(newName));
    TRY(write.transaction().execute(updateName, {write.team(), member, name, write.now()}));
    TRY(write.changed(sync::RowKind::Member, member.text(), member));
    return audit(write, actor.member, "member.renamed", member.text());
}

Result<void> setFaceComparison(sync::TeamWrite& write, const Actor& actor, FaceComparison comparison) {
    const Target target = TRY(presentMember(write, actor, actor.member));
    const int agreed = comparison == FaceComparison::Agreed ? 1 : 0;
    if (TRY(write.transaction().execute(updateComparison, {write.team(), target.id, agreed, write.now()})) ==
        0)
        return {};
    TRY(write.changed(sync::RowKind::Member, target.id.text(), target.id));
    return audit(write, actor.member,
                 agreed == 1 ? "member.agreed_to_comparison" : "member.refused_comparison", target.id.text());
}

Result<void> removeMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member) {
    const Target target = TRY(presentMember(write, actor, member));
    const bool leaves = member == actor.member;
    if (!leaves) TRY(mayManage(actor.role, target.role));
    TRY(keepAnOwner(write, target));
    return setState(write, actor, target, MemberState::Removed, leaves ? "member.left" : "member.removed");
}

Result<void> eraseMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member) {
    TRY(require(actor, Permission::ErasePeople));
    const Target target = TRY(anyMember(write, actor, member));
    if (target.state != MemberState::Removed)
        return fail(ErrorCode::Conflict, "only a removed member can be erased");
    database::Transaction& transaction = write.transaction();
    TRY(transaction.execute(blankMember, {write.team(), member, write.now()}));
    TRY(write.changed(sync::RowKind::Member, member.text(), member));
    TRY(audit(write, actor.member, "member.erased", member.text()));

    const auto elsewhere = TRY(transaction.one(countOtherMemberships, {target.user, target.email}));
    if (elsewhere->integer("memberships") > 0) return {};
    if (target.email) TRY(transaction.execute(deleteAttempts, {*target.email}));
    if (target.user.empty()) return {};
    TRY(transaction.execute(blankUser, {target.user}));
    TRY(transaction.execute(deleteDevices, {target.user}));
    return {};
}

bool activityIsDue(const Actor& actor, Timestamp now) {
    return !actor.lastActiveAt || actor.lastActiveAt->ms + activityEveryMs <= now.ms;
}

Result<void> noteActivity(sync::TeamWrite& write, const Actor& actor) {
    ENSURE(actor.team == write.team());
    if (!activityIsDue(actor, write.now())) return {};
    TRY(write.transaction().execute(updateActivity, {write.team(), actor.member, write.now()}));
    return write.changed(sync::RowKind::Member, actor.member.text(), actor.member);
}

} // namespace headroom::teams
