#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace headroom::generators::hosted {

struct UrlParts {
    std::string scheme; ///< "http" or "https"
    std::string host;   ///< lower-case
    std::string port;   ///< empty: the scheme's
    std::string path;   ///< with the query; at least "/"
};

/// Strict: nothing that two readers could read differently (user names, backslashes, blanks, other schemes).
/// InvalidInput.
Result<UrlParts> parseUrl(std::string_view url);

/// 127.0.0.0/8, ::1, localhost.
bool isLoopbackHost(std::string_view host);

/// https, or http on this machine: InvalidInput for any other address of a service.
Result<UrlParts> parseServiceUrl(std::string_view url);

/// From where results may be fetched: nobody may make us read addresses of our own network.
struct OutputHosts {
    std::vector<std::string> names; ///< "replicate.delivery"; "*.replicate.delivery" for everything below
    /// The service itself runs on this machine (a sandbox): so may its results, over http.
    bool loopback = false;
};

/// Forbidden (with the host's name) or InvalidInput.
Result<void> mayFetch(std::string_view url, const OutputHosts& hosts);

} // namespace headroom::generators::hosted
