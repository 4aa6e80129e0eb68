#include "app/endpoint/endpoint_limits.h"
#include "app/endpoint/routes/refusal_answer.h"
#include "app/endpoint/routes/routes.h"
#include "core/base/text.h"
#include "core/credits/credits_overview.h"
#include "core/credits/credits_rows.h"
#include "core/credits/credits_store.h"
#include "core/http/server/problem.h"
#include "core/teams/permissions.h"

namespace headroom::endpoint {

namespace {

constexpr std::int64_t dayMs = 86'400'000;

template <class Command>
Result<http::Response> carryOut(Call& call, const Command& command) {
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId& id) -> Result<CommandAnswer> {
        const credits::Cause cause{.command = id, .actor = call.member().member, .order = {}};
        const auto posted = TRY(credits::carryOut(write, command, cause));
        if (!posted) return refusalAnswer(posted.error());
        return CommandAnswer{};
    });
}

nlohmann::json toJson(const credits::MemberUse& use) {
    return {{"member_id", use.member.text()},
            {"state", sync::name(use.state)},
            {"available", use.available},
            {"held", use.held},
            {"spent", use.spent},
            {"purchased", use.purchased},
            {"spent_in_period", use.spentInPeriod}};
}

Result<http::Response> creditsOverview(Call& call) {
    const Timestamp now = call.services.clock.now();
    const Timestamp from{TRY(call.queryInteger("from", now.ms - 30 * dayMs))};
    const Timestamp to{TRY(call.queryInteger("to", now.ms + 1))};
    const teams::Actor& actor = call.member();
    const auto found = TRY(call.services.database.read(
        [&](database::Session& session) { return credits::overview(session, actor.team, from, to); }));

    nlohmann::json body;
    if (teams::may(actor.role, teams::Permission::ViewLedger)) {
        body["team"] = found.team;
        body["allocated"] = found.allocated;
        auto& days = body["days"] = nlohmann::json::array();
        for (const auto& day : found.days)
            days.push_back({{"day", day.day.ms},
                            {"purchased", day.purchased},
                            {"spent", day.spent},
                            {"refunded", day.refunded}});
    }
    auto& members = body["members"] = nlohmann::json::array();
    for (const auto& use : found.members)
        if (use.member == actor.member || teams::may(actor.role, teams::Permission::ViewLedger))
            members.push_back(toJson(use));
    return jsonResponse(200, body);
}

Result<http::Response> previewAutoDistribute(Call& call) {
    const auto rule = TRY(credits::parseDistributeRule(TRY(call.body())));
    const auto planned = TRY(call.services.database.read(
        [&](database::Session& session) { return credits::preview(session, call.member().team, rule); }));
    if (!planned) {
        const CommandAnswer refusal = refusalAnswer(planned.error());
        return http::Response::text(refusal.status, refusal.body.dump(), "application/problem+json");
    }
    return jsonResponse(200, credits::toJson(*planned));
}

/// `<version>.<ordinal>`
Result<std::optional<credits::TransferPosition>> ledgerPosition(const Call& call) {
    const std::string_view text = call.request.query("before");
    if (text.empty()) return std::nullopt;
    const auto parts = split(text, '.');
    const auto version = parts.size() == 2 ? parseInteger(parts[0]) : std::nullopt;
    const auto ordinal = parts.size() == 2 ? parseInteger(parts[1]) : std::nullopt;
    if (!version || !ordinal) return fail(ErrorCode::InvalidInput, "before is not a position of this list");
    return credits::TransferPosition{*version, *ordinal};
}

Result<http::Response> listLedger(Call& call) {
    const auto before = TRY(ledgerPosition(call));
    const std::int64_t limit =
        std::clamp<std::int64_t>(TRY(call.queryInteger("limit", 100)), 1, listPageRows);
    const auto rows = TRY(call.services.database.read([&](database::Session& session) {
        return credits::transferPage(session, call.member().team, before, limit);
    }));
    nlohmann::json body{{"transfers", rows}, {"next", nullptr}};
    if (static_cast<std::int64_t>(rows.size()) == limit)
        body["next"] = std::to_string(rows.back().version) + "." + std::to_string(rows.back().ordinal);
    return jsonResponse(200, body);
}

} // namespace

CommandAnswer refusalAnswer(const credits::Refusal& refusal) {
    CommandAnswer answer;
    answer.status = http::httpStatus(refusal.code);
    answer.body = credits::toJson(refusal);
    answer.body["type"] = "about:blank";
    answer.body["title"] = http::reasonPhrase(answer.status);
    answer.body["status"] = answer.status;
    answer.body["code"] = name(refusal.code);
    answer.body["detail"] = refusal.detail;
    return answer;
}

void bindCreditRoutes(Api& api) {
    api.bind("getCreditsOverview", creditsOverview);
    api.bind("allocateCredits", [](Call& call) -> Result<http::Response> {
        return carryOut(call, TRY(credits::parseAllocate(TRY(call.body()))));
    });
    api.bind("previewAutoDistribute", previewAutoDistribute);
    api.bind("autoDistributeCredits", [](Call& call) -> Result<http::Response> {
        return carryOut(call, TRY(credits::parseAutoDistribute(TRY(call.body()))));
    });
    api.bind("reassignCredits", [](Call& call) -> Result<http::Response> {
        return carryOut(call, TRY(credits::parseReassign(TRY(call.body()))));
    });
    api.bind("listLedger", listLedger);
}

} // namespace headroom::endpoint
