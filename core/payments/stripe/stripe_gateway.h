#pragma once

#include "core/base/clock.h"
#include "core/http/client/client.h"
#include "core/payments/payment_gateway.h"

#include <functional>
#include <memory>
#include <string>

namespace headroom::payments {

struct StripeOptions {
    /// sk_live_, sk_test_ or, better, a restricted key (rk_) that may write Checkout Sessions and read
    /// Events.
    std::string secretKey;
    /// https, or http on this machine for the sandbox.
    std::string apiBase = "https://api.stripe.com";
    /// Where Stripe sends the customer afterwards. May contain {CHECKOUT_SESSION_ID}.
    std::string successUrl;
    std::string cancelUrl;
};

/// The mode that a secret key is for. InvalidInput for anything that is not one of Stripe's secret keys
/// (publishable keys included).
Result<Livemode> livemodeOfKey(std::string_view secretKey);

/// Stripe behind our interface. InvalidInput for options that cannot be right; a live key refuses any address
/// but Stripe's. Client and clock must outlive the gateway. Any thread.
Result<std::unique_ptr<PaymentGateway>> makeStripeGateway(StripeOptions options, http::Client& client,
                                                          const Clock& clock);

} // namespace headroom::payments
