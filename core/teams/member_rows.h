#pragma once

#include "core/sync/team_write.h"
#include "core/teams/permissions.h"

#include <optional>
#include <string>
#include <vector>

// Reading teams, members and invitation links as the rows that travel. Called inside read blocks, by the
// endpoint's RowLoader and its routes.
namespace headroom::teams {

/// NotFound when there is no such team.
Result<sync::TeamRow> readTeam(database::Session& session, const TeamId& team);

/// The members with these ids that exist, blanked for the viewer. Removed members are rows like others,
/// because the ledger names them.
Result<std::vector<sync::MemberRow>> readMembers(database::Session& session, const sync::Viewer& viewer,
                                                 const std::vector<std::string>& ids);

/// Newest first by (createdAt, id), after that key; from the start when `afterId` is empty.
Result<std::vector<sync::MemberRow>> listMembers(database::Session& session, const sync::Viewer& viewer,
                                                 std::int64_t afterCreatedAt, const std::string& afterId,
                                                 int limit);

Result<std::vector<sync::InvitationRow>> readInvitations(database::Session& session, const TeamId& team,
                                                         const std::vector<std::string>& ids);
Result<std::vector<sync::InvitationRow>> listInvitations(database::Session& session, const TeamId& team,
                                                         std::int64_t afterCreatedAt,
                                                         const std::string& afterId, int limit);

/// The set of members, a role or a state changed: whoever computed on the old set must compute again.
Result<void> advanceMemberVersion(sync::TeamWrite& write);

} // namespace headroom::teams
