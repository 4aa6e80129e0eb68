#include "core/payments/payment_problems.h"

#include "core/payments/payments_limits.h"

namespace headroom::payments {

namespace {

// Each has a name of its own: an order can be disputed twice, and refunds of it fail one by one.
constexpr std::string_view selectProblems = R"sql(
    SELECT problem, fact, p.team_id, p.id, p.credits, p.amount_cents, p.currency FROM (
        SELECT 'failed' AS problem, 'failed:' || id AS fact, id AS order_id, updated_at AS at FROM payments
        WHERE state = 'failed' AND updated_at >= $1
        UNION ALL
        SELECT CASE kind WHEN 'dispute' THEN 'disputed' ELSE 'refund_failed' END, kind || ':' || id, order_id,
               updated_at FROM payment_reversals
        WHERE order_id IS NOT NULL AND updated_at >= $1
          AND (kind = 'failed_refund' OR (kind = 'dispute' AND state <> 'won'))
        UNION ALL
        SELECT 'mismatch', 'mismatch:' || order_id, order_id, MIN(received_at) FROM payment_events
        WHERE outcome = 'mismatch' AND order_id IS NOT NULL AND received_at >= $1 GROUP BY order_id
    ) AS trouble JOIN payments p ON p.id = trouble.order_id
    ORDER BY at DESC, fact LIMIT $2)sql";

Result<Problem> problemOf(const std::string& word) {
    if (word == "failed") return Problem::Failed;
    if (word == "mismatch") return Problem::Mismatch;
    if (word == "refund_failed") return Problem::RefundFailed;
    if (word == "disputed") return Problem::Disputed;
    return fail(ErrorCode::Corrupt, "unknown problem");
}

} // namespace

Result<std::vector<PaymentTrouble>> problemsSince(database::Session& session, Timestamp since) {
    std::vector<PaymentTrouble> troubles;
    for (const database::Row& row : TRY(session.query(selectProblems, {since, problemsPerScan})))
        troubles.push_back({.problem = TRY(problemOf(row.text("problem"))),
                            .fact = row.text("fact"),
                            .team = row.id<TeamId>("team_id"),
                            .order = row.id<OrderId>("id"),
                            .credits = row.integer("credits"),
                            .cents = row.integer("amount_cents"),
                            .currency = row.text("currency")});
    return troubles;
}

} // namespace headroom::payments
