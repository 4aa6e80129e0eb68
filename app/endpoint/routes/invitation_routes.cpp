#include "app/endpoint/routes/membership_json.h"
#include "app/endpoint/routes/routes.h"
#include "core/teams/invitation_store.h"
#include "core/teams/member_rows.h"
#include "core/teams/teams_limits.h"

#include <algorithm>

namespace headroom::endpoint {

namespace {

Result<teams::NewLink> newLinkOf(const nlohmann::json& body, const CommandId& id) {
    teams::NewLink link{
        .id = InvitationId::trusted(id.text()), .role = sync::Role::Member, .maxUses = 1, .lifetimeMs = 0};
    if (!body.contains("role") || !body["role"].is_string())
        return fail(ErrorCode::InvalidInput, "role is missing");
    const auto role = sync::fromName<sync::Role>(body["role"].get<std::string>());
    if (!role) return fail(ErrorCode::InvalidInput, "role must be admin or member");
    link.role = *role;
    const auto number = [&](const char* name, std::int64_t fallback) -> Result<std::int64_t> {
        if (!body.contains(name)) return fallback;
        if (!body[name].is_number_integer())
            return fail(ErrorCode::InvalidInput, std::string(name) + " must be a number");
        return body[name].get<std::int64_t>();
    };
    const std::int64_t uses = TRY(number("max_uses", 100));
    const std::int64_t days = TRY(number("expires_in_days", 7));
    if (uses < 1 || uses > teams::linkUsesMax)
        return fail(ErrorCode::InvalidInput, "max_uses must be 1 to " + std::to_string(teams::linkUsesMax));
    if (days < 1 || days > teams::linkLifetimeMaxMs / teams::dayMs)
        return fail(ErrorCode::InvalidInput, "expires_in_days must be 1 to 30");
    link.maxUses = static_cast<int>(uses);
    link.lifetimeMs = days * teams::dayMs;
    return link;
}

/// The token must not be stored as the command's answer, so this is no team command: the link's id is the
/// key, and a repeat after a lost answer gets already_exists and makes another link.
Result<http::Response> createInvitation(Call& call) {
    const CommandId id = TRY(call.commandId());
    const teams::NewLink link = TRY(newLinkOf(TRY(call.body()), id));
    std::int64_t version = 0;
    const auto created = TRY(
        call.services.database.write([&](database::Transaction& transaction) -> Result<teams::CreatedLink> {
            auto write =
                TRY(sync::TeamWrite::begin(transaction, call.member().team, call.services.clock.now()));
            version = write.version();
            return teams::createLink(write, call.member(), link);
        }));
    return jsonResponse(201, {{"invitation", created.row},
                              {"token", created.token},
                              {"url", call.services.publicUrl + "/join#" + created.token},
                              {"version", version}});
}

Result<http::Response> listInvitations(Call& call) {
    const auto rows = TRY(call.services.database.read([&](database::Session& session) {
        return teams::listInvitations(session, call.member().team, 0, "", 500);
    }));
    return jsonResponse(200, {{"invitations", rows}});
}

Result<http::Response> revokeInvitation(Call& call) {
    const auto id = TRY(call.pathId<InvitationId>("invitation"));
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        TRY(teams::revokeLink(write, call.member(), id));
        return CommandAnswer{};
    });
}

Result<http::Response> redeemInvitation(Call& call) {
    const auto body = TRY(call.body());
    if (!body.contains("token") || !body["token"].is_string())
        return fail(ErrorCode::InvalidInput, "token is missing");
    const std::string token = body["token"].get<std::string>();
    const std::string memberName =
        body.contains("name") && body["name"].is_string() ? body["name"].get<std::string>() : "";
    const auto redeemed = TRY(call.services.database.write([&](database::Transaction& transaction) {
        return teams::redeemLink(transaction, call.user->user, token, memberName, call.services.clock.now());
    }));
    const auto memberships = TRY(call.services.database.read(
        [&](database::Session& session) { return teams::membershipsOf(session, call.user->user); }));
    const auto joined = std::ranges::find(memberships, redeemed.team, &teams::Membership::team);
    if (joined == memberships.end()) return fail(ErrorCode::Gone, "the membership has ended already");
    return jsonResponse(200, membershipJson(*joined));
}

} // namespace

void bindInvitationRoutes(Api& api) {
    api.bind("createInvitation", createInvitation);
    api.bind("listInvitations", listInvitations);
    api.bind("revokeInvitation", revokeInvitation);
    api.bind("redeemInvitation", redeemInvitation);
}

} // namespace headroom::endpoint
