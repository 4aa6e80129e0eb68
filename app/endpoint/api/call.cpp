#include "app/endpoint/api/call.h"

#include "core/base/text.h"
#include "core/http/server/problem.h"

namespace headroom::endpoint {

namespace {

http::Response stored(const sync::StoredAnswer& answer, sync::Ran ran) {
    if (!answer.body) {
        // Done long ago: the outcome is still known, the words are not.
        return jsonResponse(answer.status, {{"version", answer.version}, {"pruned", true}});
    }
    http::Response response =
        answer.status >= 400 ? http::Response::text(answer.status, *answer.body, "application/problem+json")
                             : http::Response::json(answer.status, *answer.body);
    if (ran == sync::Ran::Before) return std::move(response).with("Idempotent-Replayed", "true");
    return response;
}

sync::StoredAnswer refusalAnswer(const Error& error) {
    const http::Response problem = http::problem(error);
    return {.status = problem.status, .body = std::get<std::string>(problem.body), .version = 0};
}

} // namespace

sync::Viewer Call::viewer() const {
    return teams::viewerOf(*actor);
}

Result<nlohmann::json> Call::body() const {
    const std::string_view type = request.header("Content-Type");
    if (!toLowerAscii(type).starts_with("application/json"))
        return fail(ErrorCode::UnsupportedMediaType, "send application/json");
    auto json = nlohmann::json::parse(request.body, nullptr, false);
    if (json.is_discarded()) return fail(ErrorCode::InvalidInput, "the body is not JSON");
    if (!json.is_object()) return fail(ErrorCode::InvalidInput, "the body is not a JSON object");
    return json;
}

Result<std::int64_t> Call::queryInteger(std::string_view name, std::int64_t fallback) const {
    const std::string_view text = request.query(name);
    if (text.empty()) return fallback;
    const auto number = parseInteger(text);
    if (!number) return fail(ErrorCode::InvalidInput, std::string(name) + " must be a whole number");
    return *number;
}

Result<CommandId> Call::commandId() const {
    auto id = CommandId::parse(request.header("Idempotency-Key"));
    if (!id) return fail(ErrorCode::InvalidInput, "Idempotency-Key must be a UUID made for this command");
    return id;
}

http::Response jsonResponse(int status, const nlohmann::json& body) {
    return http::Response::json(status, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

Result<std::string> textField(const nlohmann::json& body, const char* name) {
    const auto found = body.find(name);
    if (found == body.end() || found->is_null()) return std::string();
    if (!found->is_string()) return fail(ErrorCode::InvalidInput, std::string(name) + " must be text");
    return found->get<std::string>();
}

Result<http::Response> runTeamCommand(Call& call, const TeamId& team, const TeamWork& work) {
    const CommandId id = TRY(call.commandId());
    const sync::CommandKey key{.user = call.user->user, .team = team, .id = id};
    const std::string hash =
        sync::contentHash({call.request.method, call.request.target.path, call.request.body});
    const Timestamp now = call.services.clock.now();
    const auto outcome = TRY(sync::runCommand(
        call.services.database, key, hash, now,
        [&](database::Transaction& transaction) -> Result<sync::StoredAnswer> {
            auto write = TRY(sync::TeamWrite::begin(transaction, team, now));
            call.actor = TRY(teams::actorFor(transaction, call.user->user, team));
            if (const auto* permission = std::get_if<teams::Permission>(&call.rule))
                TRY(teams::require(*call.actor, *permission));
            CommandAnswer answer = TRY(work(write, id));
            if (answer.status < 400) answer.body["version"] = write.version();
            return sync::StoredAnswer{
                .status = answer.status, .body = answer.body.dump(), .version = write.version()};
        },
        refusalAnswer));
    return stored(outcome.answer, outcome.ran);
}

Result<http::Response> runTeamCommand(Call& call, const TeamWork& work) {
    return runTeamCommand(call, TeamId(call.member().team), work);
}

} // namespace headroom::endpoint
