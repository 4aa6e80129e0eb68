#pragma once

#include "app/sandbox/stripe/ledger_objects.h"
#include "app/sandbox/stripe/parameters.h"

namespace headroom::sandbox {

/// The customer asks the bank for the money back: an open dispute, and the money leaves the account.
void openDispute(Desk& desk, Json charge);

const Shape& disputeUpdateShape();

/// POST /v1/disputes/{id}. As in Stripe's test mode, the evidence decides: `evidence[uncategorized_text]`
/// with `winning_evidence` wins, with `losing_evidence` loses; other texts are only kept.
Answer<Json> updateDispute(Desk& desk, const Json& parameters, const std::string& id);

/// POST /v1/disputes/{id}/close: accepted, which loses it.
Answer<Json> closeDispute(Desk& desk, const std::string& id);

} // namespace headroom::sandbox
