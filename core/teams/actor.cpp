#include "core/teams/actor.h"

#include "core/teams/store_fields.h"
#include "core/teams/teams_limits.h"

namespace headroom::teams {

namespace {

// A person who left and was invited again has several rows; the newest counts.
constexpr std::string_view selectMembership = R"sql(
    SELECT id, role, state, scope, last_active_at FROM members WHERE user_id = $1 AND team_id = $2
    ORDER BY CASE state WHEN 'removed' THEN 1 ELSE 0 END, created_at DESC, id LIMIT 1)sql";

constexpr std::string_view selectMemberships = R"sql(
    SELECT m.team_id, t.name, m.id, m.role, m.state FROM members m JOIN teams t ON t.id = m.team_id
    WHERE m.user_id = $1 AND m.state IN ('active', 'suspended') ORDER BY t.name, t.id LIMIT $2)sql";

} // namespace

Result<Actor> actorFor(database::Session& session, const UserId& user, const TeamId& team) {
    const auto row = TRY(session.one(selectMembership, {user, team}));
    if (!row) return fail(ErrorCode::NotFound, "no such team for this user");
    switch (TRY(enumField<MemberState>(*row, "state"))) {
    case MemberState::Active:
        break;
    case MemberState::Suspended:
        return fail(ErrorCode::MemberSuspended);
    case MemberState::Invited:
    case MemberState::Removed:
        return fail(ErrorCode::Forbidden, "not a member of the team any more");
    }
    Actor actor{user, team, row->id<MemberId>("id"), {}, row->integer("scope"), {}};
    actor.role = TRY(enumField<Role>(*row, "role"));
    actor.lastActiveAt = row->optionalMoment("last_active_at");
    return actor;
}

sync::Viewer viewerOf(const Actor& actor) {
    return {actor.team, actor.member, actor.role, actor.scope};
}

Result<void> require(const Actor& actor, Permission permission) {
    return require(actor.role, permission);
}

Result<std::vector<Membership>> membershipsOf(database::Session& session, const UserId& user) {
    std::vector<Membership> memberships;
    for (const auto& row : TRY(session.query(selectMemberships, {user, membershipsMax}))) {
        Membership membership{row.id<TeamId>("team_id"), row.text("name"), row.id<MemberId>("id"), {}, {}};
        membership.role = TRY(enumField<Role>(row, "role"));
        membership.state = TRY(enumField<MemberState>(row, "state"));
        memberships.push_back(std::move(membership));
    }
    return memberships;
}

} // namespace headroom::teams
