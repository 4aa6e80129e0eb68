#pragma once

#include "app/sandbox/stripe/stripe_store.h"

#include <optional>
#include <string>

// The objects of Stripe's API as they look when new, and what happens to all of them: ids, rendering, events.
namespace headroom::sandbox {

inline constexpr const char* apiVersion = "2026-10-28.endive";

/// Who asked, for the `request` member of events. Empty for what a customer or the clock did.
struct RequestInfo {
    std::string id;
    std::string idempotencyKey;
};

/// What one operation works with. Used under the sandbox's lock.
struct Desk {
    StripeStore& store;
    const Clock& clock;
    RequestInfo request;
    bool delivers = false; ///< a webhook receiver is configured

    std::int64_t nowSeconds() const { return clock.now().seconds(); }
};

/// `pi_` and 24 letters and digits.
std::string newObjectId(const std::string& prefix, std::size_t length = 24);

/// Without our own members; a session with its URL under `baseUrl`.
Json rendered(const Json& object, const std::string& baseUrl);

/// Stores an event about the object as it is now.
void emitEvent(Desk& desk, const std::string& type, const Json& object, const Json& previousAttributes = {});

Json newPaymentIntent(Desk& desk, const Json& session);
Json newCharge(Desk& desk, const Json& intent, const Json& card, const Json& billingDetails);
Json newDispute(Desk& desk, const Json& charge);

} // namespace headroom::sandbox
