#include "core/storage/remote/service_url.h"

#include "core/base/text.h"

#include <algorithm>

namespace headroom::storage {

bool isLoopbackHost(std::string_view host) {
    if (host == "[::1]" || host.starts_with("[::1]:")) return true;
    host = host.substr(0, host.find(':'));
    const bool numeric = host.find_first_not_of("0123456789.") == std::string_view::npos;
    return (numeric && host.starts_with("127.")) || host == "localhost" || host.ends_with(".localhost");
}

std::string hostOf(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    url.remove_prefix(scheme + 3);
    return toLowerAscii(url.substr(0, url.find_first_of("/?#")));
}

Result<std::string> serviceBase(std::string_view url) {
    const bool encrypted = url.starts_with("https://");
    const std::string host = hostOf(url);
    if ((!encrypted && !url.starts_with("http://")) || host.empty())
        return fail(ErrorCode::InvalidInput, "the service's address must begin with https://");
    const bool clean = std::ranges::all_of(url, [](char c) {
        return c > ' ' && c < 0x7f && c != '@' && c != '?' && c != '#' && c != '\\' && c != '"';
    });
    if (!clean) return fail(ErrorCode::InvalidInput, "the service's address must be a host and a path alone");
    if (!encrypted && !isLoopbackHost(host))
        return fail(ErrorCode::InvalidInput, "http is only for services on this machine: use https");
    std::string base(url);
    while (base.ends_with('/'))
        base.pop_back();
    return base;
}

} // namespace headroom::storage
