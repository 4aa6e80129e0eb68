#pragma once

#include "core/sync/rows.h"
#include "core/sync/team_write.h"
#include "core/teams/actor.h"

#include <string>

// Invitation links: whoever has the link and can sign in joins the team. Only a digest of the link's token is
// stored, so the link can be shown once, at its making.
namespace headroom::teams {

struct NewLink {
    InvitationId id; ///< made by whoever asks
    Role role = Role::Member;
    int maxUses = 1;
    std::int64_t lifetimeMs = 0;
};

struct CreatedLink {
    sync::InvitationRow row;
    std::string token; ///< part of the link; keep it out of stored answers and logs
};

/// Owners and admins. InvalidInput for a lifetime or number of uses outside teams_limits.h, Forbidden for
/// links that make owners, LimitExceeded when too many can still be used, AlreadyExists when the id is taken.
Result<CreatedLink> createLink(sync::TeamWrite& write, const Actor& actor, const NewLink& link);

/// NotFound when the team has no such link. Revoking twice is once.
Result<void> revokeLink(sync::TeamWrite& write, const Actor& actor, const InvitationId& link);

struct Redeemed {
    enum class Verdict : std::uint8_t { Joined, AlreadyMember };
    Verdict verdict = Verdict::Joined;
    TeamId team;
    MemberId member;
};

/// A signed-in user joins by a link's token. InvitationInvalid when it is unknown, revoked, expired or used
/// up, or older than the user's removal from the team; MemberSuspended; LimitExceeded when the team is full.
/// A member who opens a link again loses nothing and uses nothing up. An open e-mail invitation of the same
/// address is taken up with its own role.
Result<Redeemed> redeemLink(database::Transaction& transaction, const UserId& user, std::string_view token,
                            std::string_view memberName, Timestamp now);

/// What the page of a link may say before joining: the team's name. InvitationInvalid as above.
Result<std::string> teamNameOfLink(database::Session& session, std::string_view token, Timestamp now);

} // namespace headroom::teams
