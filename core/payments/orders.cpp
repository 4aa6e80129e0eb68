#include "core/payments/orders.h"

#include "core/payments/payments_limits.h"

#include <algorithm>

namespace headroom::payments {

using sync::PaymentState;

namespace {

constexpr std::string_view selectOrder = R"sql(
    SELECT id, team_id, member_id, package, credits, amount_cents, currency, state, checkout_key, session_id,
           payment_intent, checkout_url, livemode, disputed, refunded_cents, reversed_credits, checks, next_check_at,
           created_at, updated_at, expires_at, paid_at
    FROM payments WHERE)sql";

constexpr std::string_view insertOrder = R"sql(
    INSERT INTO payments (id, team_id, member_id, package, credits, amount_cents, currency, state, checkout_key,
                          livemode, next_check_at, created_at, updated_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13))sql";

constexpr std::string_view updateOrder = R"sql(
    UPDATE payments SET state = $2, session_id = $3, payment_intent = $4, checkout_url = $5, disputed = $6,
           refunded_cents = $7, reversed_credits = $8, checks = $9, next_check_at = $10, updated_at = $11, paid_at = $12
    WHERE id = $1)sql";

constexpr std::string_view countUnpaid =
    "SELECT COUNT(*) AS orders FROM payments WHERE team_id = $1 AND state IN ('created', 'open')";

constexpr std::string_view countOtherMode = R"sql(
    SELECT COUNT(*) AS orders FROM payments p JOIN payment_grants g ON g.order_id = p.id WHERE p.livemode <> $1)sql";

std::optional<std::string> textOrNull(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

Result<Order> orderOf(const database::Row& row) {
    Order order;
    order.team = row.id<TeamId>("team_id");
    order.row.id = row.id<OrderId>("id");
    order.row.memberId = row.id<MemberId>("member_id");
    order.row.package = row.text("package");
    order.row.credits = row.integer("credits");
    order.row.amountCents = row.integer("amount_cents");
    order.row.currency = row.text("currency");
    const auto state = sync::fromName<PaymentState>(row.text("state"));
    if (!state) return fail(ErrorCode::Corrupt, "unknown state of an order");
    order.row.state = *state;
    order.row.checkoutUrl = row.optionalText("checkout_url").value_or("");
    order.row.livemode = row.boolean("livemode");
    order.row.disputed = row.boolean("disputed");
    order.row.refundedCents = row.integer("refunded_cents");
    order.row.reversedCredits = row.integer("reversed_credits");
    order.row.createdAt = row.moment("created_at");
    order.row.updatedAt = row.moment("updated_at");
    order.row.expiresAt = row.optionalMoment("expires_at");
    order.row.paidAt = row.optionalMoment("paid_at");
    order.checkoutKey = row.text("checkout_key");
    order.sessionId = row.optionalText("session_id").value_or("");
    order.paymentIntent = row.optionalText("payment_intent").value_or("");
    order.checks = row.integer("checks");
    order.nextCheckAt = row.optionalMoment("next_check_at");
    return order;
}

Result<std::optional<Order>> orderWhere(database::Session& session, std::string_view condition,
                                        const database::Params& params) {
    const auto row = TRY(session.one(std::string(selectOrder) + " " + std::string(condition), params));
    if (!row) return std::optional<Order>();
    return std::optional<Order>(TRY(orderOf(*row)));
}

Result<std::vector<sync::PaymentRow>> rowsOf(const database::Rows& found) {
    std::vector<sync::PaymentRow> rows;
    rows.reserve(found.size());
    for (const database::Row& row : found)
        rows.push_back(TRY(orderOf(row)).row);
    return rows;
}

} // namespace

bool isClosed(PaymentState state) {
    switch (state) {
    case PaymentState::Created:
    case PaymentState::Open:
    case PaymentState::Processing:
        return false;
    case PaymentState::Paid:
    case PaymentState::Failed:
    case PaymentState::Cancelled:
    case PaymentState::Expired:
    case PaymentState::PartlyRefunded:
    case PaymentState::Refunded:
        return true;
    }
    __builtin_unreachable();
}

