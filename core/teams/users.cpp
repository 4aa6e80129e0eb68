#include "core/teams/users.h"

#include "core/base/ensure.h"
#include "core/teams/audit_log.h"
#include "core/teams/member_rows.h"
#include "core/teams/store_fields.h"

namespace headroom::teams {

namespace {

constexpr std::string_view selectUser = "SELECT id FROM users WHERE email_key = $1";

constexpr std::string_view insertUser = R"sql(
    INSERT INTO users (id, email_key, created_at) VALUES ($1, $2, $3) ON CONFLICT (email_key) DO NOTHING)sql";

constexpr std::string_view selectKnown = R"sql(
    SELECT (SELECT COUNT(*) FROM users WHERE email_key = $1) +
           (SELECT COUNT(*) FROM members WHERE email_key = $1 AND state <> 'removed') AS known)sql";

// In the order of team ids: whoever takes several teams' feed rows takes them in this order, so that two
// cannot wait for each other.
constexpr std::string_view selectOpenInvitations = R"sql(
    SELECT m.id, m.team_id FROM members m JOIN users u ON u.email_key = m.email_key
    WHERE u.id = $1 AND m.user_id IS NULL AND m.state IN ('invited', 'suspended') ORDER BY m.team_id)sql";

constexpr std::string_view takeUp = R"sql(
    UPDATE members SET user_id = $3, joined_at = $4, updated_at = $4, scope = scope + 1,
        state = CASE state WHEN 'invited' THEN 'active' ELSE state END
    WHERE team_id = $1 AND id = $2 AND user_id IS NULL AND state IN ('invited', 'suspended'))sql";

} // namespace

Result<std::optional<UserId>> findUser(database::Session& session, std::string_view email) {
    const auto row = TRY(session.one(selectUser, {email}));
    if (!row) return std::optional<UserId>();
    return std::optional(row->id<UserId>("id"));
}

Result<UserId> findOrCreateUser(database::Transaction& transaction, std::string_view email, Timestamp now) {
    TRY(transaction.execute(insertUser, {newUuid(), email, now}));
    auto user = TRY(findUser(transaction, email));
    if (!user) return fail(ErrorCode::Unavailable, "a user vanished between two statements");
    return *user;
}

Result<bool> isKnownAddress(database::Session& session, std::string_view email) {
    const auto row = TRY(session.one(selectKnown, {email}));
    ENSURE(row.has_value());
    return row->integer("known") > 0;
}

Result<std::vector<TeamId>> takeUpInvitations(database::Transaction& transaction, const UserId& user,
                                              Timestamp now) {
    std::vector<TeamId> joined;
    for (const auto& row : TRY(transaction.query(selectOpenInvitations, {user}))) {
        const auto team = row.id<TeamId>("team_id");
        const auto member = row.id<MemberId>("id");
        auto write = TRY(sync::TeamWrite::begin(transaction, team, now));
        if (TRY(transaction.execute(takeUp, {team, member, user, now})) == 0) continue; // removed meanwhile
        TRY(write.changed(sync::RowKind::Member, member.text(), member));
        TRY(advanceMemberVersion(write));
        TRY(audit(write, member, "member.joined", member.text()));
        joined.push_back(team);
    }
    return joined;
}

} // namespace headroom::teams
