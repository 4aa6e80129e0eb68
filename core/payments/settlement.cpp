#include "core/payments/settlement.h"

#include "core/base/ensure.h"
#include "core/base/log.h"
#include "core/credits/credits_store.h"

#include <algorithm>

namespace headroom::payments {

using sync::PaymentState;

namespace {

constexpr std::string_view insertGrant = R"sql(
    INSERT INTO payment_grants (order_id, credits, source, created_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (order_id) DO NOTHING)sql";

// Only a newer report replaces one; of two with the same second, the one that decides a dispute, and of two
// sums the larger.
constexpr std::string_view upsertReversal = R"sql(
    INSERT INTO payment_reversals (id, order_id, payment_intent, kind, cents, state, as_of, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
    ON CONFLICT (id) DO UPDATE
    SET order_id = COALESCE(payment_reversals.order_id, excluded.order_id), cents = excluded.cents,
        state = excluded.state, as_of = excluded.as_of, updated_at = excluded.updated_at
    WHERE excluded.as_of > payment_reversals.as_of
       OR (excluded.as_of = payment_reversals.as_of AND excluded.state IN ('won', 'lost')
           AND payment_reversals.state NOT IN ('won', 'lost'))
       OR (excluded.as_of = payment_reversals.as_of AND excluded.kind = 'refund'
           AND excluded.cents > payment_reversals.cents))sql";

constexpr std::string_view adoptKept = R"sql(
    UPDATE payment_reversals SET order_id = $1 WHERE order_id IS NULL AND payment_intent = $2)sql";

constexpr std::string_view selectReversals =
    "SELECT kind, cents, state, as_of FROM payment_reversals WHERE order_id = $1";

enum class Granted { Now, Before };

/// What refunds and disputes come to, in cents.
struct Returned {
    std::int64_t refunded = 0;
    std::int64_t disputed = 0;
    bool openDispute = false;
};

bool wasPaid(PaymentState state) {
    return state == PaymentState::Paid || state == PaymentState::PartlyRefunded ||
           state == PaymentState::Refunded;
}

Result<Returned> returned(database::Session& session, const Order& order) {
    Returned sum;
    std::int64_t refundsAsOf = 0;
    const database::Rows rows = TRY(session.query(selectReversals, {order.row.id}));
    for (const database::Row& row : rows) {
        if (row.text("kind") != "refund") continue;
        sum.refunded += row.integer("cents");
        refundsAsOf = std::max(refundsAsOf, row.integer("as_of"));
    }
    for (const database::Row& row : rows) {
        // What a charge says later than a failure counts it already.
        if (row.text("kind") == "failed_refund" && row.integer("as_of") >= refundsAsOf)
            sum.refunded -= row.integer("cents");
        if (row.text("kind") != "dispute" || row.text("state") == "won") continue;
        sum.openDispute = true;
        if (row.text("state") != "pending") sum.disputed += row.integer("cents");
    }
    sum.refunded = std::clamp<std::int64_t>(sum.refunded, 0, order.row.amountCents);
    return sum;
}

credits::Cause causeOf(const Order& order) {
    return {.actor = order.row.memberId, .order = order.row.id, .livemode = order.row.livemode};
}

/// Brings state, sums and credits of a granted order to what its reversals say. Posts only the difference.
Result<Outcome> settleReversals(sync::TeamWrite& write, Order& order) {
    const Returned sum = TRY(returned(write.transaction(), order));
    order.row.disputed = sum.openDispute;
    order.row.refundedCents = sum.refunded;
    if (!wasPaid(order.row.state)) {
        TRY(saveOrder(write, order));
        return Outcome::Recorded;
    }
    order.row.state = sum.refunded == 0                       ? PaymentState::Paid
                      : sum.refunded == order.row.amountCents ? PaymentState::Refunded
                                                              : PaymentState::PartlyRefunded;
    const std::int64_t target =
        reversedCredits(order.row.credits, order.row.amountCents, sum.refunded + sum.disputed);
    const std::int64_t difference = target - order.row.reversedCredits;
    order.row.reversedCredits = target;
    if (difference != 0) {
        const auto posted = TRY(difference > 0 ? credits::reverse(write, difference, causeOf(order))
                                               : credits::undoReversal(write, -difference, causeOf(order)));
        if (!posted) return fail(ErrorCode::Internal, "reversal refused: " + posted.error().detail);
    }
    TRY(saveOrder(write, order));
    return difference == 0 ? Outcome::Recorded : Outcome::Reversed;
}

Result<Granted> grant(sync::TeamWrite& write, Order& order, std::string_view source) {
    const std::int64_t inserted =
        TRY(write.transaction().execute(insertGrant, {order.row.id, order.row.credits, source, write.now()}));
    if (inserted == 0) return Granted::Before;
    const auto posted = TRY(credits::purchase(write, order.row.credits, causeOf(order)));
    if (!posted) return fail(credits::asError(posted.error()));
    order.row.state = PaymentState::Paid;
    order.row.paidAt = write.now();
    return Granted::Now;
}

bool belongsTo(const CheckoutSession& session, const Order& order) {
    return session.order == order.row.id && session.cents == order.row.amountCents &&
           session.currency == order.row.currency && session.livemode == order.livemode();
}

/// Takes over what a session says about itself. A grant needs the payment intent for later refunds.
void adoptSession(Order& order, const CheckoutSession& session) {
    if (order.sessionId.empty()) order.sessionId = session.id;
    if (!session.paymentIntent.empty()) order.paymentIntent = session.paymentIntent;
}

Result<Outcome> applyPaid(sync::TeamWrite& write, Order& order, const CheckoutSession& session,
                          std::string_view source) {
    const std::string intentBefore = order.paymentIntent;
    adoptSession(order, session);
    const Granted granted = TRY(grant(write, order, source));
    if (granted == Granted::Before && intentBefore == order.paymentIntent) return Outcome::AlreadyGranted;
    TRY(saveOrder(write, order));
    TRY(adoptReversals(write, order));
    return granted == Granted::Now ? Outcome::Granted : Outcome::AlreadyGranted;
}

Result<Outcome> applyOpen(sync::TeamWrite& write, Order& order, const CheckoutSession& session) {
    if (order.row.state != PaymentState::Created) return Outcome::Recorded;
    adoptSession(order, session);
    order.row.state = PaymentState::Open;
    order.row.checkoutUrl = session.url;
    order.checks = 0;
    TRY(saveOrder(write, order));
    return Outcome::Opened;
}

} // namespace

