#include "core/teams/team_store.h"

#include "core/base/colour.h"
#include "core/base/ensure.h"
#include "core/base/text.h"
#include "core/teams/audit_log.h"
#include "core/teams/names.h"
#include "core/teams/teams_limits.h"
#include "core/teams/users.h"

namespace headroom::teams {

namespace {

constexpr std::string_view insertTeam = R"sql(
    INSERT INTO teams (id, name, member_version, created_at, updated_at) VALUES ($1, $2, 1, $3, $3)
    ON CONFLICT (id) DO NOTHING)sql";

constexpr std::string_view insertOwner = R"sql(
    INSERT INTO members (id, team_id, email_key, name, role, state, invited_at, created_at, updated_at)
    VALUES ($1, $2, $3, $4, 'owner', 'invited', $5, $5, $5))sql";

constexpr std::string_view activateOwner =
    "UPDATE members SET user_id = $2, state = 'active', joined_at = $3 WHERE id = $1";

constexpr std::string_view updateName = "UPDATE teams SET name = $2, updated_at = $3 WHERE id = $1";

constexpr std::string_view updateColour = "UPDATE teams SET colour = $2, updated_at = $3 WHERE id = $1";

constexpr std::string_view updateLowCredits =
    "UPDATE teams SET low_credits_below = $2, updated_at = $3 WHERE id = $1";

} // namespace

Result<CreatedTeam> createTeam(database::Transaction& transaction, const NewTeam& team, Timestamp now) {
    if (team.id.empty()) return fail(ErrorCode::InvalidInput, "a team needs an id");
    const std::string name = TRY(validTeamName(team.name));
    const std::string ownerName = TRY(validMemberName(team.ownerName));
    const auto email = normalisedEmail(team.ownerEmail);
    if (!email) return fail(ErrorCode::InvalidInput, "the owner's address is not one");

    if (TRY(transaction.execute(insertTeam, {team.id, name, now})) == 0)
        return fail(ErrorCode::AlreadyExists, "this team id is taken");
    auto write = TRY(sync::TeamWrite::beginNewTeam(transaction, team.id, now));
    const auto user = TRY(findUser(transaction, *email));
    const MemberId owner = MemberId::make();
    TRY(transaction.execute(insertOwner, {owner, team.id, *email, ownerName, now}));
    if (user) TRY(transaction.execute(activateOwner, {owner, *user, now}));
    TRY(write.changed(sync::RowKind::Team, team.id.text()));
    TRY(write.changed(sync::RowKind::Member, owner.text(), owner));
    TRY(audit(write, user ? owner : MemberId(), "team.created", owner.text()));
    return CreatedTeam{std::move(write), owner};
}

Result<void> renameTeam(sync::TeamWrite& write, const Actor& actor, std::string_view newName) {
    ENSURE(actor.team == write.team());
    TRY(require(actor, Permission::RenameTeam));
    const std::string name = TRY(validTeamName(newName));
    TRY(write.transaction().execute(updateName, {write.team(), name, write.now()}));
    TRY(write.changed(sync::RowKind::Team, write.team().text()));
    return audit(write, actor.member, "team.renamed", write.team().text());
}

Result<void> recolourTeam(sync::TeamWrite& write, const Actor& actor, std::string_view newColour) {
    ENSURE(actor.team == write.team());
    TRY(require(actor, Permission::ManageSettings));
    const auto colour = newColour.empty() ? std::optional(std::string()) : normalisedColour(newColour);
    if (!colour) return fail(ErrorCode::InvalidInput, "a colour is # and six hexadecimal digits, or empty");
    TRY(write.transaction().execute(updateColour, {write.team(), *colour, write.now()}));
    TRY(write.changed(sync::RowKind::Team, write.team().text()));
    return audit(write, actor.member, "team.recoloured", write.team().text());
}

Result<void> setLowCredits(sync::TeamWrite& write, const Actor& actor, std::int64_t below) {
    ENSURE(actor.team == write.team());
    TRY(require(actor, Permission::ManageSettings));
    if (below < 0 || below > lowCreditsMost)
        return fail(ErrorCode::InvalidInput, "low credits begin between 0 and 1,000,000");
    TRY(write.transaction().execute(updateLowCredits, {write.team(), below, write.now()}));
    TRY(write.changed(sync::RowKind::Team, write.team().text()));
    return audit(write, actor.member, "team.low_credits_set", write.team().text());
}

} // namespace headroom::teams
