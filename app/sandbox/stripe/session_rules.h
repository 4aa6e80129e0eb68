#pragma once

#include "app/sandbox/stripe/ledger_objects.h"
#include "app/sandbox/stripe/parameters.h"

namespace headroom::sandbox {

/// Parameters of POST /v1/checkout/sessions in API version 2026-10-28.endive, as far as one-time payments on
/// a hosted page go. `payment_method_types` and `ui_mode=hosted`, which that version dropped, are refused
/// like any unknown one.
const Shape& sessionCreateShape();

/// What the shape cannot say. Nothing of a request that fails here is remembered under its idempotency key.
Answer<Json> checkSessionRules(Json parameters, std::int64_t nowSeconds);

/// The new session, open and unpaid.
Json newSession(Desk& desk, const Json& parameters);

/// The list that `expand[]=line_items` and GET .../line_items show.
Json lineItemsOf(const Json& session);

} // namespace headroom::sandbox
