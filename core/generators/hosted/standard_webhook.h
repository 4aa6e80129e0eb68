#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

// Standard Webhooks (standardwebhooks.com), the scheme of svix, which Replicate signs with and which we ask
// of a custom generator's callbacks.
namespace headroom::generators::hosted {

struct WebhookHeaders {
    std::string_view id;        ///< webhook-id: the same in every repetition
    std::string_view timestamp; ///< webhook-timestamp: seconds since 1970
    std::string_view signature; ///< webhook-signature: "v1,<base64>", several with blanks between
};

/// "v1,<base64>". The secret is "whsec_" and the base64 of the key; InvalidInput for anything else.
Result<std::string> standardSignature(std::string_view secret, std::string_view id,
                                      std::string_view timestamp, std::string_view body);

/// Over the raw body, before anybody parses it, against each of our secrets (two while one is replaced).
/// SignatureInvalid, also without any secret; SignatureStale when it was signed at another time than
/// signatureToleranceSeconds around `now`, in either direction. Pure, any thread.
Result<void> verifyStandardWebhook(const WebhookHeaders& headers, std::string_view body,
                                   const std::vector<std::string>& secrets, Timestamp now);

} // namespace headroom::generators::hosted
