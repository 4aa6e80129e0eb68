#include "app/endpoint/routes/routes.h"
#include "app/endpoint/routes/spending_json.h"
#include "core/base/log.h"
#include "core/generators/choice/spending.h"
#include "core/generators/choice/team_choice.h"
#include "core/generators/hosted/standard_webhook.h"
#include "core/teams/audit_log.h"
#include "core/teams/permissions.h"

#include <algorithm>

namespace headroom::endpoint {

namespace {

using generators::choice::Names;
using generators::choice::TeamChoice;
using nlohmann::json;

/// Ids as Replicate and the custom contract make them; whatever else comes signed is not about work of ours.
bool isWorkId(std::string_view id) {
    return !id.empty() && id.size() <= 128 && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

Result<json> availableJson(Services& services) {
    json list = json::array();
    for (const generators::Generator* generator : services.generators.all()) {
        const auto traits = generator->traits();
        const auto cost = generator->expectedCost("");
        const auto health = TRY(
            services.journal.healthOf({services::ServiceKind::Generator, std::string(generator->name())}));
        list.push_back({{"name", generator->name()},
                        {"photos_leave", traits.photosLeave},
                        {"cost_micros", cost.micros},
                        {"currency", cost.currency},
                        {"problem", health.problem ? json(health.problem->words) : json(nullptr)}});
    }
    return list;
}

json choiceJson(const TeamChoice& choice) {
    json body{{"generators", choice.order}, {"styles", json::object()}, {"consents", choice.consents}};
    for (const auto& [style, names] : choice.styles)
        body["styles"][style] = names;
    body["day_limit_micros"] = choice.dayLimitMicros ? json(*choice.dayLimitMicros) : json(nullptr);
    return body;
}

} // namespace

Result<json> spendingJson(Services& services, const TeamId& team) {
    constexpr std::int64_t dayMs = 86'400'000;
    auto& spending = services.generators.spending();
    const std::int64_t today = TRY(spending.today(team));
    json body{{"currency", spending.rules().currency},
              {"operator_day_limit_micros", spending.rules().dayLimitMicros},
              {"spent_today_micros", today},
              {"days", json::array()}};
    for (const auto& day : TRY(spending.report(team)))
        body["days"].push_back({{"day", day.day * dayMs}, {"micros", day.micros}});
    return body;
}

namespace {

Result<http::Response> getGenerators(Call& call) {
    const TeamId& team = call.member().team;
    json body = choiceJson(TRY(call.services.database.read(
        [&](database::Session& session) { return generators::choice::teamChoice(session, team); })));
    body["available"] = TRY(availableJson(call.services));
    body.update(TRY(spendingJson(call.services, team)));
    return jsonResponse(200, body);
}

Result<Names> namesIn(const json& list, const std::string& member) {
    if (!list.is_array()) return fail(ErrorCode::InvalidInput, member + " must be a list of names");
    Names names;
    for (const json& name : list) {
        if (!name.is_string()) return fail(ErrorCode::InvalidInput, member + " must be a list of names");
        names.push_back(name.get<std::string>());
    }
    return names;
}

/// All four members, as the whole is replaced: what is not said would be lost otherwise.
Result<TeamChoice> choiceIn(const json& body) {
    for (const char* member : {"generators", "styles", "consents", "day_limit_micros"})
        if (!body.contains(member)) return fail(ErrorCode::InvalidInput, std::string(member) + " is missing");
    TeamChoice choice;
    choice.order = TRY(namesIn(body["generators"], "generators"));
    choice.consents = TRY(namesIn(body["consents"], "consents"));
    if (!body["styles"].is_object()) return fail(ErrorCode::InvalidInput, "styles must be an object");
    for (const auto& [style, names] : body["styles"].items())
        choice.styles[style] = TRY(namesIn(names, "styles." + style));
    const json& limit = body["day_limit_micros"];
    if (!limit.is_null() && !limit.is_number_integer())
        return fail(ErrorCode::InvalidInput, "day_limit_micros must be a whole number or null");
    if (!limit.is_null()) choice.dayLimitMicros = limit.get<std::int64_t>();
    return choice;
}

/// Each consent is a decision of its own about photos of people: it stands in the audit log by name.
Result<void> auditConsents(sync::TeamWrite& write, const MemberId& actor, const Names& before,
                           const Names& after) {
    for (const std::string& name : after)
        if (std::ranges::find(before, name) == before.end())
            TRY(teams::audit(write, actor, "generators.consented", name));
    for (const std::string& name : before)
        if (std::ranges::find(after, name) == after.end())
            TRY(teams::audit(write, actor, "generators.consent_withdrawn", name));
    return {};
}

Result<http::Response> putGenerators(Call& call) {
    const TeamChoice choice = TRY(choiceIn(TRY(call.body())));
    TRY(generators::choice::checkChoice(choice, call.services.generators.names()));
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        const teams::Actor& actor = call.member();
        const TeamChoice before = TRY(generators::choice::teamChoice(write.transaction(), write.team()));
        if (choice.consents != before.consents)
            TRY(teams::require(actor.role, teams::Permission::ConsentToHosting));
        TRY(generators::choice::saveTeamChoice(write, actor.member, choice));
        TRY(auditConsents(write, actor.member, before.consents, choice.consents));
        TRY(teams::audit(write, actor.member, "generators.changed"));
        return CommandAnswer{};
    });
}

/// Who may make headshots of a style: photos stay here, or the owner lets them leave.
Result<Names> makersOf(GeneratorChain& chain, const TeamChoice& choice, std::string_view style) {
    Names makers;
    for (const std::string& name : choice.orderFor(style, chain.names()))
        if (!TRY(chain.find(name))->traits().photosLeave || choice.mayLeave(name)) makers.push_back(name);
    return makers;
}

/// What becomes of a member's photos, for the member: the owner's choice without prices, limits and problems.
Result<http::Response> getPhotoUse(Call& call) {
    GeneratorChain& chain = call.services.generators;
    const TeamChoice choice = TRY(call.services.database.read([&](database::Session& session) {
        return generators::choice::teamChoice(session, call.member().team);
    }));
    const Names makers = TRY(makersOf(chain, choice, ""));
    json body{{"makers", makers},
              {"styles", json::object()},
              {"services", json::array()},
              {"days_kept", call.services.config.photoDays}};
    for (const auto& [style, names] : choice.styles)
        body["styles"][style] = TRY(makersOf(chain, choice, style));
    for (const generators::Generator* generator : chain.all())
        if (generator->traits().photosLeave) body["services"].push_back(generator->name());
    return jsonResponse(200, body);
}

/// Only says which work to ask for: whoever has it asks the service itself. What is missed is found by asking
/// anyway.
Result<http::Response> takeWord(Call& call, const std::string& generator,
                                const std::vector<std::string>& secrets) {
    const http::Request& request = call.request;
    const generators::hosted::WebhookHeaders headers{.id = request.header("webhook-id"),
                                                     .timestamp = request.header("webhook-timestamp"),
                                                     .signature = request.header("webhook-signature")};
    const Timestamp now = call.services.clock.now();
    TRY(generators::hosted::verifyStandardWebhook(headers, request.body, secrets, now));
    const json body = json::parse(request.body, nullptr, false);
    const std::string id = body.is_object() ? TRY(textField(body, "id")) : std::string();
    if (!isWorkId(id)) return fail(ErrorCode::InvalidInput, "no id of work");
    const bool isNew =
        TRY(call.services.database.write([&](database::Transaction& transaction) -> Result<bool> {
            if (!TRY(generators::choice::isNewWebhook(transaction, generator, headers.id, now))) return false;
            TRY(transaction.wake(generatorWakeChannel, generator + " " + id));
            return true;
        }));
    log::info("generators.webhook", generator + " sent word", {{"work", id}, {"new", isNew ? "yes" : "no"}});
    return jsonResponse(200, {{"outcome", isNew ? "taken" : "known"}});
}

Result<http::Response> replicateWebhook(Call& call) {
    const auto secrets = TRY(call.services.generators.replicateSecrets());
    return takeWord(call, "replicate", secrets);
}

Result<http::Response> customCallback(Call& call) {
    const auto secrets = TRY(call.services.generators.customSecrets());
    return takeWord(call, "custom", secrets);
}

} // namespace

void bindGeneratorRoutes(Api& api) {
    api.bind("getGenerators", getGenerators);
    api.bind("chooseGenerators", putGenerators);
    api.bind("getPhotoUse", getPhotoUse);
    api.bind("replicateWebhook", replicateWebhook);
    api.bind("customCallback", customCallback);
}

} // namespace headroom::endpoint