std::string_view name(Outcome outcome) {
    switch (outcome) {
    case Outcome::Granted:
        return "granted";
    case Outcome::AlreadyGranted:
        return "already_granted";
    case Outcome::Opened:
        return "opened";
    case Outcome::Processing:
        return "processing";
    case Outcome::PaymentFailed:
        return "payment_failed";
    case Outcome::Expired:
        return "expired";
    case Outcome::Reversed:
        return "reversed";
    case Outcome::Recorded:
        return "recorded";
    case Outcome::AwaitingOrder:
        return "awaiting_order";
    case Outcome::UnknownOrder:
        return "unknown_order";
    case Outcome::Mismatch:
        return "mismatch";
    case Outcome::Ignored:
        return "ignored";
    case Outcome::Duplicate:
        return "duplicate";
    }
    __builtin_unreachable();
}

std::int64_t reversedCredits(std::int64_t credits, std::int64_t cents, std::int64_t returnedCents) {
    ENSURE(credits >= 0 && cents > 0);
    const std::int64_t back = std::clamp<std::int64_t>(returnedCents, 0, cents);
    __extension__ using Wide = __int128;
    return static_cast<std::int64_t>(static_cast<Wide>(credits) * back / cents);
}

Result<Outcome> applySession(sync::TeamWrite& write, Order& order, const CheckoutSession& session,
                             std::string_view source) {
    if (!belongsTo(session, order)) {
        log::error("payments.settlement", "a session does not match its order",
                   {{"order", order.row.id.text()}, {"session", session.id}, {"cents", session.cents}});
        return Outcome::Mismatch;
    }
    if (session.status == SessionStatus::Open) return applyOpen(write, order, session);
    if (session.status == SessionStatus::Complete && session.money == MoneyStatus::Paid)
        return applyPaid(write, order, session, source);
    if (session.status == SessionStatus::Complete && session.money == MoneyStatus::Failed) {
        adoptSession(order, session);
        return applyPaymentFailed(write, order);
    }
    const bool waiting = order.row.state == PaymentState::Created || order.row.state == PaymentState::Open;
    if (!waiting) return Outcome::Recorded;
    adoptSession(order, session);
    const bool complete = session.status == SessionStatus::Complete;
    order.row.state = complete ? PaymentState::Processing : PaymentState::Expired;
    order.checks = 0;
    TRY(saveOrder(write, order));
    return complete ? Outcome::Processing : Outcome::Expired;
}

