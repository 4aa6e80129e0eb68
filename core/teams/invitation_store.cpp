#include "core/teams/invitation_store.h"

#include "core/base/crypto.h"
#include "core/base/ensure.h"
#include "core/teams/audit_log.h"
#include "core/teams/member_rows.h"
#include "core/teams/names.h"
#include "core/teams/store_fields.h"
#include "core/teams/teams_limits.h"

namespace headroom::teams {

namespace {

constexpr std::string_view insertLink = R"sql(
    INSERT INTO invitations (id, team_id, token_hash, role, created_by, uses, max_uses, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8) ON CONFLICT (id) DO NOTHING)sql";

constexpr std::string_view countOpenLinks = R"sql(
    SELECT COUNT(*) AS links FROM invitations
    WHERE team_id = $1 AND revoked_at IS NULL AND uses < max_uses AND expires_at > $2)sql";

constexpr std::string_view selectLink =
    "SELECT id, revoked_at FROM invitations WHERE team_id = $1 AND id = $2";

constexpr std::string_view updateRevoked =
    "UPDATE invitations SET revoked_at = $3 WHERE team_id = $1 AND id = $2 AND revoked_at IS NULL";

constexpr std::string_view selectUsable = R"sql(
    SELECT i.id, i.team_id, i.role, i.created_at, t.name FROM invitations i JOIN teams t ON t.id = i.team_id
    WHERE i.token_hash = $1 AND i.revoked_at IS NULL AND i.uses < i.max_uses AND i.expires_at > $2)sql";

constexpr std::string_view updateUses = "UPDATE invitations SET uses = uses + 1 WHERE id = $1";

constexpr std::string_view selectUserEmail = "SELECT email_key FROM users WHERE id = $1";

// Rows of the person in the team, by user or by an invited address, present ones first.
constexpr std::string_view selectMemberOf = R"sql(
    SELECT id, user_id, state, removed_at FROM members
    WHERE team_id = $1 AND (user_id = $2 OR (user_id IS NULL AND email_key = $3))
    ORDER BY CASE state WHEN 'removed' THEN 1 ELSE 0 END, removed_at DESC LIMIT 1)sql";

constexpr std::string_view countMembers =
    "SELECT COUNT(*) AS members FROM members WHERE team_id = $1 AND state <> 'removed'";

constexpr std::string_view insertMember = R"sql(
    INSERT INTO members (id, team_id, user_id, email_key, name, role, state, joined_at, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, 'active', $7, $7, $7))sql";

constexpr std::string_view activateMember = R"sql(
    UPDATE members SET user_id = $3, state = 'active', scope = scope + 1, joined_at = $4, updated_at = $4,
        name = CASE WHEN name = '' THEN $5 ELSE name END
    WHERE team_id = $1 AND id = $2)sql";

std::string hashOf(std::string_view token) {
    return toHex(sha256(token));
}

Failure invalidLink() {
    return fail(ErrorCode::InvitationInvalid, "unknown, revoked, expired or used up");
}

Result<database::Row> usableLink(database::Session& session, std::string_view token, Timestamp now) {
    auto row = TRY(session.one(selectUsable, {hashOf(token), now}));
    if (!row) return invalidLink();
    return std::move(*row);
}

Result<void> checkLimits(sync::TeamWrite& write, const NewLink& link) {
    if (link.id.empty()) return fail(ErrorCode::InvalidInput, "a link needs an id");
    if (link.role == Role::Owner) return fail(ErrorCode::Forbidden, "a link cannot make owners");
    if (link.maxUses < 1 || link.maxUses > linkUsesMax)
        return fail(ErrorCode::InvalidInput, "number of uses out of range");
    if (link.lifetimeMs < linkLifetimeMinMs || link.lifetimeMs > linkLifetimeMaxMs)
        return fail(ErrorCode::InvalidInput, "lifetime out of range");
    const auto open = TRY(write.transaction().one(countOpenLinks, {write.team(), write.now()}));
    if (open->integer("links") >= linksOpenMax)
        return fail(ErrorCode::LimitExceeded, "too many links can still be used");
    return {};
}

/// The person on the way into the team.
struct Joiner {
    UserId user;
    std::string email;
    std::string name;
};

Result<MemberId> addMember(sync::TeamWrite& write, const Joiner& joiner, Role role) {
    const auto count = TRY(write.transaction().one(countMembers, {write.team()}));
    if (count->integer("members") >= teamMembersMax)
        return fail(ErrorCode::LimitExceeded, "the team is full");
    const MemberId member = MemberId::make();
    TRY(write.transaction().execute(insertMember, {member, write.team(), joiner.user, joiner.email,
                                                   joiner.name, sync::name(role), write.now()}));
    return member;
}

