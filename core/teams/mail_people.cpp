#include "core/teams/mail_people.h"

#include "core/teams/store_fields.h"

#include <algorithm>

namespace headroom::teams {

namespace {

constexpr std::string_view selectPeople = R"sql(
    SELECT m.id, u.email_key, u.language FROM members m JOIN users u ON u.id = m.user_id
    WHERE m.team_id = $1 AND m.state = 'active' AND u.email_key IS NOT NULL AND )sql";

constexpr std::string_view selectSeen = R"sql(
    SELECT COUNT(*) AS devices FROM devices d JOIN members m ON m.user_id = d.user_id
    WHERE m.id = $1 AND d.revoked_at IS NULL AND d.last_seen_at >= $2)sql";

constexpr std::string_view selectLook = "SELECT name, colour FROM teams WHERE id = $1";

constexpr std::string_view selectLowCredits = "SELECT low_credits_below FROM teams WHERE id = $1";
constexpr std::string_view selectLanguageByAddress = "SELECT language FROM users WHERE email_key = $1";
constexpr std::string_view selectLanguageById = "SELECT language FROM users WHERE id = $1";
constexpr std::string_view updateLanguage = "UPDATE users SET language = $2 WHERE id = $1 AND language <> $2";

/// Ids in one statement; both engines take many more.
constexpr std::size_t idsAtOnce = 500;

Result<void> addPeople(database::Session& session, const std::string& condition,
                       const database::Params& params, std::vector<MailPerson>& people) {
    const std::string sql = std::string(selectPeople) + condition + " ORDER BY m.id";
    for (const database::Row& row : TRY(session.query(sql, params)))
        people.push_back({row.id<MemberId>("id"), row.text("email_key"), row.text("language")});
    return {};
}

Result<std::string> oneLanguage(database::Session& session, std::string_view sql,
                                const database::Params& params) {
    const auto row = TRY(session.one(sql, params));
    return row ? row->text("language") : std::string();
}

} // namespace

Result<std::vector<MailPerson>> mailPeople(database::Session& session, const TeamId& team,
                                           std::span<const MemberId> members) {
    std::vector<MailPerson> people;
    while (!members.empty()) {
        const auto part = members.first(std::min(members.size(), idsAtOnce));
        database::Params params{team};
        for (const MemberId& member : part)
            params.push_back(member);
        TRY(addPeople(session, "m.id IN (" + placeholders(2, part.size()) + ")", params, people));
        members = members.subspan(part.size());
    }
    return people;
}

Result<std::vector<MailPerson>> mailKeepers(database::Session& session, const TeamId& team) {
    std::vector<MailPerson> people;
    TRY(addPeople(session, "m.role IN ('owner', 'admin')", {team}, people));
    return people;
}

Result<bool> wasSeenSince(database::Session& session, const MemberId& member, Timestamp since) {
    const auto row = TRY(session.one(selectSeen, {member, since}));
    return row && row->integer("devices") > 0;
}

Result<TeamLook> teamLook(database::Session& session, const TeamId& team) {
    const auto row = TRY(session.one(selectLook, {team}));
    if (!row) return fail(ErrorCode::NotFound, "no such team");
    return TeamLook{row->text("name"), row->text("colour")};
}

Result<std::int64_t> lowCreditsBelow(database::Session& session, const TeamId& team) {
    const auto row = TRY(session.one(selectLowCredits, {team}));
    if (!row) return fail(ErrorCode::NotFound, "no such team");
    return row->integer("low_credits_below");
}

Result<std::string> languageOf(database::Session& session, std::string_view email) {
    return oneLanguage(session, selectLanguageByAddress, {email});
}

Result<std::string> languageOf(database::Session& session, const UserId& user) {
    return oneLanguage(session, selectLanguageById, {user});
}

Result<void> setLanguage(database::Transaction& transaction, const UserId& user, std::string_view language) {
    TRY(transaction.execute(updateLanguage, {user, language}));
    return {};
}

} // namespace headroom::teams
