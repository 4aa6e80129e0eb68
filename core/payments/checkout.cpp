#include "core/payments/checkout.h"

#include "core/base/log.h"
#include "core/payments/payments_limits.h"

namespace headroom::payments {

using sync::PaymentState;

namespace {

std::string productName(const Order& order) {
    return std::to_string(order.row.credits) + " headshot credits";
}

/// Refused for good: the same request would be refused again.
bool isRefusal(ErrorCode code) {
    return code == ErrorCode::InvalidInput || code == ErrorCode::PaymentDeclined;
}

} // namespace

Checkout::Checkout(database::Database& database, PaymentGateway& gateway, const Clock& clock)
    : database_(database)
    , gateway_(gateway)
    , clock_(clock)
    , fulfilment_(database, clock, gateway.livemode()) {}

Result<Order> Checkout::load(const TeamId& team, const OrderId& order) {
    return database_.read([&](database::Session& session) { return findOrder(session, team, order); });
}

Result<sync::PaymentRow> Checkout::open(const TeamId& team, const OrderId& id) {
    const Order order = TRY(load(team, id));
    if (order.row.state != PaymentState::Created) return order.row;
    if (order.livemode() != gateway_.livemode())
        return fail(ErrorCode::LivemodeMismatch, "an order of the other mode");
    if (clock_.now() >= order.row.createdAt.plusMs(sameKeyMs))
        return fail(ErrorCode::OrderExpired, "its page was never made");
    TRY(checkWithoutSession(order, "checkout"));
    return TRY(load(team, id)).row;
}

Result<sync::PaymentRow> Checkout::refresh(const TeamId& team, const OrderId& id) {
    const Order order = TRY(load(team, id));
    if (isClosed(order.row.state)) return order.row;
    TRY(check(order, "refresh"));
    return TRY(load(team, id)).row;
}

Result<sync::PaymentRow> Checkout::cancel(const TeamId& team, const OrderId& id) {
    const Order order = TRY(load(team, id));
    if (order.row.state != PaymentState::Open) return fail(ErrorCode::OrderNotOpen, "nothing to close");
    const auto closed = gateway_.expireSession(order.sessionId);
    if (!closed) {
        if (closed.error().code != ErrorCode::InvalidInput) return fail(closed.error());
        // Somebody was faster: paid, or expired.
        TRY(check(order, "cancel"));
        return fail(ErrorCode::OrderNotOpen, "the page was closed already");
    }
    TRY(close(order, PaymentState::Cancelled));
    return TRY(load(team, id)).row;
}

Result<void> Checkout::close(const Order& seen, PaymentState state) {
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        auto write = TRY(sync::TeamWrite::begin(transaction, seen.team, clock_.now()));
        Order order = TRY(findOrder(transaction, seen.team, seen.row.id));
        // Money that arrived meanwhile is not closed away.
        if (order.row.state != PaymentState::Created && order.row.state != PaymentState::Open) return {};
        order.row.state = state;
        return saveOrder(write, order);
    });
}

Result<CheckoutSession> Checkout::createSession(const Order& order) {
    return gateway_.createSession({.order = order.row.id,
                                   .team = order.team,
                                   .key = order.checkoutKey,
                                   .productName = productName(order),
                                   .cents = order.row.amountCents,
                                   .currency = order.row.currency,
                                   .expiresAt = order.row.expiresAt.value_or(order.row.createdAt)});
}

Result<Outcome> Checkout::check(const Order& order, std::string_view source) {
    if (order.livemode() != gateway_.livemode())
        return fail(ErrorCode::LivemodeMismatch, "an order of the other mode");
    if (order.sessionId.empty()) return checkWithoutSession(order, source);
    CheckoutSession session = TRY(gateway_.retrieveSession(order.sessionId));
    const bool overdue = order.row.expiresAt && clock_.now() > order.row.expiresAt->plusMs(expiryGraceMs);
    if (session.status == SessionStatus::Open && overdue) {
        if (auto closed = gateway_.expireSession(order.sessionId)) session = std::move(*closed);
    }
    return fulfilment_.reflect(order.team, order.row.id, session, source);
}

Result<Outcome> Checkout::checkWithoutSession(const Order& order, std::string_view source) {
    if (clock_.now() >= order.row.createdAt.plusMs(sameKeyMs)) return findLost(order, source);
    const auto session = createSession(order);
    if (session) return fulfilment_.reflect(order.team, order.row.id, *session, source);
    // The key was used with other content, as after a change of our own address: the session exists.
    if (session.error().code == ErrorCode::IdempotencyConflict) return findLost(order, source);
    if (isRefusal(session.error().code)) {
        log::warning("payments.checkout", "the gateway refused an order", {{"order", order.row.id.text()}});
        TRY(close(order, PaymentState::Failed));
    }
    return fail(session.error());
}

Result<Outcome> Checkout::findLost(const Order& order, std::string_view source) {
    const Timestamp from = order.row.createdAt.plusMs(-expiryGraceMs);
    const Timestamp to = order.row.createdAt.plusMs(sameKeyMs + expiryGraceMs);
    const auto found = TRY(gateway_.findSessionByOrder(order.row.id, from, to));
    if (found) return fulfilment_.reflect(order.team, order.row.id, *found, source);
    if (clock_.now() < order.row.createdAt.plusMs(sameKeyMs)) return Outcome::Recorded;
    // There never was a session, and none will be made any more.
    TRY(close(order, PaymentState::Expired));
    return Outcome::Expired;
}

} // namespace headroom::payments
