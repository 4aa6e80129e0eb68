#include "core/payments/stripe/stripe_webhook.h"

#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/payments/payments_limits.h"
#include "core/payments/stripe/stripe_objects.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace headroom::payments {

namespace {

struct SignatureHeader {
    std::optional<std::int64_t> timestamp;
    std::vector<std::string_view> signatures; ///< of scheme v1, as hexadecimal
};

SignatureHeader parseHeader(std::string_view header) {
    SignatureHeader parsed;
    for (const std::string_view part : split(header, ',')) {
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) continue;
        const std::string_view key = part.substr(0, equals);
        const std::string_view value = part.substr(equals + 1);
        if (key == "t") parsed.timestamp = parseInteger(value);
        if (key == "v1") parsed.signatures.push_back(value);
    }
    return parsed;
}

/// Looks at every pair, so that the time taken does not tell which one fitted.
bool anyMatches(const SignatureHeader& header, std::string_view body,
                const std::vector<std::string>& secrets) {
    const std::string message = std::to_string(*header.timestamp) + "." + std::string(body);
    bool matches = false;
    for (const std::string& secret : secrets) {
        if (secret.empty()) continue;
        const std::string expected = toHex(hmacSha256(secret, message));
        for (const std::string_view signature : header.signatures)
            matches = equalInConstantTime(expected, signature) || matches;
    }
    return matches;
}

} // namespace

Result<void> verifySignature(std::string_view header, std::string_view body,
                             const std::vector<std::string>& secrets, Timestamp now) {
    if (header.size() > signatureHeaderBytes) return fail(ErrorCode::SignatureInvalid, "header too long");
    const SignatureHeader parsed = parseHeader(header);
    if (!parsed.timestamp || parsed.signatures.empty())
        return fail(ErrorCode::SignatureInvalid, "no timestamp or no v1 signature");
    if (!anyMatches(parsed, body, secrets)) return fail(ErrorCode::SignatureInvalid, "no signature fits");
    // Only now, so that nobody learns our clock from unsigned guesses.
    if (*parsed.timestamp < now.seconds() - signatureToleranceSeconds ||
        *parsed.timestamp > now.seconds() + signatureToleranceSeconds)
        return fail(ErrorCode::SignatureStale, "signed at another time");
    return {};
}

Result<PaymentEvent> readWebhook(std::string_view header, std::string_view body,
                                 const std::vector<std::string>& secrets, Timestamp now) {
    if (body.size() > webhookBodyBytes) return fail(ErrorCode::TooLarge, "webhook body");
    TRY(verifySignature(header, body, secrets, now));
    const nlohmann::json json = nlohmann::json::parse(body, nullptr, false);
    if (json.is_discarded()) return fail(ErrorCode::InvalidInput, "not JSON");
    return eventFrom(json);
}

} // namespace headroom::payments
