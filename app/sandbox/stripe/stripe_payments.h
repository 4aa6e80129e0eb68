#pragma once

#include "app/sandbox/stripe/card_networks.h"
#include "app/sandbox/stripe/ledger_objects.h"

namespace headroom::sandbox {

/// What the customer typed on the checkout page.
struct Payer {
    std::string email;
    std::string name;
    Card card;
};

enum class PayStep {
    Paid,
    Declined,
    NeedsAuthentication, ///< the page asks, then calls authenticate()
    NotOpen,             ///< paid, expired or unknown meanwhile
};

struct PayResult {
    PayStep step = PayStep::NotOpen;
    std::string message; ///< for the customer, when declined
};

/// Tries to pay an open session, with everything that Stripe creates and announces on the way.
PayResult paySession(Desk& desk, const std::string& sessionId, const Payer& payer);

/// The customer's answer to the bank's question.
enum class Authentication { Completed, Failed };
PayResult authenticate(Desk& desk, const std::string& sessionId, Authentication outcome);

} // namespace headroom::sandbox
