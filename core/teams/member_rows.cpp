#include "core/teams/member_rows.h"

#include "core/teams/store_fields.h"

#include <bit>

namespace headroom::teams {

using database::Param;
using database::Params;
using database::Session;
using sync::InvitationRow;
using sync::MemberRow;

namespace {

constexpr std::string_view selectTeam =
    "SELECT id, name, member_version, created_at, updated_at FROM teams WHERE id = $1";

constexpr std::string_view selectMembers = R"sql(
    SELECT id, email_key, name, role, state, joined_at, last_active_at, compares_faces, created_at, updated_at
    FROM members
    WHERE team_id = $1 )sql";

constexpr std::string_view selectInvitations = R"sql(
    SELECT id, role, uses, max_uses, created_at, expires_at, revoked_at FROM invitations WHERE team_id = $1 )sql";

constexpr std::string_view page = R"sql(
    AND ($2 = '' OR (created_at, id) < ($3, $2)) ORDER BY created_at DESC, id DESC LIMIT $4)sql";

constexpr std::string_view updateMemberVersion =
    "UPDATE teams SET member_version = member_version + 1, updated_at = $2 WHERE id = $1";

Result<MemberRow> memberOf(const database::Row& row) {
    MemberRow member;
    member.id = row.id<MemberId>("id");
    member.email = row.optionalText("email_key").value_or("");
    member.name = row.text("name");
    member.role = TRY(enumField<Role>(row, "role"));
    member.state = TRY(enumField<MemberState>(row, "state"));
    member.joinedAt = row.optionalMoment("joined_at");
    member.lastActiveAt = row.optionalMoment("last_active_at");
    member.comparesFaces = row.integer("compares_faces") != 0;
    member.createdAt = row.moment("created_at");
    member.updatedAt = row.moment("updated_at");
    return member;
}

Result<InvitationRow> invitationOf(const database::Row& row) {
    InvitationRow invitation;
    invitation.id = row.id<InvitationId>("id");
    invitation.role = TRY(enumField<Role>(row, "role"));
    invitation.uses = static_cast<int>(row.integer("uses"));
    invitation.maxUses = static_cast<int>(row.integer("max_uses"));
    invitation.createdAt = row.moment("created_at");
    invitation.expiresAt = row.moment("expires_at");
    invitation.revokedAt = row.optionalMoment("revoked_at");
    return invitation;
}

Result<std::vector<MemberRow>> membersOf(const database::Rows& rows, const sync::Viewer& viewer) {
    std::vector<MemberRow> members;
    for (const auto& row : rows) {
        members.push_back(TRY(memberOf(row)));
        blankFor(viewer, members.back());
    }
    return members;
}

Result<std::vector<InvitationRow>> invitationsOf(const database::Rows& rows) {
    std::vector<InvitationRow> invitations;
    for (const auto& row : rows)
        invitations.push_back(TRY(invitationOf(row)));
    return invitations;
}

Result<database::Rows> rowsWithIds(Session& session, std::string_view select, const TeamId& team,
                                   const std::vector<std::string>& ids) {
    if (ids.empty()) return database::Rows();
    // Lists are filled up to a power of two: statements stay prepared, so there must not be one for each
    // length.
    const std::size_t count = std::bit_ceil(ids.size());
    Params params = {team};
    params.insert(params.end(), ids.begin(), ids.end());
    params.resize(count + 1, Param(ids.back()));
    return session.query(std::string(select) + "AND id IN (" + placeholders(2, count) + ")", params);
}

Result<database::Rows> pageOf(Session& session, std::string_view select, const TeamId& team,
                              std::int64_t afterCreatedAt, const std::string& afterId, int limit) {
    return session.query(std::string(select) + std::string(page), {team, afterId, afterCreatedAt, limit});
}

} // namespace

Result<sync::TeamRow> readTeam(Session& session, const TeamId& team) {
    const auto row = TRY(session.one(selectTeam, {team}));
    if (!row) return fail(ErrorCode::NotFound, "no such team");
    return sync::TeamRow{row->id<TeamId>("id"), row->text("name"), row->integer("member_version"),
                         row->moment("created_at"), row->moment("updated_at")};
}

Result<std::vector<MemberRow>> readMembers(Session& session, const sync::Viewer& viewer,
                                           const std::vector<std::string>& ids) {
    return membersOf(TRY(rowsWithIds(session, selectMembers, viewer.team, ids)), viewer);
}

Result<std::vector<MemberRow>> listMembers(Session& session, const sync::Viewer& viewer,
                                           std::int64_t afterCreatedAt, const std::string& afterId,
                                           int limit) {
    return membersOf(TRY(pageOf(session, selectMembers, viewer.team, afterCreatedAt, afterId, limit)),
                     viewer);
}

Result<std::vector<InvitationRow>> readInvitations(Session& session, const TeamId& team,
                                                   const std::vector<std::string>& ids) {
    return invitationsOf(TRY(rowsWithIds(session, selectInvitations, team, ids)));
}

Result<std::vector<InvitationRow>> listInvitations(Session& session, const TeamId& team,
                                                   std::int64_t afterCreatedAt, const std::string& afterId,
                                                   int limit) {
    return invitationsOf(TRY(pageOf(session, selectInvitations, team, afterCreatedAt, afterId, limit)));
}

Result<void> advanceMemberVersion(sync::TeamWrite& write) {
    TRY(write.transaction().execute(updateMemberVersion, {write.team(), write.now()}));
    return write.changed(sync::RowKind::Team, write.team().text());
}

} // namespace headroom::teams
