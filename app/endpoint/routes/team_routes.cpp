#include "app/endpoint/routes/routes.h"
#include "app/endpoint/routes/team_json.h"
#include "core/teams/team_store.h"

namespace headroom::endpoint {

namespace {

Result<http::Response> getTeam(Call& call) {
    return jsonResponse(200, TRY(call.services.database.read([&](database::Session& session) {
                            return teamJson(session, call.member().team);
                        })));
}

/// Its name, which admins may change, its colour, which owners may, or both.
Result<http::Response> editTeam(Call& call) {
    const auto body = TRY(call.body());
    const std::string newName = TRY(textField(body, "name"));
    const std::string newColour = TRY(textField(body, "colour"));
    if (!body.contains("name") && !body.contains("colour"))
        return fail(ErrorCode::InvalidInput, "name or colour must be given");
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        if (body.contains("name")) TRY(teams::renameTeam(write, call.member(), newName));
        if (body.contains("colour")) TRY(teams::recolourTeam(write, call.member(), newColour));
        return CommandAnswer{};
    });
}

} // namespace

void bindTeamRoutes(Api& api) {
    api.bind("getTeam", getTeam);
    api.bind("renameTeam", editTeam);
}

} // namespace headroom::endpoint
