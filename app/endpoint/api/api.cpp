#include "app/endpoint/api/api.h"

#include "app/endpoint/api/access.h"

#include "core/base/ensure.h"
#include "core/base/log.h"
#include "core/http/http_limits.h"
#include "core/http/server/problem.h"
#include "core/teams/member_store.h"

#include <algorithm>

namespace headroom::endpoint {

namespace {

/// `Authorization: Bearer <token>`; empty for anything else.
std::string_view bearerToken(const http::Request& request) {
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view header = request.header("Authorization");
    return header.starts_with(scheme) ? header.substr(scheme.size()) : std::string_view();
}

/// When somebody was last here is a nicety: that it could not be written is no reason to refuse what they
/// came for.
void noteActivity(const Call& call, Timestamp now) {
    (void)call.services.database.write([&](database::Transaction& transaction) -> Result<void> {
        auto write = TRY(sync::TeamWrite::begin(transaction, call.actor->team, now));
        // Read again: of requests that come together, one writes.
        const auto actor = TRY(teams::actorFor(transaction, call.user->user, call.actor->team));
        return teams::noteActivity(write, actor);
    });
}

Result<void> authorise(const Operation& operation, Call& call) {
    if (call.rule == AccessRule(Access::Public)) return {};
    if (call.rule == AccessRule(Access::Loopback)) {
        const std::string& peer = call.request.peerAddress;
        if (peer.empty() || peer.starts_with("127.") || peer == "::1") return {};
        return fail(ErrorCode::Forbidden, "only from this machine");
    }
    const Timestamp now = call.services.clock.now();
    call.user = TRY(call.services.database.read([&](database::Session& session) {
        return teams::authenticate(session, bearerToken(call.request), now);
    }));
    if (teams::lastSeenIsDue(*call.user, now))
        (void)call.services.database.write([&](database::Transaction& transaction) {
            return teams::noteSeen(transaction, call.user->device, now);
        });
    if (operation.pattern.find("{team}") == std::string::npos) return {};

    const TeamId team = TRY(call.pathId<TeamId>("team"));
    call.actor = TRY(call.services.database.read(
        [&](database::Session& session) { return teams::actorFor(session, call.user->user, team); }));
    if (teams::activityIsDue(*call.actor, now)) noteActivity(call, now);
    if (const auto* permission = std::get_if<teams::Permission>(&call.rule))
        return teams::require(call.actor->role, *permission);
    return {};
}

http::Response refused(const Operation& operation, const Error& error) {
    if (error.code == ErrorCode::Internal || error.code == ErrorCode::Corrupt)
        log::error("endpoint.api", "an operation failed",
                   {{"operation", operation.id}, {"error", describe(error)}});
    return http::problem(error);
}

} // namespace

Api::Api(Services& services, std::vector<Operation> operations)
    : services_(services)
    , operations_(std::move(operations)) {}

const Operation& Api::operation(const std::string& id) const {
    const auto found = std::ranges::find(operations_, id, &Operation::id);
    ENSURE(found != operations_.end()); // openapi.json lacks the operation
    return *found;
}

void Api::bind(const std::string& operationId, Handler handler) {
    ENSURE(!operation(operationId).streamed);
    ENSURE(bound_.try_emplace(operationId, Bound{std::move(handler), {}}).second);
}

void Api::bindUpload(const std::string& operationId, UploadHandler handler) {
    ENSURE(operation(operationId).streamed);
    ENSURE(bound_.try_emplace(operationId, Bound{{}, std::move(handler)}).second);
}

Result<http::Router> Api::router() const {
    http::Router router;
    for (const Operation& operation : operations_) {
        const auto bound = bound_.find(operation.id);
        if (bound == bound_.end())
            return fail(ErrorCode::Internal, "no handler for operation " + operation.id);
        const AccessRule rule = TRY(parseAccess(operation.access));
        http::RouteOptions options;
        if (operation.bodyLimit > 0) options.bodyLimitBytes = operation.bodyLimit;
        if (operation.tus) options.methodOverride = http::MethodOverride::Allowed;
        Services& services = services_;
        if (operation.streamed) {
            router.addUpload(
                operation.method, operation.pattern,
                [&services, operation, rule,
                 handler = bound->second.upload](http::Request& request) -> http::UploadStart {
                    Call call{
                        .request = request, .services = services, .user = {}, .actor = {}, .rule = rule};
                    if (const auto allowed = authorise(operation, call); !allowed)
                        return refused(operation, allowed.error());
                    auto start = handler(call);
                    if (!start) return refused(operation, start.error());
                    return std::move(*start);
                },
                options);
        } else {
            router.add(
                operation.method, operation.pattern,
                [&services, operation, rule,
                 handler = bound->second.handler](http::Request& request) -> http::Response {
                    Call call{
                        .request = request, .services = services, .user = {}, .actor = {}, .rule = rule};
                    if (const auto allowed = authorise(operation, call); !allowed)
                        return refused(operation, allowed.error());
                    auto response = handler(call);
                    if (!response) return refused(operation, response.error());
                    return std::move(*response);
                },
                options);
        }
    }
    return router;
}

} // namespace headroom::endpoint
