#pragma once

#include "core/payments/packages.h"
#include "core/payments/payment_gateway.h"
#include "core/sync/rows.h"
#include "core/sync/team_write.h"

#include <span>

// The orders: table payments. An order exists before the gateway is asked, and alone knows what was sold for
// how much.
namespace headroom::payments {

struct Order {
    TeamId team;
    sync::PaymentRow row;
    std::string checkoutKey; ///< idempotency key of the call that makes the session
    std::string sessionId;   ///< empty until a session is known
    std::string paymentIntent;
    std::int64_t checks = 0;              ///< by the reconciler, since the last change
    std::optional<Timestamp> nextCheckAt; ///< none once there is nothing to ask any more

    Livemode livemode() const { return row.livemode ? Livemode::Live : Livemode::Sandbox; }
};

/// Whether nothing can arrive any more by asking: paid, refunded, failed, cancelled, expired.
bool isClosed(sync::PaymentState state);

/// Writes the order, in the transaction of the command that asks for it. The id is made by whoever starts the
/// purchase (the command's own id will do), so a repeat finds the order: the same content answers as the
/// first time, other content is IdempotencyConflict. LimitExceeded when unpaidOrdersMax wait already.
Result<Order> placeOrder(sync::TeamWrite& write, const OrderId& id, const MemberId& member,
                         const Offer& offer, Livemode livemode);

Result<std::optional<Order>> findOrder(database::Session& session, const OrderId& id);
Result<std::optional<Order>> findOrderByPaymentIntent(database::Session& session,
                                                      std::string_view paymentIntent);
/// The team's own only: NotFound for another team's, too.
Result<Order> findOrder(database::Session& session, const TeamId& team, const OrderId& id);

/// Writes what can change of an order, and puts it into the feed.
Result<void> saveOrder(sync::TeamWrite& write, Order& order);

/// Rows for the feed, by id; unknown ids are left out.
Result<std::vector<sync::PaymentRow>> payments(database::Session& session, const TeamId& team,
                                               std::span<const OrderId> ids);

struct PaymentKey {
    Timestamp createdAt;
    OrderId id;
};
/// Newest first by (created_at, id), at most pageMax; `after` is the last row of the page before.
Result<std::vector<sync::PaymentRow>> paymentsAfter(database::Session& session, const TeamId& team,
                                                    const std::optional<PaymentKey>& after,
                                                    std::int64_t count);

/// At start: refuses (LivemodeMismatch) a database that holds credits bought in the other mode, as sandbox
/// credits cost nothing and real ones must not be lost among them.
Result<void> checkLivemode(database::Session& session, Livemode livemode);

} // namespace headroom::payments
