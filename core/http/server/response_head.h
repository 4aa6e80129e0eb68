#pragma once

#include "core/http/server/request_parser.h"
#include "core/http/server/response.h"

#include <cstdint>
#include <string>
#include <string_view>

// Internal to the server: what goes over the wire before a body. No sockets.
namespace headroom::http {

/// What of a response is sent, after conditions, ranges and HEAD were considered.
struct Outgoing {
    std::string head;            ///< status line, header and the blank line
    std::uint64_t offset = 0;    ///< of a file
    std::uint64_t bodyBytes = 0; ///< what follows the head; of an event stream nothing is known
    int status = 200;
};

/// Completes the response's header. Headers that would break out of their line turn the answer into a 500:
/// that is a bug in a handler, and sending them would let a client write answers for others.
Outgoing prepare(Response& response, const Headers& request, std::string_view method, int versionMinor,
                 KeepAlive keepAlive);

} // namespace headroom::http
