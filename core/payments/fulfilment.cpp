#include "core/payments/fulfilment.h"

#include "core/base/log.h"

namespace headroom::payments {

namespace {

constexpr std::string_view insertEvent = R"sql(
    INSERT INTO payment_events (id, type, object_id, livemode, outcome, received_at)
    VALUES ($1, $2, $3, $4, 'received', $5) ON CONFLICT (id) DO NOTHING)sql";

constexpr std::string_view finishEvent =
    "UPDATE payment_events SET outcome = $2, order_id = $3 WHERE id = $1";

Result<std::optional<Order>> orderFor(database::Session& session, const PaymentEvent& event) {
    if (!event.order.empty())
        if (auto found = TRY(findOrder(session, event.order))) return found;
    if (event.paymentIntent.empty()) return std::optional<Order>();
    return findOrderByPaymentIntent(session, event.paymentIntent);
}

Result<Outcome> applyTo(sync::TeamWrite& write, Order& order, const PaymentEvent& event) {
    switch (event.kind) {
    case EventKind::SessionChanged:
        return applySession(write, order, *event.session, event.id);
    case EventKind::SessionPaymentFailed:
        return applyPaymentFailed(write, order);
    case EventKind::ChargeRefunded:
    case EventKind::RefundFailed:
    case EventKind::DisputeInquiry:
    case EventKind::DisputeOpened:
    case EventKind::DisputeWon:
    case EventKind::DisputeLost:
        return applyReversal(write, order, event);
    case EventKind::Ignored:
        return Outcome::Ignored;
    }
    __builtin_unreachable();
}

bool isReversal(EventKind kind) {
    return kind != EventKind::SessionChanged && kind != EventKind::SessionPaymentFailed &&
           kind != EventKind::Ignored;
}

/// The order is read again under the team's row: only then does nobody else change it.
Result<std::pair<sync::TeamWrite, Order>> lockOrder(database::Transaction& transaction, const TeamId& team,
                                                    const OrderId& id, Timestamp now) {
    auto write = TRY(sync::TeamWrite::begin(transaction, team, now));
    auto order = TRY(findOrder(transaction, team, id));
    return std::pair(std::move(write), std::move(order));
}

struct Applied {
    Outcome outcome = Outcome::Ignored;
    OrderId order;
};

Result<Applied> apply(database::Transaction& transaction, const Order& found, const PaymentEvent& event,
                      Timestamp now) {
    auto locked = TRY(lockOrder(transaction, found.team, found.row.id, now));
    return Applied{TRY(applyTo(locked.first, locked.second, event)), found.row.id};
}

/// Of an event whose order is not known. Keeping a reversal waits for whoever has the same one in hand, and
/// that may be the grant, which then has adopted what stood there before: so its order is looked for again.
Result<Applied> keep(database::Transaction& transaction, const PaymentEvent& event, Timestamp now) {
    if (!isReversal(event.kind)) return Applied{Outcome::UnknownOrder, {}};
    const Outcome kept = TRY(keepReversal(transaction, event, now));
    const auto found = TRY(orderFor(transaction, event));
    return found ? apply(transaction, *found, event, now) : Result<Applied>(Applied{kept, {}});
}

Result<Outcome> take(database::Transaction& transaction, const PaymentEvent& event, Timestamp now) {
    const std::int64_t inserted = TRY(transaction.execute(
        insertEvent, {event.id, event.type, event.objectId, event.livemode == Livemode::Live, now}));
    if (inserted == 0) return Outcome::Duplicate;

    Applied applied;
    if (event.kind != EventKind::Ignored) {
        const auto found = TRY(orderFor(transaction, event));
        applied = TRY(found ? apply(transaction, *found, event, now) : keep(transaction, event, now));
    }
    TRY(transaction.execute(finishEvent, {event.id, name(applied.outcome), applied.order}));
    return applied.outcome;
}

} // namespace

Fulfilment::Fulfilment(database::Database& database, const Clock& clock, Livemode livemode)
    : database_(database)
    , clock_(clock)
    , livemode_(livemode) {}

Result<Outcome> Fulfilment::receive(const PaymentEvent& event) const {
    if (event.livemode != livemode_) return fail(ErrorCode::LivemodeMismatch, "an event of the other mode");
    const Outcome outcome = TRY(database_.write([&](database::Transaction& transaction) -> Result<Outcome> {
        return take(transaction, event, clock_.now());
    }));
    log::info("payments.event", "received",
              {{"event", event.id}, {"type", event.type}, {"outcome", name(outcome)}});
    return outcome;
}

Result<Outcome> Fulfilment::reflect(const TeamId& team, const OrderId& order, const CheckoutSession& session,
                                    std::string_view source) const {
    return database_.write([&](database::Transaction& transaction) -> Result<Outcome> {
        auto locked = TRY(lockOrder(transaction, team, order, clock_.now()));
        return applySession(locked.first, locked.second, session, source);
    });
}

} // namespace headroom::payments
