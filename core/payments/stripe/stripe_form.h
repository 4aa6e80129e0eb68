#pragma once

#include "core/http/url.h"
#include "core/payments/payment_gateway.h"

#include <string_view>

// Requests as Stripe reads them: forms with brackets in the names, amounts as whole numbers in the smallest
// unit. Only for the .cpp files of this folder and tests.
namespace headroom::payments {

/// The version of Stripe's API that we write for; sent with every request, as an account's default can be
/// another.
inline constexpr std::string_view stripeVersion = "2026-10-28.endive";

/// POST /v1/checkout/sessions. The order's id stands on the session and on its payment, because session
/// metadata is not copied to charges and refunds. No payment_method_types and no ui_mode: this version
/// refuses both.
http::Parameters sessionForm(const SessionRequest& request, std::string_view successUrl,
                             std::string_view cancelUrl);

/// GET /v1/events: the types that we know, since then. `after` is the last id of the page before.
http::Parameters eventsQuery(Timestamp since, std::string_view after);

/// GET /v1/checkout/sessions created in [from, to].
http::Parameters sessionsQuery(Timestamp from, Timestamp to, std::string_view after);

} // namespace headroom::payments
