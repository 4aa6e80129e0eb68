#include "core/payments/reconciler.h"

#include "core/base/log.h"
#include "core/payments/payments_limits.h"

#include <algorithm>

namespace headroom::payments {

namespace {

// By the database's clock, the one that all processes share.
constexpr std::string_view takeLeaseHead = "UPDATE payment_reconciler SET holder = $1, lease_until = $2 + ";
constexpr std::string_view takeLeaseTail =
    " WHERE id = 1 AND (holder = $1 OR holder IS NULL OR lease_until < ";

constexpr std::string_view endLeaseSql =
    "UPDATE payment_reconciler SET holder = NULL WHERE id = 1 AND holder = $1";

constexpr std::string_view selectDue = R"sql(
    SELECT id, team_id FROM payments WHERE next_check_at IS NOT NULL AND next_check_at <= $1
    ORDER BY next_check_at, id LIMIT $2)sql";

constexpr std::string_view postponeOrder =
    "UPDATE payments SET checks = checks + 1, next_check_at = $2 WHERE id = $1 AND next_check_at IS NOT NULL";

constexpr std::string_view selectKept = R"sql(
    SELECT DISTINCT p.id, p.team_id FROM payment_reversals r JOIN payments p ON p.payment_intent = r.payment_intent
    WHERE r.order_id IS NULL)sql";

constexpr std::string_view selectEventsUntil = "SELECT events_until FROM payment_reconciler WHERE id = 1";
constexpr std::string_view selectKnownEvent = "SELECT id FROM payment_events WHERE id = $1";
constexpr std::string_view updateEventsUntil = "UPDATE payment_reconciler SET events_until = $1 WHERE id = 1";

std::int64_t delayMs(std::int64_t checks) {
    const std::int64_t doubled = firstCheckMs << std::min<std::int64_t>(checks, 10);
    return std::min(doubled, longestCheckMs);
}

} // namespace

Reconciler::Reconciler(database::Database& database, PaymentGateway& gateway, const Clock& clock,
                       std::string holder)
    : database_(database)
    , gateway_(gateway)
    , clock_(clock)
    , holder_(std::move(holder))
    , checkout_(database, gateway, clock)
    , fulfilment_(database, clock, gateway.livemode()) {}

Result<Reconciler::Report> Reconciler::runOnce() {
    Report report;
    if (!TRY(takeLease())) {
        report.turn = Report::Turn::OfAnother;
        return report;
    }
    for (const Order& order : TRY(dueOrders())) {
        // Slow answers must not let the lease run out under us.
        if (!TRY(takeLease())) break;
        checkOrder(order, report);
    }
    TRY(adoptKeptReversals());
    const auto read = readEvents(report);
    TRY(endLease());
    if (!read) return fail(read.error());
    return report;
}

Result<bool> Reconciler::takeLease() {
    return database_.write([&](database::Transaction& transaction) -> Result<bool> {
        const std::string now(transaction.dialect().nowMs);
        const std::string sql = std::string(takeLeaseHead) + now + std::string(takeLeaseTail) + now + ")";
        return TRY(transaction.execute(sql, {holder_, leaseMs})) == 1;
    });
}

Result<void> Reconciler::endLease() {
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        TRY(transaction.execute(endLeaseSql, {holder_}));
        return {};
    });
}

Result<std::vector<Order>> Reconciler::dueOrders() {
    return database_.read([&](database::Session& session) -> Result<std::vector<Order>> {
        std::vector<Order> due;
        for (const database::Row& row : TRY(session.query(selectDue, {clock_.now(), ordersPerRun})))
            due.push_back(TRY(findOrder(session, row.id<TeamId>("team_id"), row.id<OrderId>("id"))));
        return due;
    });
}

void Reconciler::checkOrder(const Order& order, Report& report) {
    ++report.checked;
    const auto outcome = checkout_.check(order, "reconciler");
    if (!outcome) {
        ++report.failed;
        log::warning("payments.reconciler", "an order could not be checked",
                     {{"order", order.row.id.text()}, {"error", describe(outcome.error())}});
    } else if (*outcome == Outcome::Granted) {
        ++report.granted;
    }
    // Also after success: an order that is still open is asked about again, ever more rarely.
    if (const auto postponed = postpone(order); !postponed)
        log::warning("payments.reconciler", "an order could not be put off",
                     {{"order", order.row.id.text()}});
}

Result<void> Reconciler::postpone(const Order& order) {
    const Timestamp next = clock_.now().plusMs(delayMs(order.checks));
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        TRY(transaction.execute(postponeOrder, {order.row.id, next}));
        return {};
    });
}

/// A dispute that came while its order was being paid may have missed it.
Result<void> Reconciler::adoptKeptReversals() {
    const auto kept =
        TRY(database_.read([](database::Session& session) { return session.query(selectKept); }));
    for (const database::Row& row : kept) {
        TRY(database_.write([&](database::Transaction& transaction) -> Result<Outcome> {
            auto write = TRY(sync::TeamWrite::begin(transaction, row.id<TeamId>("team_id"), clock_.now()));
            Order order = TRY(findOrder(transaction, write.team(), row.id<OrderId>("id")));
            return adoptReversals(write, order);
        }));
    }
    return {};
}

Result<void> Reconciler::takeEvent(const PaymentEvent& event, Report& report) {
    // Most came by webhook long ago; those need no write.
    const bool known = TRY(database_.read([&](database::Session& session) -> Result<bool> {
        return TRY(session.one(selectKnownEvent, {event.id})).has_value();
    }));
    if (known) return {};
    if (TRY(fulfilment_.receive(event)) != Outcome::Duplicate) ++report.events;
    return {};
}

Result<void> Reconciler::readEvents(Report& report) {
    const Timestamp now = clock_.now();
    const Timestamp until = TRY(database_.read([](database::Session& session) -> Result<Timestamp> {
        return TRY(session.one(selectEventsUntil))->moment("events_until");
    }));
    const Timestamp since = std::max(until.plusMs(-eventsOverlapMs), now.plusMs(-eventsKeptMs));
    std::string after;
    std::optional<Error> problem;
    for (int page = 0; page < eventPagesMax; ++page) {
        const EventPage found = TRY(gateway_.listEvents(since, after));
        for (const PaymentEvent& event : found.events) {
            const auto taken = takeEvent(event, report);
            if (!taken && !problem) problem = taken.error(); // one bad event must not hide those after it
        }
        after = found.next;
        if (!after.empty()) continue;
        if (problem) return fail(std::move(*problem)); // read again from the same place
        return database_.write([&](database::Transaction& transaction) -> Result<void> {
            TRY(transaction.execute(updateEventsUntil, {now}));
            return {};
        });
    }
    log::error("payments.reconciler", "more events than one run reads; webhooks must be down", {});
    return fail(ErrorCode::LimitExceeded, "too many events since the last run");
}

} // namespace headroom::payments
