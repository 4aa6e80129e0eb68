#pragma once

#include "app/endpoint/api/access.h"
#include "app/endpoint/services.h"
#include "core/http/server/body_sink.h"
#include "core/http/server/request.h"
#include "core/http/server/response.h"
#include "core/sync/command_store.h"
#include "core/sync/team_write.h"
#include "core/sync/visibility.h"
#include "core/teams/actor.h"
#include "core/teams/devices.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <optional>

namespace headroom::endpoint {

/// What a handler gets: the request, who asks, and everything that the program is made of. By the time a
/// handler runs, the operation's x-access has been checked. Lives for one request on one handler thread.
struct Call {
    http::Request& request;
    Services& services;
    /// Who the token belongs to; set for every operation that is not public.
    std::optional<teams::SignedInDevice> user;
    /// The member in the team of the path; set for team operations, and fresh inside a team command.
    std::optional<teams::Actor> actor;
    AccessRule rule = Access::Team;

    const teams::Actor& member() const { return *actor; }
    sync::Viewer viewer() const;

    /// InvalidInput (which names the parameter) when it is no UUID.
    template <class AnyId>
    Result<AnyId> pathId(std::string_view name) const {
        auto id = AnyId::parse(request.parameter(name));
        if (!id) return fail(ErrorCode::NotFound, std::string(name) + " is not an id");
        return id;
    }

    /// The body as a JSON object; InvalidInput or UnsupportedMediaType otherwise.
    Result<nlohmann::json> body() const;

    /// A whole number in the query; `fallback` when it is absent.
    Result<std::int64_t> queryInteger(std::string_view name, std::int64_t fallback) const;

    /// The Idempotency-Key; InvalidInput when there is none.
    Result<CommandId> commandId() const;
};

using Handler = std::function<Result<http::Response>(Call&)>;
using UploadHandler = std::function<Result<http::UploadStart>(Call&)>;

http::Response jsonResponse(int status, const nlohmann::json& body);

/// The answer of a command: what is stored under its id, and sent again on a repeat.
struct CommandAnswer {
    int status = 200;
    nlohmann::json body = nlohmann::json::object(); ///< "version" is added
};

/// Carries a team's command out at most once: claims its id, takes the team's feed, runs `work`, stores the
/// answer, all in one transaction, in which the caller's membership and right are checked once more. A
/// refusal (an error that is final) is stored too. `work` may run more than once.
using TeamWork = std::function<Result<CommandAnswer>(sync::TeamWrite&, const CommandId&)>;
Result<http::Response> runTeamCommand(Call& call, const TeamId& team, const TeamWork& work);

/// For operations of the team in the path.
Result<http::Response> runTeamCommand(Call& call, const TeamWork& work);

/// A text field of a body; empty when absent, InvalidInput when it is something else than text.
Result<std::string> textField(const nlohmann::json& body, const char* name);

} // namespace headroom::endpoint
