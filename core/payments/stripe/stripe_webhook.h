#pragma once

#include "core/payments/payment_gateway.h"

#include <string_view>
#include <vector>

namespace headroom::payments {

/// Checks that Stripe sent these bytes, and recently: Stripe-Signature over the raw body (before any
/// parsing), against each of our secrets (two while one is being replaced). Source: Stripe's documentation of
/// webhook signatures, scheme v1. Stricter than Stripe's SDKs: the signature may not lie in the future
/// either.
///
/// SignatureInvalid also when no secret is configured; SignatureStale outside signatureToleranceSeconds.
/// Pure, any thread.
Result<void> verifySignature(std::string_view header, std::string_view body,
                             const std::vector<std::string>& secrets, Timestamp now);

/// Takes a webhook from the raw request to an event that can be handed to Fulfilment. Also InvalidInput for
/// what is not an event and TooLarge.
Result<PaymentEvent> readWebhook(std::string_view header, std::string_view body,
                                 const std::vector<std::string>& secrets, Timestamp now);

} // namespace headroom::payments
