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

Result<std::optional<std::int64_t>> lowCreditsField(const nlohmann::json& body) {
    const auto field = body.find("low_credits_below");
    if (field == body.end()) return std::nullopt;
    if (!field->is_number_integer() ||
        (field->is_number_unsigned() && field->get<std::uint64_t>() > INT64_MAX))
        return fail(ErrorCode::InvalidInput, "low_credits_below must be a whole number");
    return field->get<std::int64_t>();
}

/// Its name, which admins may change; its colour and what it calls low credits, which owners may.
Result<http::Response> editTeam(Call& call) {
    const auto body = TRY(call.body());
    const std::string newName = TRY(textField(body, "name"));
    const std::string newColour = TRY(textField(body, "colour"));
    const auto lowCredits = TRY(lowCreditsField(body));
    if (!body.contains("name") && !body.contains("colour") && !lowCredits)
        return fail(ErrorCode::InvalidInput, "name, colour or low_credits_below must be given");
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        if (body.contains("name")) TRY(teams::renameTeam(write, call.member(), newName));
        if (body.contains("colour")) TRY(teams::recolourTeam(write, call.member(), newColour));
        if (lowCredits) TRY(teams::setLowCredits(write, call.member(), *lowCredits));
        return CommandAnswer{};
    });
}

} // namespace

void bindTeamRoutes(Api& api) {
    api.bind("getTeam", getTeam);
    api.bind("renameTeam", editTeam);
}

} // namespace headroom::endpoint
