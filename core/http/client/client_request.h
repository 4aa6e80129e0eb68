#pragma once

#include "core/base/result.h"
#include "core/http/headers.h"
#include "core/http/http_limits.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>

namespace headroom::http {

/// Whether the same request may reach the other side twice without harm: it only reads, or carries an
/// idempotency key. GET and HEAD always may.
enum class Repeat { Forbidden, Safe };

enum class Redirects { Refused, Followed };

/// A part of a file as the request's body, read while it is sent.
struct FileUpload {
    std::string path;
    std::uint64_t offset = 0;
    std::optional<std::uint64_t> length; ///< to the file's end when empty
};

/// A body that is made while it is sent.
struct StreamUpload {
    /// Fills up to `capacity` bytes and says how many; 0 at the end. Called on the sending thread.
    std::function<Result<std::size_t>(char* out, std::size_t capacity)> read;
    std::uint64_t length = 0;
    /// Starts over, for a repeated request. Without it a stream is sent once only.
    std::function<Result<void>()> rewind;
};

struct TimeLimits {
    int connectMs = clientConnectMs;
    /// The whole exchange; 0 leaves it to the speed limit, which is right for large bodies.
    int totalMs = clientTotalMs;
    int lowSpeedBytesPerSecond = clientLowSpeedBytesPerSecond;
    int lowSpeedSeconds = clientLowSpeedSeconds;
};

/// Any status is an answer; only what kept us from getting one is an Error.
struct ClientResponse {
    int status = 0;
    Headers headers;
    std::string body;

    bool succeeded() const { return status >= 200 && status < 300; }
};

/// One outbound request. A plain value; sending does not change it.
struct ClientRequest {
    std::string method = "GET";
    std::string url; ///< http or https
    Headers headers;
    std::variant<std::string, FileUpload, StreamUpload> body;
    /// Receives the body of a 2xx answer piece by piece instead of the response; other answers stay in
    /// memory.
    std::function<Result<void>(std::string_view bytes)> sink;
    /// With a sink: sees status and header of a 2xx answer before its first byte, also when there is none. An
    /// error ends the exchange.
    std::function<Result<void>(const ClientResponse& head)> begun;
    std::size_t responseLimitBytes = clientResponseBytes; ///< in memory
    TimeLimits times;
    Redirects redirects = Redirects::Refused; ///< GET and HEAD only
    Repeat repeat = Repeat::Forbidden;
    std::stop_token cancel; ///< looked at several times a second

    bool mayRepeat() const { return repeat == Repeat::Safe || method == "GET" || method == "HEAD"; }
};

} // namespace headroom::http
