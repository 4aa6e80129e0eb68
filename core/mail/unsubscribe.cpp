#include "core/mail/unsubscribe.h"

#include "core/base/crypto.h"
#include "core/base/text.h"

namespace headroom::mail {

namespace {

/// Tells these signatures from all others that the endpoint's secret makes.
constexpr std::string_view purpose = "mail-unsubscribe:1:";

std::string signatureOf(std::string_view content, std::string_view secret) {
    return toBase64Url(hmacSha256(secret, std::string(purpose) + std::string(content)));
}

} // namespace

std::string unsubscribeToken(const Unsubscription& what, std::string_view secret) {
    const std::string content = what.member.text() + "." + std::string(name(what.which));
    return content + "." + signatureOf(content, secret);
}

std::optional<Unsubscription> readUnsubscribeToken(std::string_view token, std::string_view secret) {
    const auto parts = split(token, '.');
    if (parts.size() != 3) return std::nullopt;
    const std::string_view content = token.substr(0, parts[0].size() + 1 + parts[1].size());
    if (!equalInConstantTime(signatureOf(content, secret), parts[2])) return std::nullopt;
    auto member = MemberId::parse(parts[0]);
    const auto which = switchNamed(parts[1]);
    if (!member || !which) return std::nullopt;
    return Unsubscription{std::move(*member), *which};
}

} // namespace headroom::mail