Result<Order> placeOrder(sync::TeamWrite& write, const OrderId& id, const MemberId& member,
                         const Offer& offer, Livemode livemode) {
    database::Transaction& transaction = write.transaction();
    if (auto found = TRY(findOrder(transaction, id))) {
        const bool same = found->team == write.team() && found->row.memberId == member &&
                          found->row.package == offer.package && found->row.credits == offer.credits;
        if (!same) return fail(ErrorCode::IdempotencyConflict, "this id stands for another order");
        return std::move(*found);
    }
    const auto unpaid = TRY(transaction.one(countUnpaid, {write.team()}));
    if (unpaid->integer("orders") >= unpaidOrdersMax)
        return fail(ErrorCode::LimitExceeded, "too many orders wait for payment");

    Order order;
    order.team = write.team();
    order.row.id = id;
    order.row.memberId = member;
    order.row.package = offer.package;
    order.row.credits = offer.credits;
    order.row.amountCents = offer.cents;
    order.row.currency = std::string(currency);
    order.row.livemode = livemode == Livemode::Live;
    order.row.createdAt = order.row.updatedAt = write.now();
    order.row.expiresAt = write.now().plusMs(sessionLifeMs);
    order.checkoutKey = "checkout:" + id.text() + ":1";
    order.nextCheckAt = write.now().plusMs(firstCheckMs);
    TRY(transaction.execute(insertOrder, {id, order.team, member, order.row.package, order.row.credits,
                                          order.row.amountCents, order.row.currency,
                                          sync::name(order.row.state), order.checkoutKey, order.row.livemode,
                                          order.nextCheckAt, order.row.createdAt, order.row.expiresAt}));
    TRY(write.changed(sync::RowKind::Payment, id.text()));
    return order;
}

Result<std::optional<Order>> findOrder(database::Session& session, const OrderId& id) {
    return orderWhere(session, "id = $1", {id});
}

Result<std::optional<Order>> findOrderByPaymentIntent(database::Session& session,
                                                      std::string_view paymentIntent) {
    return orderWhere(session, "payment_intent = $1 ORDER BY created_at, id LIMIT 1", {paymentIntent});
}

Result<Order> findOrder(database::Session& session, const TeamId& team, const OrderId& id) {
    auto found = TRY(orderWhere(session, "id = $1 AND team_id = $2", {id, team}));
    if (!found) return fail(ErrorCode::NotFound, "no such order");
    return std::move(*found);
}

Result<void> saveOrder(sync::TeamWrite& write, Order& order) {
    if (order.row.state != PaymentState::Open) order.row.checkoutUrl.clear();
    if (isClosed(order.row.state)) order.nextCheckAt.reset();
    order.row.updatedAt = write.now();
    const std::int64_t changed = TRY(write.transaction().execute(
        updateOrder, {order.row.id, sync::name(order.row.state), textOrNull(order.sessionId),
                      textOrNull(order.paymentIntent), textOrNull(order.row.checkoutUrl), order.row.disputed,
                      order.row.refundedCents, order.row.reversedCredits, order.checks, order.nextCheckAt,
                      order.row.updatedAt, order.row.paidAt}));
    if (changed != 1) return fail(ErrorCode::Internal, "the order is gone");
    return write.changed(sync::RowKind::Payment, order.row.id.text());
}

Result<std::vector<sync::PaymentRow>> payments(database::Session& session, const TeamId& team,
                                               std::span<const OrderId> ids) {
    std::vector<sync::PaymentRow> rows;
    for (const OrderId& id : ids)
        if (auto found = TRY(orderWhere(session, "id = $1 AND team_id = $2", {id, team})))
            rows.push_back(std::move(found->row));
    return rows;
}

Result<std::vector<sync::PaymentRow>> paymentsAfter(database::Session& session, const TeamId& team,
                                                    const std::optional<PaymentKey>& after,
                                                    std::int64_t count) {
    const std::int64_t most = std::clamp<std::int64_t>(count, 1, pageMax);
    const std::string head = std::string(selectOrder) + " team_id = $1";
    const std::string tail = " ORDER BY created_at DESC, id DESC LIMIT $2";
    if (!after) return rowsOf(TRY(session.query(head + tail, {team, most})));
    return rowsOf(TRY(session.query(head + " AND (created_at, id) < ($3, $4)" + tail,
                                    {team, most, after->createdAt, after->id})));
}

Result<void> checkLivemode(database::Session& session, Livemode livemode) {
    const auto row = TRY(session.one(countOtherMode, {livemode == Livemode::Live}));
    if (row->integer("orders") > 0)
        return fail(ErrorCode::LivemodeMismatch, livemode == Livemode::Live
                                                     ? "this database holds sandbox credits"
                                                     : "this database holds credits that were paid for");
    return {};
}

} // namespace headroom::payments
