#include "core/teams/member_account.h"

#include "core/teams/store_fields.h"

namespace headroom::teams {

namespace {

constexpr std::string_view selectAccount = R"sql(
    SELECT m.user_id, m.role, m.state, m.email_key, u.language
    FROM members m LEFT JOIN users u ON u.id = m.user_id
    WHERE m.team_id = $1 AND m.id = $2)sql";

} // namespace

Result<std::optional<MemberAccount>> memberAccount(database::Session& session, const TeamId& team,
                                                   const MemberId& member) {
    const auto row = TRY(session.one(selectAccount, {team, member}));
    if (!row) return std::optional<MemberAccount>();
    MemberAccount account;
    account.user = row->id<UserId>("user_id");
    account.role = TRY(enumField<sync::Role>(*row, "role"));
    account.state = TRY(enumField<sync::MemberState>(*row, "state"));
    account.address = row->optionalText("email_key").value_or("");
    account.language = row->optionalText("language").value_or("");
    return std::optional(std::move(account));
}

} // namespace headroom::teams
