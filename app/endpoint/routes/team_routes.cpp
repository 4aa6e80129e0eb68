#include "app/endpoint/routes/routes.h"
#include "core/teams/member_rows.h"
#include "core/teams/team_store.h"

namespace headroom::endpoint {

namespace {

Result<http::Response> getTeam(Call& call) {
    const auto row = TRY(call.services.database.read(
        [&](database::Session& session) { return teams::readTeam(session, call.member().team); }));
    return jsonResponse(200, nlohmann::json(row));
}

Result<http::Response> renameTeam(Call& call) {
    const std::string newName = TRY(textField(TRY(call.body()), "name"));
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        TRY(teams::renameTeam(write, call.member(), newName));
        return CommandAnswer{};
    });
}

} // namespace

void bindTeamRoutes(Api& api) {
    api.bind("getTeam", getTeam);
    api.bind("renameTeam", renameTeam);
}

} // namespace headroom::endpoint
