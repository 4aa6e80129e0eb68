#include "core/base/ensure.h"
#include "core/base/text.h"
#include "core/teams/audit_log.h"
#include "core/teams/member_rows.h"
#include "core/teams/member_store.h"
#include "core/teams/names.h"
#include "core/teams/rate_counters.h"
#include "core/teams/store_fields.h"
#include "core/teams/teams_limits.h"

#include <unordered_map>
#include <unordered_set>

namespace headroom::teams {

namespace {

constexpr std::string_view selectPresent = R"sql(
    SELECT id, email_key, role, state FROM members WHERE team_id = $1 AND state <> 'removed')sql";

constexpr std::string_view insertInvited = R"sql(
    INSERT INTO members (id, team_id, email_key, name, role, state, invited_at, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, 'invited', $6, $6, $6))sql";

// The newest invitation says as what somebody comes.
constexpr std::string_view updateInvited = R"sql(
    UPDATE members SET invited_at = $3, updated_at = $3, role = $4,
        name = CASE WHEN $5 = '' THEN name ELSE $5 END
    WHERE team_id = $1 AND id = $2)sql";

struct Present {
    MemberId id;
    MemberState state = MemberState::Invited;
    Role role = Role::Member;
};

/// The members that hold an address, and how many there are with those that hold none.
struct Presence {
    std::unordered_map<std::string, Present> byEmail;
    std::int64_t count = 0;
};

Result<Presence> presentMembers(sync::TeamWrite& write) {
    Presence present;
    for (const auto& row : TRY(write.transaction().query(selectPresent, {write.team()}))) {
        ++present.count;
        if (row.isNull("email_key")) continue;
        const auto state = TRY(enumField<MemberState>(row, "state"));
        const auto role = TRY(enumField<Role>(row, "role"));
        present.byEmail[row.text("email_key")] = {row.id<MemberId>("id"), state, role};
    }
    return present;
}

/// Carries one command's lines out; keeps what earlier lines did.
class Inviter {
public:
    Inviter(sync::TeamWrite& write, const Actor& actor, Role role, Presence present)
        : write_(write)
        , actor_(actor)
        , role_(role)
        , present_(std::move(present)) {}

    Result<InviteOutcome> invite(const InviteLine& line) {
        const auto email = normalisedEmail(line.email);
        if (!email) return InviteOutcome{InviteVerdict::InvalidAddress, {}, {}};
        if (!seen_.insert(*email).second) return InviteOutcome{InviteVerdict::Repeated, {}, {}};
        const auto personName = validMemberName(line.name);
        if (!personName) return InviteOutcome{InviteVerdict::InvalidName, {}, {}};

        const auto found = present_.byEmail.find(*email);
        if (found == present_.byEmail.end()) return inviteNew(*email, *personName);
        const Present& member = found->second;
        if (member.state != MemberState::Invited)
            return InviteOutcome{InviteVerdict::AlreadyMember, member.id, {}};
        TRY(mayChangeRole(actor_.role, member.role, role_)); // an admin must not demote an invited owner
        return inviteAgain(member.id, *email, *personName);
    }

    std::int64_t mails() const { return mails_; }
    bool setChanged() const { return setChanged_; }

private:
    Result<InviteOutcome> inviteNew(const std::string& email, const std::string& personName) {
        if (++present_.count > teamMembersMax)
            return fail(ErrorCode::LimitExceeded, "the team would have too many members");
        const MemberId id = MemberId::make();
        TRY(write_.transaction().execute(
            insertInvited, {id, write_.team(), email, personName, sync::name(role_), write_.now()}));
        TRY(audit(write_, actor_.member, "member.invited", id.text(),
                  {{"role", std::string(sync::name(role_))}}));
        return announced(InviteVerdict::Invited, id, email);
    }

    Result<InviteOutcome> inviteAgain(const MemberId& id, const std::string& email,
                                      const std::string& personName) {
        TRY(write_.transaction().execute(updateInvited,
                                         {write_.team(), id, write_.now(), sync::name(role_), personName}));
        TRY(audit(write_, actor_.member, "member.invited_again", id.text(),
                  {{"role", std::string(sync::name(role_))}}));
        return announced(InviteVerdict::InvitedAgain, id, email);
    }

    Result<InviteOutcome> announced(InviteVerdict verdict, const MemberId& id, const std::string& email) {
        TRY(write_.changed(sync::RowKind::Member, id.text(), id));
        ++mails_;
        setChanged_ = true;
        return InviteOutcome{verdict, id, email};
    }

    sync::TeamWrite& write_;
    const Actor& actor_;
    Role role_;
    Presence present_;
    std::unordered_set<std::string> seen_;
    std::int64_t mails_ = 0;
    bool setChanged_ = false;
};

} // namespace

std::string_view name(InviteVerdict verdict) {
    switch (verdict) {
    case InviteVerdict::Invited:
        return "invited";
    case InviteVerdict::InvitedAgain:
        return "invited_again";
    case InviteVerdict::AlreadyMember:
        return "already_member";
    case InviteVerdict::InvalidAddress:
        return "invalid_address";
    case InviteVerdict::InvalidName:
        return "invalid_name";
    case InviteVerdict::Repeated:
        return "repeated";
    }
    __builtin_unreachable();
}

Result<std::vector<InviteOutcome>> inviteMembers(sync::TeamWrite& write, const Actor& actor, Role role,
                                                 const std::vector<InviteLine>& lines) {
    ENSURE(actor.team == write.team());
    TRY(mayInviteAs(actor.role, role));
    if (lines.empty()) return fail(ErrorCode::InvalidInput, "nobody to invite");
    if (lines.size() > invitationLinesMax) return fail(ErrorCode::LimitExceeded, "too many lines");

    Inviter inviter(write, actor, role, TRY(presentMembers(write)));
    std::vector<InviteOutcome> outcomes;
    outcomes.reserve(lines.size());
    for (const InviteLine& line : lines)
        outcomes.push_back(TRY(inviter.invite(line)));
    if (inviter.mails() > 0)
        TRY(takeRate(write.transaction(), "invitations:" + write.team().text(),
                     {invitationsPerTeamPerDay, dayMs}, write.now(), inviter.mails()));
    if (inviter.setChanged()) TRY(advanceMemberVersion(write));
    return outcomes;
}

} // namespace headroom::teams
