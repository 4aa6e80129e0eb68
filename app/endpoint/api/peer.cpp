#include "app/endpoint/api/peer.h"

#include "core/base/text.h"

#include <algorithm>

namespace headroom::endpoint {

std::string peerOf(const Call& call) {
    const auto& trusted = call.services.config.trustedProxies;
    const auto isTrusted = [&](std::string_view address) {
        return std::ranges::find(trusted, address) != trusted.end();
    };
    const std::string& direct = call.request.peerAddress;
    if (!isTrusted(direct)) return direct;
    const auto hops = split(call.request.header("X-Forwarded-For"), ',');
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        const std::string_view address = trimmed(*hop);
        if (!address.empty() && !isTrusted(address)) return std::string(address);
    }
    return direct;
}

} // namespace headroom::endpoint
