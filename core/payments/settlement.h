#pragma once

#include "core/payments/orders.h"

// What reports of the gateway do to an order and to the team's credits. Every way in (webhook, reconciler,
// the desktop's question) ends here, inside a transaction that holds the team's row. Every function may be
// called again with the same or an older report, in any order, and then changes nothing.
namespace headroom::payments {

/// What came of a report; stored with the event under its name.
enum class Outcome : std::uint8_t {
    Granted, ///< credits are in the pool
    AlreadyGranted,
    Opened,     ///< the order can be paid now
    Processing, ///< paid for with something that takes days
    PaymentFailed,
    Expired,
    Reversed,      ///< credits left, or came back
    Recorded,      ///< of no consequence for credits (yet)
    AwaitingOrder, ///< a reversal whose order is not known yet
    UnknownOrder,  ///< nothing of ours
    Mismatch,      ///< amount, currency or mode are not those of the order: an operator must look
    Ignored,
    Duplicate,
};

std::string_view name(Outcome outcome);

/// `source` is the event's id or the name of who asked; it stands on the grant.
Result<Outcome> applySession(sync::TeamWrite& write, Order& order, const CheckoutSession& session,
                             std::string_view source);

/// Money that was on its way did not arrive. Nothing changes when the order was paid all the same.
Result<Outcome> applyPaymentFailed(sync::TeamWrite& write, Order& order);

/// A refund, a refund that failed, or a dispute. `order` is loaded under the team's row.
Result<Outcome> applyReversal(sync::TeamWrite& write, Order& order, const PaymentEvent& event);

/// For a reversal whose order is not known yet: it takes effect with the grant.
Result<Outcome> keepReversal(database::Transaction& transaction, const PaymentEvent& event, Timestamp now);

/// Reversals that were kept for this order's payment intent take effect.
Result<Outcome> adoptReversals(sync::TeamWrite& write, Order& order);

/// Of `credits` bought for `cents`, those that `returnedCents` take back: rounded down, never more than
/// bought.
std::int64_t reversedCredits(std::int64_t credits, std::int64_t cents, std::int64_t returnedCents);

} // namespace headroom::payments
