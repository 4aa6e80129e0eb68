#pragma once

#include "core/payments/fulfilment.h"

namespace headroom::payments {

/// Buying, as the desktop asks for it: an order that placeOrder() wrote becomes a page on which it can be
/// paid. Any thread, never inside a transaction; every function waits for the gateway.
class Checkout {
public:
    /// References must outlive this.
    Checkout(database::Database& database, PaymentGateway& gateway, const Clock& clock);

    /// The order with its page's address. May be called again at any time, and must be after an unknown
    /// outcome: the gateway is asked with the order's own key, so there is never a second page. An order past
    /// that point is returned as it is. Errors: NotFound; InvalidInput or PaymentDeclined when the gateway
    /// refuses it for good (the order is `failed` then); OrderExpired when no page can be made any more;
    /// Unavailable, UnknownOutcome, Timeout: ask again (the reconciler does, too).
    Result<sync::PaymentRow> open(const TeamId& team, const OrderId& order);

    /// Asks the gateway how the order stands, and lets that take effect: for the moment when the customer
    /// returns from the page. The answer is the order as it is then.
    Result<sync::PaymentRow> refresh(const TeamId& team, const OrderId& order);

    /// Closes the page, so that nobody can pay any more. OrderNotOpen when there is nothing to close; then
    /// the order shows how it went on.
    Result<sync::PaymentRow> cancel(const TeamId& team, const OrderId& order);

    /// One look at an order by the reconciler or refresh(): asks for its session, or makes or finds it when
    /// its creation had no known outcome.
    Result<Outcome> check(const Order& order, std::string_view source);

private:
    Result<Order> load(const TeamId& team, const OrderId& order);
    Result<Outcome> checkWithoutSession(const Order& order, std::string_view source);
    Result<Outcome> findLost(const Order& order, std::string_view source);
    Result<CheckoutSession> createSession(const Order& order);
    Result<void> close(const Order& order, sync::PaymentState state);

    database::Database& database_;
    PaymentGateway& gateway_;
    const Clock& clock_;
    Fulfilment fulfilment_;
};

} // namespace headroom::payments
