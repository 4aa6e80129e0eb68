#include "app/sandbox/vercel_blob/signed_access.h"

#include "core/base/crypto.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::sandbox {

namespace {

using Json = nlohmann::json;

/// Of this stand-in alone; what it protects are pictures of somebody who tries things out.
constexpr std::string_view secret = "headroom-sandbox signs its tokens with this";
constexpr const char* untilName = "vercel-blob-valid-until";

std::string signatureOf(std::string_view key, std::string_view text) {
    return toBase64Url(hmacSha256(key, text));
}

std::string signingTokenOf(std::string_view payload) {
    return signatureOf(secret, "sign " + std::string(payload));
}

Json scopeOf(std::string payload) {
    std::ranges::replace(payload, '-', '+');
    std::ranges::replace(payload, '_', '/');
    payload.append((4 - payload.size() % 4) % 4, '=');
    return Json::parse(fromBase64(payload).value_or(""), nullptr, false);
}

} // namespace

SignedTokens issueSignedTokens(const std::string& scope) {
    const std::string payload = toBase64Url(scope);
    return {payload + "." + signatureOf(secret, payload), signingTokenOf(payload)};
}

bool permitsGet(const http::Request& request, std::string_view pathname, Timestamp now) {
    const std::string_view delegation = request.query("vercel-blob-delegation");
    const std::size_t dot = delegation.find('.');
    if (dot == delegation.npos) return false;
    const std::string payload(delegation.substr(0, dot));
    if (!equalInConstantTime(delegation.substr(dot + 1), signatureOf(secret, payload))) return false;
    const Json scope = scopeOf(payload);
    if (!scope.is_object()) return false;
    const Json operations = scope.value("operations", Json::array());
    if (std::ranges::find(operations, Json("get")) == operations.end()) return false;
    const std::string only = scope.value("pathname", "");
    if (!only.empty() && only != "*" && only != pathname) return false;

    std::string lines = "operation=get\npathname=" + std::string(pathname);
    std::int64_t until = scope.value("validUntil", std::int64_t{0});
    if (const std::string_view asked = request.query(untilName); !asked.empty()) {
        lines += "\n" + std::string(untilName) + "=" + std::string(asked);
        until = std::min(until, parseInteger(asked).value_or(0));
    }
    return now.ms < until && equalInConstantTime(request.query("vercel-blob-signature"),
                                                 signatureOf(signingTokenOf(payload), lines));
}

} // namespace headroom::sandbox
