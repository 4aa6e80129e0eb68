#include "core/generators/hosted/standard_webhook.h"

#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/generators/hosted/hosted_limits.h"

namespace headroom::generators::hosted {

Result<std::string> standardSignature(std::string_view secret, std::string_view id,
                                      std::string_view timestamp, std::string_view body) {
    constexpr std::string_view prefix = "whsec_";
    if (!secret.starts_with(prefix))
        return fail(ErrorCode::InvalidInput, "a webhook secret begins with whsec_");
    const auto key = fromBase64(secret.substr(prefix.size()));
    if (!key || key->empty()) return fail(ErrorCode::InvalidInput, "a webhook secret is whsec_ and base64");
    std::string message(id);
    message += '.';
    message += timestamp;
    message += '.';
    message += body;
    return "v1," + toBase64(hmacSha256(*key, message));
}

Result<void> verifyStandardWebhook(const WebhookHeaders& headers, std::string_view body,
                                   const std::vector<std::string>& secrets, Timestamp now) {
    if (headers.id.empty() || headers.id.size() > webhookIdBytes ||
        headers.signature.size() > signatureHeaderBytes)
        return fail(ErrorCode::SignatureInvalid, "no id, or headers that are too long");
    const auto moment = parseInteger(headers.timestamp);
    if (!moment) return fail(ErrorCode::SignatureInvalid, "no timestamp");
    bool matches = false;
    for (const std::string& secret : secrets) {
        const auto expected = standardSignature(secret, headers.id, headers.timestamp, body);
        if (!expected) continue;
        // Every pair is looked at, so that the time taken does not tell which one fitted.
        for (const std::string_view one : split(headers.signature, ' '))
            matches = equalInConstantTime(*expected, one) || matches;
    }
    if (!matches) return fail(ErrorCode::SignatureInvalid, "no signature fits");
    // Only now, so that nobody learns our clock from unsigned guesses.
    if (*moment < now.seconds() - signatureToleranceSeconds ||
        *moment > now.seconds() + signatureToleranceSeconds)
        return fail(ErrorCode::SignatureStale, "signed at another time");
    return {};
}

} // namespace headroom::generators::hosted
