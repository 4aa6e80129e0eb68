#pragma once

#include "app/endpoint/api/call.h"

#include <string>

namespace headroom::endpoint {

/// The address that a request really came from. X-Forwarded-For counts only when the connection comes from a
/// trusted proxy, and then its last entry that is no trusted proxy itself: everything before it was written
/// by the client.
std::string peerOf(const Call& call);

} // namespace headroom::endpoint