Result<Outcome> applyPaymentFailed(sync::TeamWrite& write, Order& order) {
    if (isClosed(order.row.state)) return Outcome::Recorded;
    order.row.state = PaymentState::Failed;
    TRY(saveOrder(write, order));
    return Outcome::PaymentFailed;
}

namespace {

struct ReversalWords {
    std::string_view kind;
    std::string_view state;
};

ReversalWords wordsOf(EventKind kind) {
    switch (kind) {
    case EventKind::ChargeRefunded:
        return {"refund", "effective"};
    case EventKind::RefundFailed:
        return {"failed_refund", "effective"};
    case EventKind::DisputeInquiry:
        return {"dispute", "pending"};
    case EventKind::DisputeOpened:
        return {"dispute", "effective"};
    case EventKind::DisputeWon:
        return {"dispute", "won"};
    case EventKind::DisputeLost:
        return {"dispute", "lost"};
    case EventKind::SessionChanged:
    case EventKind::SessionPaymentFailed:
    case EventKind::Ignored:
        break;
    }
    ENSURE(!"a reversal");
    __builtin_unreachable();
}

Result<void> recordReversal(database::Transaction& transaction, const PaymentEvent& event,
                            const OrderId& order, const std::string& paymentIntent, Timestamp now) {
    const ReversalWords words = wordsOf(event.kind);
    const std::optional<std::string> intent =
        paymentIntent.empty() ? std::nullopt : std::optional(paymentIntent);
    TRY(transaction.execute(upsertReversal, {event.objectId, order, intent, words.kind, event.cents,
                                             words.state, event.created, now}));
    return {};
}

} // namespace

Result<Outcome> applyReversal(sync::TeamWrite& write, Order& order, const PaymentEvent& event) {
    TRY(recordReversal(write.transaction(), event, order.row.id, event.paymentIntent, write.now()));
    return settleReversals(write, order);
}

Result<Outcome> keepReversal(database::Transaction& transaction, const PaymentEvent& event, Timestamp now) {
    if (event.paymentIntent.empty()) return Outcome::UnknownOrder;
    TRY(recordReversal(transaction, event, OrderId(), event.paymentIntent, now));
    return Outcome::AwaitingOrder;
}

Result<Outcome> adoptReversals(sync::TeamWrite& write, Order& order) {
    if (!order.paymentIntent.empty())
        TRY(write.transaction().execute(adoptKept, {order.row.id, order.paymentIntent}));
    const database::Rows any = TRY(write.transaction().query(selectReversals, {order.row.id}));
    if (any.empty()) return Outcome::Recorded;
    return settleReversals(write, order);
}

} // namespace headroom::payments
