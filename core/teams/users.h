#pragma once

#include "core/database/database.h"
#include "core/sync/team_write.h"

#include <optional>
#include <string>
#include <vector>

// A user is a person who can prove an address; members are that person in each team. Used by sign-in, teams
// and invitations.
namespace headroom::teams {

/// The user with this normalised address, if any.
Result<std::optional<UserId>> findUser(database::Session& session, std::string_view email);

Result<UserId> findOrCreateUser(database::Transaction& transaction, std::string_view email, Timestamp now);

/// True when this address may sign in while self-service sign-up is off: a user, or invited somewhere.
Result<bool> isKnownAddress(database::Session& session, std::string_view email);

/// Makes every open invitation of the user's address a membership of theirs; returns the teams joined. Called
/// when they sign in, and by GET /api/me so that a signed-in person need not sign in again for a second team.
Result<std::vector<TeamId>> takeUpInvitations(database::Transaction& transaction, const UserId& user,
                                              Timestamp now);

} // namespace headroom::teams