/// Puts the person in; AlreadyMember without a change when they are in.
Result<Redeemed> join(sync::TeamWrite& write, const Joiner& joiner, const database::Row& link) {
    const auto present =
        TRY(write.transaction().one(selectMemberOf, {write.team(), joiner.user, joiner.email}));
    const auto state = present ? TRY(enumField<MemberState>(*present, "state")) : MemberState::Removed;
    Redeemed redeemed{Redeemed::Verdict::Joined, write.team(), {}};
    switch (state) {
    case MemberState::Active:
        redeemed.verdict = Redeemed::Verdict::AlreadyMember;
        redeemed.member = present->id<MemberId>("id");
        return redeemed;
    case MemberState::Suspended:
        return fail(ErrorCode::MemberSuspended);
    case MemberState::Invited:
        redeemed.member = present->id<MemberId>("id");
        TRY(write.transaction().execute(
            activateMember, {write.team(), redeemed.member, joiner.user, write.now(), joiner.name}));
        return redeemed;
    case MemberState::Removed:
        // Who was removed does not come back by a link from before.
        if (present && present->moment("removed_at") >= link.moment("created_at")) return invalidLink();
        redeemed.member = TRY(addMember(write, joiner, TRY(enumField<Role>(link, "role"))));
        return redeemed;
    }
    __builtin_unreachable();
}

} // namespace

Result<CreatedLink> createLink(sync::TeamWrite& write, const Actor& actor, const NewLink& link) {
    ENSURE(actor.team == write.team());
    TRY(require(actor, Permission::ManageLinks));
    TRY(checkLimits(write, link));
    CreatedLink created;
    created.token = randomToken();
    created.row.id = link.id;
    created.row.role = link.role;
    created.row.maxUses = link.maxUses;
    created.row.createdAt = write.now();
    created.row.expiresAt = write.now().plusMs(link.lifetimeMs);
    const std::int64_t inserted = TRY(write.transaction().execute(
        insertLink, {link.id, write.team(), hashOf(created.token), sync::name(link.role), actor.member,
                     link.maxUses, created.row.createdAt, created.row.expiresAt}));
    if (inserted == 0) return fail(ErrorCode::AlreadyExists, "this link id is taken");
    TRY(write.changed(sync::RowKind::Invitation, link.id.text()));
    TRY(audit(write, actor.member, "link.created", link.id.text(),
              {{"role", std::string(sync::name(link.role))}}));
    return created;
}

Result<void> revokeLink(sync::TeamWrite& write, const Actor& actor, const InvitationId& link) {
    ENSURE(actor.team == write.team());
    TRY(require(actor, Permission::ManageLinks));
    const auto row = TRY(write.transaction().one(selectLink, {write.team(), link}));
    if (!row) return fail(ErrorCode::NotFound, "no such link");
    if (!row->isNull("revoked_at")) return {};
    TRY(write.transaction().execute(updateRevoked, {write.team(), link, write.now()}));
    TRY(write.changed(sync::RowKind::Invitation, link.text()));
    return audit(write, actor.member, "link.revoked", link.text());
}

Result<Redeemed> redeemLink(database::Transaction& transaction, const UserId& user, std::string_view token,
                            std::string_view memberName, Timestamp now) {
    const std::string name = TRY(validMemberName(memberName));
    Joiner joiner{user, {}, name};
    const auto person = TRY(transaction.one(selectUserEmail, {user}));
    if (!person || person->isNull("email_key")) return fail(ErrorCode::Unauthenticated, "no such user");
    joiner.email = person->text("email_key");

    const auto team = TRY(usableLink(transaction, token, now)).id<TeamId>("team_id");
    auto write = TRY(sync::TeamWrite::begin(transaction, team, now));
    // Somebody else may have used it up while this one waited for the team.
    const database::Row link = TRY(usableLink(transaction, token, now));
    const Redeemed redeemed = TRY(join(write, joiner, link));
    if (redeemed.verdict == Redeemed::Verdict::AlreadyMember) return redeemed;

    TRY(transaction.execute(updateUses, {link.text("id")}));
    TRY(write.changed(sync::RowKind::Invitation, link.text("id")));
    TRY(write.changed(sync::RowKind::Member, redeemed.member.text(), redeemed.member));
    TRY(advanceMemberVersion(write));
    TRY(audit(write, redeemed.member, "member.joined_by_link", redeemed.member.text(),
              {{"link", link.text("id")}}));
    return redeemed;
}

Result<std::string> teamNameOfLink(database::Session& session, std::string_view token, Timestamp now) {
    return TRY(usableLink(session, token, now)).text("name");
}

} // namespace headroom::teams
