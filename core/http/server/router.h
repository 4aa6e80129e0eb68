#pragma once

#include "core/http/http_limits.h"
#include "core/http/server/body_sink.h"
#include "core/http/server/request.h"
#include "core/http/server/response.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace headroom::http {

/// Answers a request whose body has been read into memory. Runs on a handler thread and may block, for
/// example for a database commit. An exception becomes 500. May move parts out of the request.
using Handler = std::function<Response(Request&)>;

/// Sees the head of a request whose body is about to be streamed. Runs on a handler thread and may block.
using UploadHandler = std::function<UploadStart(Request&)>;

enum class MethodOverride { Refused, Allowed };

struct RouteOptions {
    /// Larger bodies get 413. For uploads too.
    std::uint64_t bodyLimitBytes = defaultBodyBytes;
    /// Whether a POST with X-HTTP-Method-Override may reach this route; tus wants it for proxies that block
    /// PATCH.
    MethodOverride methodOverride = MethodOverride::Refused;
};

struct Route {
    std::string method;
    std::string pattern;
    RouteOptions options;
    Handler handler; ///< exactly one of the two is set
    UploadHandler upload;
};

/// Which handler answers which method and path. Filled at start, then given to the server and never changed:
/// matching is safe on any thread.
class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Patterns are paths whose segments are literal or `{name}`; literal ones win. GET routes answer HEAD
    /// too. Aborts on a malformed pattern or one that is taken: both are errors of the program.
    void add(std::string method, std::string pattern, Handler handler, RouteOptions options = {});
    void addUpload(std::string method, std::string pattern, UploadHandler handler, RouteOptions options = {});

    /// Answers paths that no pattern matches, instead of the plain 404.
    void setFallback(Handler handler);

    struct Match {
        const Route* route = nullptr;
    };
    /// Fills in the request's parameters and, for an override, its method. A Response is the refusal (404,
    /// 405 with Allow) or the answer to OPTIONS where no route of its own is.
    std::variant<Match, Response> match(Request& request) const;

    /// Method and pattern of every route, for a check against the API description.
    std::vector<std::pair<std::string, std::string>> routes() const;

private:
    struct Node;

    void insert(std::unique_ptr<Route> route);

    std::unique_ptr<Node> root_;
    std::unique_ptr<Route> fallback_;
};

} // namespace headroom::http
