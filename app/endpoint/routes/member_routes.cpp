#include "app/endpoint/routes/routes.h"
#include "core/credits/credits_store.h"
#include "core/data_copy/data_copies.h"
#include "core/headshots/headshots.h"
#include "core/mail/mail_outbox.h"
#include "core/mail/mail_switches.h"
#include "core/teams/mail_people.h"
#include "core/teams/member_rows.h"
#include "core/teams/member_store.h"
#include "core/teams/teams_limits.h"

#include <array>

namespace headroom::endpoint {

namespace {

struct Invite {
    teams::InviteLine line;
    sync::Role role = sync::Role::Member;
};

Result<std::vector<Invite>> parseInvites(const nlohmann::json& body) {
    const auto list = body.find("invitations");
    if (list == body.end() || !list->is_array() || list->empty())
        return fail(ErrorCode::InvalidInput, "invitations must be a list with at least one line");
    if (list->size() > teams::invitationLinesMax)
        return fail(ErrorCode::LimitExceeded, "too many invitations at once");
    std::vector<Invite> invites;
    for (const auto& item : *list) {
        if (!item.is_object()) return fail(ErrorCode::InvalidInput, "each invitation must be an object");
        Invite invite;
        invite.line.email = TRY(textField(item, "email"));
        invite.line.name = TRY(textField(item, "name"));
        const std::string role = TRY(textField(item, "role"));
        const auto known = sync::fromName<sync::Role>(role.empty() ? "member" : role);
        if (!known) return fail(ErrorCode::InvalidInput, "role must be owner, admin or member");
        invite.role = *known;
        invites.push_back(std::move(invite));
    }
    return invites;
}

/// One outcome for each invite, in order; the store takes one role at a time.
Result<std::vector<teams::InviteOutcome>> inviteByRole(sync::TeamWrite& write, const teams::Actor& actor,
                                                       const std::vector<Invite>& invites) {
    std::vector<teams::InviteOutcome> outcomes(invites.size());
    for (const sync::Role role : {sync::Role::Owner, sync::Role::Admin, sync::Role::Member}) {
        std::vector<teams::InviteLine> lines;
        std::vector<std::size_t> positions;
        for (std::size_t i = 0; i < invites.size(); ++i) {
            if (invites[i].role != role) continue;
            lines.push_back(invites[i].line);
            positions.push_back(i);
        }
        if (lines.empty()) continue;
        auto ofRole = TRY(teams::inviteMembers(write, actor, role, lines));
        for (std::size_t i = 0; i < ofRole.size(); ++i)
            outcomes[positions[i]] = std::move(ofRole[i]);
    }
    return outcomes;
}

/// What the mails of one command have in common. The language is that of who invites, for people who are new.
Result<mail::Outgoing> invitationFrom(Call& call, sync::TeamWrite& write) {
    database::Transaction& transaction = write.transaction();
    const teams::Actor& actor = call.member();
    const auto look = TRY(teams::teamLook(transaction, write.team()));
    const auto inviter = TRY(teams::readMembers(transaction, teams::viewerOf(actor), {actor.member.text()}));
    mail::Outgoing outgoing;
    outgoing.mail = mail::Invitation{.inviterName = inviter.empty() ? std::string() : inviter.front().name,
                                     .appUrl = call.services.publicUrl};
    outgoing.envelope.team = {look.name, look.colour};
    outgoing.envelope.language = TRY(teams::languageOf(transaction, actor.user));
    return outgoing;
}

Result<http::Response> inviteMembers(Call& call) {
    const auto invites = TRY(parseInvites(TRY(call.body())));
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        const auto outcomes = TRY(inviteByRole(write, call.member(), invites));
        mail::Outgoing outgoing = TRY(invitationFrom(call, write));
        const std::string ofInviter = outgoing.envelope.language;
        CommandAnswer answer;
        auto& results = answer.body["results"] = nlohmann::json::array();
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const auto& outcome = outcomes[i];
            results.push_back({{"line", i}, {"verdict", teams::name(outcome.verdict)}});
            if (!outcome.member.empty()) results.back()["member_id"] = outcome.member.text();
            if (outcome.email.empty()) continue;
            // In the same transaction: there is no invitation without its mail, and no second mail for a
            // repeat.
            outgoing.envelope.to = outcome.email;
            const std::string own = TRY(teams::languageOf(write.transaction(), outcome.email));
            outgoing.envelope.language = own.empty() ? ofInviter : own;
            outgoing.member = outcome.member;
            TRY(mail::MailOutbox::add(write.transaction(), outgoing));
        }
        return answer;
    });
}

Result<void> changeState(sync::TeamWrite& write, const teams::Actor& actor, const MemberId& member,
                         const std::string& state) {
    if (state == "suspended") return teams::suspendMember(write, actor, member);
    if (state == "active") return teams::unsuspendMember(write, actor, member);
    return fail(ErrorCode::InvalidInput, "state must be active or suspended");
}

Result<http::Response> editMember(Call& call) {
    const MemberId member = TRY(call.pathId<MemberId>("member"));
    const auto body = TRY(call.body());
    const std::string newName = TRY(textField(body, "name"));
    const std::string role = TRY(textField(body, "role"));
    const std::string state = TRY(textField(body, "state"));
    if (!body.contains("name") && role.empty() && state.empty())
        return fail(ErrorCode::InvalidInput, "name, role or state must be given");
    const auto newRole = sync::fromName<sync::Role>(role);
    if (!role.empty() && !newRole)
        return fail(ErrorCode::InvalidInput, "role must be owner, admin or member");
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        if (body.contains("name")) TRY(teams::renameMember(write, call.member(), member, newName));
        if (newRole) TRY(teams::changeRole(write, call.member(), member, *newRole));
        if (!state.empty()) TRY(changeState(write, call.member(), member, state));
        return CommandAnswer{};
    });
}

Result<http::Response> removeMember(Call& call) {
    const MemberId member = TRY(call.pathId<MemberId>("member"));
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId& id) -> Result<CommandAnswer> {
        TRY(teams::removeMember(write, call.member(), member));
        const credits::Cause cause{.command = id, .actor = call.member().member, .order = {}};
        // What waits or is being made ends, so that its credits are among those that go to the pool; finished
        // headshots stay the team's. Photos are the member's own and leave with them.
        TRY(headshots::Headshots::cancelAllOf(write, member, cause));
        TRY(photos::PhotoLibrary::removeAllOf(write, member));
        TRY(data_copy::DataCopies::removeAllOf(write, member));
        TRY(mail::MailOutbox::forget(write.transaction(), member));
        TRY(mail::forgetSwitches(write.transaction(), member));
        const auto returned = TRY(credits::memberRemoved(write, member, cause));
        if (!returned) return fail(credits::asError(returned.error()));
        return CommandAnswer{};
    });
}

Result<http::Response> listMembers(Call& call) {
    const auto rows = TRY(call.services.database.read([&](database::Session& session) {
        return teams::listMembers(session, call.viewer(), 0, "", static_cast<int>(teams::teamMembersMax));
    }));
    return jsonResponse(200, {{"members", rows}});
}

} // namespace

void bindMemberRoutes(Api& api) {
    api.bind("listMembers", listMembers);
    api.bind("inviteMembers", inviteMembers);
    api.bind("editMember", editMember);
    api.bind("removeMember", removeMember);
}

} // namespace headroom::endpoint
