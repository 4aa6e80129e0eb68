#pragma once

#include "core/base/result.h"

#include <string>

// Internal to the server: plain sockets without Asio, which opens its own without O_CLOEXEC (a worker process
// would inherit every connection).
namespace headroom::http {

struct Listener {
    int descriptor = -1;
    int family = 0;
    int port = 0;
    std::string unixPath; ///< to be removed at the end
};

Result<Listener> openListener(const std::string& listen);

struct Accepted {
    int descriptor = -1;
    int problem = 0;     ///< errno when there is no descriptor
    std::string address; ///< numeric, without port; empty on a unix socket
    std::string key;     ///< what connections are counted by: the address, or its /64 for IPv6
};

/// Never blocks: the listener is non-blocking.
Accepted acceptOne(const Listener& listener);

} // namespace headroom::http
