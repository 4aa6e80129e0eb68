#pragma once

#include "core/base/result.h"
#include "core/http/server/response.h"

#include <memory>
#include <string_view>
#include <variant>

namespace headroom::http {

/// Where a streamed request body goes. An upload handler makes one per request; the server calls it from its
/// own threads, never two calls at a time, and always ends with exactly one of end() and aborted(), even when
/// the connection was cut or the server is shutting down. Reading from the network waits for write() to
/// return.
class BodySink {
public:
    virtual ~BodySink() = default;

    /// At most uploadBufferBytes, never empty. File work belongs here. A failure ends the request with
    /// aborted().
    virtual Result<void> write(std::string_view bytes) = 0;

    /// The whole body has been written. May wait for a database commit.
    virtual Response end() = 0;

    /// The body ends early, after everything that arrived was written: Cancelled (the client went away,
    /// nobody will read the answer), Timeout (too slow), TooLarge (more than the route allows), InvalidInput
    /// (broken chunks), Unavailable (the server stops), or what write() returned.
    virtual Response aborted(const Error& why) = 0;
};

/// What an upload handler says after it saw the head: here is the sink, or this is the answer.
using UploadStart = std::variant<std::unique_ptr<BodySink>, Response>;

} // namespace headroom::http
