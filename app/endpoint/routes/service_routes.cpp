#include "app/endpoint/routes/routes.h"
#include "app/endpoint/routes/spending_json.h"
#include "core/generators/choice/team_choice.h"
#include "core/teams/mail_people.h"

namespace headroom::endpoint {

namespace {

using nlohmann::json;

json healthJson(const services::Health& health) {
    json body{{"problem", nullptr}, {"errors", json::array()}};
    if (health.problem)
        body["problem"] = {{"at", health.problem->lastAt.ms}, {"words", health.problem->words}};
    for (const services::Mishap& mishap : health.mishaps)
        body["errors"].push_back(
            {{"at", mishap.lastAt.ms}, {"words", mishap.words}, {"times", mishap.times}});
    return body;
}

json serviceJson(const ServiceDesk::Listed& listed) {
    json body = healthJson(listed.health);
    body["kind"] = services::name(listed.service.kind);
    body["name"] = listed.service.name;
    body["place"] = listed.place;
    body["mode"] = listed.mode;
    body["waiting"] = listed.waiting;
    return body;
}

Result<json> teamSpendingJson(Call& call) {
    const TeamId& team = call.member().team;
    json body = TRY(spendingJson(call.services, team));
    const auto choice = TRY(call.services.database.read(
        [&](database::Session& session) { return generators::choice::teamChoice(session, team); }));
    body["team_day_limit_micros"] = choice.dayLimitMicros ? json(*choice.dayLimitMicros) : json(nullptr);
    return body;
}

Result<http::Response> getServices(Call& call) {
    json body{{"services", json::array()}};
    for (const ServiceDesk::Listed& listed : TRY(call.services.desk.list()))
        body["services"].push_back(serviceJson(listed));
    body["spending"] = TRY(teamSpendingJson(call));
    return jsonResponse(200, body);
}

/// Whoever asks, as the recipient of a mail of their team.
Result<mail::Envelope> askerOf(Call& call) {
    return call.services.database.read([&](database::Session& session) -> Result<mail::Envelope> {
        const teams::Actor& actor = call.member();
        const auto people = TRY(teams::mailPeople(session, actor.team, std::span(&actor.member, 1)));
        if (people.empty()) return fail(ErrorCode::Forbidden, "only active members get mails");
        const auto look = TRY(teams::teamLook(session, actor.team));
        mail::Envelope envelope;
        envelope.to = people.front().address;
        envelope.language = people.front().language;
        envelope.team = {look.name, look.colour};
        return envelope;
    });
}

/// It changes nothing that anybody could miss, so it is no team command.
Result<http::Response> testService(Call& call) {
    const json body = TRY(call.body());
    const auto kind = services::serviceKindNamed(TRY(textField(body, "kind")));
    if (!kind) return fail(ErrorCode::InvalidInput, "kind must be one of generator, storage, mail, payments");
    const std::string name = TRY(textField(body, "name"));
    const auto trial = TRY(call.services.desk.test({*kind, name}, TRY(askerOf(call))));
    return jsonResponse(
        200,
        {{"outcome", trial.works ? "works" : "fails"}, {"words", trial.words}, {"took_ms", trial.tookMs}});
}

} // namespace

void bindServiceRoutes(Api& api) {
    api.bind("getServices", getServices);
    api.bind("testService", testService);
}

} // namespace headroom::endpoint
