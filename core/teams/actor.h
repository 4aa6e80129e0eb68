#pragma once

#include "core/database/database.h"
#include "core/teams/permissions.h"

#include <optional>
#include <string>
#include <vector>

namespace headroom::teams {

/// A signed-in user as a member of one team: what every team route begins with.
struct Actor {
    UserId user;
    TeamId team;
    MemberId member;
    Role role = Role::Member;
    std::int64_t scope = 0;
    std::optional<Timestamp> lastActiveAt;
};

/// NotFound when the user has nothing to do with the team (or there is none: the answers are the same),
/// Forbidden when the membership has ended (the client wipes the team's cache), MemberSuspended. In a write
/// block ask after TeamWrite::begin(), which keeps the role from changing underneath.
Result<Actor> actorFor(database::Session& session, const UserId& user, const TeamId& team);

/// The actor as the feed knows viewers.
sync::Viewer viewerOf(const Actor& actor);

Result<void> require(const Actor& actor, Permission permission);

/// A team that a user belongs to.
struct Membership {
    TeamId team;
    std::string teamName;
    MemberId member;
    Role role = Role::Member;
    MemberState state = MemberState::Active;
};

/// Active and suspended memberships, by team name; at most membershipsMax.
Result<std::vector<Membership>> membershipsOf(database::Session& session, const UserId& user);

} // namespace headroom::teams
