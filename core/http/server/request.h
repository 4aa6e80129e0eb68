#pragma once

#include "core/http/headers.h"
#include "core/http/url.h"

#include <map>
#include <string>
#include <string_view>

namespace headroom::http {

/// One request as a handler sees it: checked, decoded, owned. A plain value.
struct Request {
    std::string method; ///< after X-HTTP-Method-Override, where the route allows it
    Target target;
    Headers headers;
    /// Numeric address of whoever holds the connection, without port; empty on a unix socket. Behind a proxy
    /// that is the proxy: who may be believed about Forwarded headers is for the program to know.
    std::string peerAddress;
    std::map<std::string, std::string, std::less<>> parameters; ///< `{team}` of the route's pattern, decoded
    std::string body;                                           ///< empty for uploads, which are streamed

    std::string_view header(std::string_view name) const { return headers.value(name); }
    /// Empty for a name that the route's pattern does not have.
    std::string_view parameter(std::string_view name) const {
        const auto found = parameters.find(name);
        return found == parameters.end() ? std::string_view() : std::string_view(found->second);
    }
    std::string_view query(std::string_view name) const {
        return target.query.find(name).value_or(std::string_view());
    }
};

} // namespace headroom::http
