#pragma once

#include "core/base/result.h"
#include "core/http/http_limits.h"
#include "core/http/server/router.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace headroom::http {

/// What metrics and access logs learn about one answered request.
struct RequestRecord {
    std::string_view method;
    std::string_view route; ///< the pattern, not the path; empty when no route matched
    int status = 0;
    std::int64_t durationUs = 0; ///< from the first byte of the header to the last byte handed to the kernel
    std::uint64_t bytesIn = 0;   ///< body
    std::uint64_t bytesOut = 0;  ///< body
};

struct ServerOptions {
    /// "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:0" (port 0: any free one) or "unix:/path/to/socket".
    std::string listen = "127.0.0.1:0";
    int ioThreads = 2;       ///< parse and move bytes; nothing on them blocks
    int handlerThreads = 32; ///< run handlers, which wait for commits
    int fileThreads = 2;     ///< write streamed bodies
    ServerLimits limits;
    /// Called on an io thread after each answer; must be quick. May be empty.
    std::function<void(const RequestRecord&)> observer;
};

/// An HTTP/1.1 server for programs behind a proxy or on loopback: no TLS, no HTTP/2. It has no global state
/// and touches no signal handlers; several may live in one process. Made, shut down and destroyed by its
/// owner from threads that are not its own.
class Server {
public:
    /// Listens when it returns. Unavailable when the address is taken or not ours, InvalidInput when it is
    /// none.
    static Result<std::unique_ptr<Server>> create(ServerOptions options, Router router);

    /// Like shutdown(0).
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// The port that it listens on; 0 on a unix socket.
    int port() const;
    /// Open connections, for metrics and tests.
    int connections() const;

    /// Stops accepting, closes idle connections and event streams, lets requests that are under way finish
    /// for up to `drainMs`, then cuts them. Waits for handlers that are running: they are never abandoned.
    /// Repeatable.
    void shutdown(int drainMs);

private:
    class Impl;
    explicit Server(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

} // namespace headroom::http
