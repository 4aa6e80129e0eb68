#pragma once

#include "app/sandbox/stripe/ledger_objects.h"
#include "app/sandbox/stripe/parameters.h"

namespace headroom::sandbox {

const Shape& refundCreateShape();

/// POST /v1/refunds: the whole rest, or `amount` of it.
Answer<Json> createRefund(Desk& desk, const Json& parameters);

/// Lets refunds that began as pending succeed, and those of the card for it fail. The moment of the next one
/// in seconds, or 0.
std::int64_t settleDueRefunds(Desk& desk);

/// The list that `expand[]=refunds` puts into a charge.
Json refundsOf(const StripeStore& store, const Json& charge);

} // namespace headroom::sandbox
