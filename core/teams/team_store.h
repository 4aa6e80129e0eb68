#pragma once

#include "core/sync/team_write.h"
#include "core/teams/actor.h"

#include <string>

namespace headroom::teams {

struct NewTeam {
    TeamId id; ///< made by whoever asks
    std::string name;
    std::string ownerEmail;
    std::string ownerName;
};

struct CreatedTeam {
    sync::TeamWrite write; ///< goes on: the caller adds what other rooms keep for a team
    MemberId owner;
};

/// Makes a team with its first owner, who is active at once if the address belongs to a user already, and on
/// signing in otherwise. In the same transaction the caller then calls credits::initialiseTeam(write): this
/// room does not know credits. AlreadyExists when the id is taken.
Result<CreatedTeam> createTeam(database::Transaction& transaction, const NewTeam& team, Timestamp now);

Result<void> renameTeam(sync::TeamWrite& write, const Actor& actor, std::string_view newName);

/// "#rrggbb", or empty for Headroom's own: how the team looks in mails. InvalidInput.
Result<void> recolourTeam(sync::TeamWrite& write, const Actor& actor, std::string_view newColour);

/// From how many credits on, in the pool and with members, owners and admins are told that they run low: with
/// fewer than `below`; 0 is never. InvalidInput above lowCreditsMost.
Result<void> setLowCredits(sync::TeamWrite& write, const Actor& actor, std::int64_t below);

} // namespace headroom::teams
