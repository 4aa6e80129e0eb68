#include "core/generators/hosted/https_url.h"

#include "core/base/text.h"

#include <algorithm>

namespace headroom::generators::hosted {

namespace {

bool isHostCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool fits(std::string_view host, std::string_view name) {
    if (!name.starts_with("*.")) return host == name;
    return host.size() > name.size() - 1 && host.ends_with(name.substr(1));
}

} // namespace

Result<UrlParts> parseUrl(std::string_view url) {
    UrlParts parts;
    if (url.starts_with("https://"))
        parts.scheme = "https";
    else if (url.starts_with("http://"))
        parts.scheme = "http";
    else
        return fail(ErrorCode::InvalidInput, "neither https nor http");
    for (const char c : url)
        if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f || c == '\\')
            return fail(ErrorCode::InvalidInput, "an address with blanks or control characters");
    std::string_view rest = url.substr(parts.scheme.size() + 3);
    const std::size_t end = rest.find_first_of("/?#");
    std::string authority = toLowerAscii(rest.substr(0, end));
    parts.path = end == std::string_view::npos ? "/" : std::string(rest.substr(end));
    if (!parts.path.starts_with('/')) parts.path.insert(0, "/");
    const bool six = authority.starts_with('[');
    const std::size_t colon = six ? authority.find("]:") : authority.find(':');
    if (colon != std::string::npos) {
        parts.port = authority.substr(colon + (six ? 2 : 1));
        authority.resize(colon + (six ? 1 : 0));
        if (!parseInteger(parts.port)) return fail(ErrorCode::InvalidInput, "an address with a strange port");
    }
    parts.host = authority;
    const bool plain = six ? parts.host == "[::1]" : std::ranges::all_of(parts.host, isHostCharacter);
    if (parts.host.empty() || !plain) return fail(ErrorCode::InvalidInput, "an address with a strange host");
    return parts;
}

bool isLoopbackHost(std::string_view host) {
    if (host == "localhost" || host == "[::1]") return true;
    const auto numbers = split(host, '.');
    return numbers.size() == 4 && numbers[0] == "127" &&
           std::ranges::all_of(numbers, [](std::string_view n) { return parseInteger(n).has_value(); });
}

Result<UrlParts> parseServiceUrl(std::string_view url) {
    UrlParts parts = TRY(parseUrl(url));
    if (parts.scheme != "https" && !isLoopbackHost(parts.host))
        return fail(ErrorCode::InvalidInput, "must be https, or http on this machine");
    return parts;
}

Result<void> mayFetch(std::string_view url, const OutputHosts& hosts) {
    const UrlParts parts = TRY(parseUrl(url));
    if (hosts.loopback && isLoopbackHost(parts.host)) return {};
    const bool known =
        std::ranges::any_of(hosts.names, [&](const std::string& name) { return fits(parts.host, name); });
    if (parts.scheme == "https" && parts.port.empty() && known) return {};
    return fail(ErrorCode::Forbidden, "results are not fetched from " + parts.host);
}

} // namespace headroom::generators::hosted
