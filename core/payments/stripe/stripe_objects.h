#pragma once

#include "core/payments/payment_gateway.h"

#include <nlohmann/json_fwd.hpp>

// Stripe's objects in our words. Tolerant of everything that is not asked for, as an event is rendered in
// whatever API version its receiver was created with. Only for the .cpp files of this folder.
namespace headroom::payments {

/// A checkout.session. Corrupt when it is not one or lacks what it must have.
Result<CheckoutSession> sessionFrom(const nlohmann::json& object);

/// An event; unknown types become EventKind::Ignored. InvalidInput for anything but an `event` (Stripe's thin
/// events are another format), Corrupt for an event whose object cannot be read.
Result<PaymentEvent> eventFrom(const nlohmann::json& object);

/// A text member, or an empty text when it is missing, null or an expanded object without id.
std::string idOrEmpty(const nlohmann::json& object, const char* key);

} // namespace headroom::payments
