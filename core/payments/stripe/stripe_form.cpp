#include "core/payments/stripe/stripe_form.h"

#include "core/payments/payments_limits.h"

#include <array>

namespace headroom::payments {

namespace {

constexpr std::array knownTypes{
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "charge.refunded",
    "refund.failed",
    "refund.updated",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
};

} // namespace

http::Parameters sessionForm(const SessionRequest& request, std::string_view successUrl,
                             std::string_view cancelUrl) {
    http::Parameters form;
    form.add("mode", "payment");
    form.add("client_reference_id", request.order.text());
    form.add("line_items[0][quantity]", "1");
    form.add("line_items[0][price_data][currency]", request.currency);
    form.add("line_items[0][price_data][unit_amount]", std::to_string(request.cents));
    form.add("line_items[0][price_data][product_data][name]", request.productName);
    form.add("metadata[order_id]", request.order.text());
    form.add("metadata[team_id]", request.team.text());
    form.add("payment_intent_data[metadata][order_id]", request.order.text());
    form.add("payment_intent_data[metadata][team_id]", request.team.text());
    form.add("expires_at", std::to_string(request.expiresAt.seconds()));
    form.add("success_url", std::string(successUrl));
    form.add("cancel_url", std::string(cancelUrl));
    return form;
}

http::Parameters eventsQuery(Timestamp since, std::string_view after) {
    http::Parameters query;
    query.add("created[gte]", std::to_string(since.seconds()));
    query.add("limit", std::to_string(eventsPerPage));
    for (std::size_t i = 0; i < knownTypes.size(); ++i)
        query.add("types[" + std::to_string(i) + "]", knownTypes[i]);
    if (!after.empty()) query.add("starting_after", std::string(after));
    return query;
}

http::Parameters sessionsQuery(Timestamp from, Timestamp to, std::string_view after) {
    http::Parameters query;
    query.add("created[gte]", std::to_string(from.seconds()));
    query.add("created[lte]", std::to_string(to.seconds() + 1));
    query.add("limit", std::to_string(eventsPerPage));
    if (!after.empty()) query.add("starting_after", std::string(after));
    return query;
}

} // namespace headroom::payments
