#include "app/endpoint/resources.h"
#include "app/endpoint/routes/routes.h"
#include "core/http/server/problem.h"

namespace headroom::endpoint {

namespace {

Result<http::Response> openApi(Call&) {
    return http::Response::json(200, std::string(embedded(resources::endpointFiles(), "openapi.json")));
}

/// What a load balancer asks: does the database answer, can the storage be reached?
Result<http::Response> health(Call& call) {
    const auto database = call.services.database.read([](database::Session& session) -> Result<void> {
        TRY(session.one("SELECT 1 AS one"));
        return {};
    });
    const auto storage = call.services.blobs.check();
    const bool well = database.has_value() && storage.has_value();
    return jsonResponse(well ? 200 : 503,
                        {{"status", well ? "ok" : "failing"},
                         {"version", HEADROOM_VERSION},
                         {"database", database ? "ok" : std::string(name(database.error().code))},
                         {"storage", storage ? "ok" : std::string(name(storage.error().code))}});
}

Result<http::Response> metrics(Call& call) {
    return http::Response::text(200, call.services.metrics.prometheusText(),
                                "text/plain; version=0.0.4; charset=utf-8");
}

} // namespace

void bindOperationRoutes(Api& api) {
    api.bind("getOpenApi", openApi);
    api.bind("getHealth", health);
    api.bind("getMetrics", metrics);
}

} // namespace headroom::endpoint
