#include "app/endpoint/pages/checkout_page.h"
#include "app/endpoint/routes/routes.h"
#include "core/base/log.h"
#include "core/payments/checkout.h"
#include "core/payments/orders.h"
#include "core/payments/packages.h"
#include "core/payments/payments_limits.h"
#include "core/payments/stripe/stripe_webhook.h"

namespace headroom::endpoint {

namespace {

Result<payments::PaymentGateway*> gatewayOf(const Call& call) {
    if (!call.services.gateway)
        return fail(ErrorCode::Unavailable, "buying is switched off: this endpoint has no Stripe key");
    return call.services.gateway;
}

payments::Checkout checkoutOf(const Call& call, payments::PaymentGateway& gateway) {
    return {call.services.database, gateway, call.services.clock};
}

Result<http::Response> listPackages(Call& call) {
    nlohmann::json list = nlohmann::json::array();
    for (const payments::Package& package : payments::packages())
        list.push_back(
            {{"package", package.name}, {"credits", package.credits}, {"amount_cents", package.cents}});
    const bool live = call.services.gateway && call.services.gateway->livemode() == payments::Livemode::Live;
    return jsonResponse(200, {{"currency", payments::currency},
                              {"packages", list},
                              {"custom",
                               {{"amount_cents_each", payments::customCentsEach},
                                {"credits_min", 1},
                                {"credits_max", payments::customCreditsMax}}},
                              {"available", call.services.gateway != nullptr},
                              {"livemode", live}});
}

/// What the desktop opens in the browser.
nlohmann::json checkoutJson(const sync::PaymentRow& order) {
    nlohmann::json body{{"order_id", order.id.text()}, {"url", order.checkoutUrl}, {"order", order}};
    body["expires_at"] = order.expiresAt ? nlohmann::json(order.expiresAt->ms) : nlohmann::json(nullptr);
    return body;
}

/// First the order, durable under the command's id; then Stripe is asked, with a key of the order's own. A
/// repeat after a lost answer finds the order and its page.
Result<http::Response> createCheckout(Call& call) {
    payments::PaymentGateway* gateway = TRY(gatewayOf(call));
    const auto body = TRY(call.body());
    const TeamId team = TRY(TeamId::parse(TRY(textField(body, "team_id"))));
    const std::string package = TRY(textField(body, "package"));
    std::optional<std::int64_t> credits;
    if (body.contains("credits") && !body["credits"].is_null()) {
        if (!body["credits"].is_number_integer())
            return fail(ErrorCode::InvalidInput, "credits must be a whole number");
        credits = body["credits"].get<std::int64_t>();
    }
    const payments::Offer offer = TRY(payments::offer(package, credits));
    const OrderId order = OrderId::trusted(TRY(call.commandId()).text());

    call.rule = teams::Permission::BuyCredits;
    auto placed = TRY(
        runTeamCommand(call, team, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
            TRY(payments::placeOrder(write, order, call.member().member, offer, gateway->livemode()));
            return CommandAnswer{.status = 201, .body = {{"order_id", order.text()}}};
        }));
    if (placed.status >= 400) return placed;
    return jsonResponse(201, checkoutJson(TRY(checkoutOf(call, *gateway).open(team, order))));
}

Result<http::Response> webhook(Call& call) {
    const payments::PaymentGateway* gateway = TRY(gatewayOf(call));
    const auto event =
        TRY(payments::readWebhook(call.request.header("Stripe-Signature"), call.request.body,
                                  call.services.config.stripeWebhookSecrets, call.services.clock.now()));
    const payments::Fulfilment fulfilment(call.services.database, call.services.clock, gateway->livemode());
    const auto outcome = TRY(fulfilment.receive(event));
    log::info("payments.webhook", "an event was taken in",
              {{"event", event.id}, {"type", event.type}, {"outcome", payments::name(outcome)}});
    return jsonResponse(200, {{"outcome", payments::name(outcome)}});
}

Result<http::Response> listPayments(Call& call) {
    const auto rows = TRY(call.services.database.read([&](database::Session& session) {
        return payments::paymentsAfter(session, call.member().team, std::nullopt, payments::pageMax);
    }));
    return jsonResponse(200, {{"payments", rows}});
}

Result<http::Response> getPayment(Call& call) {
    const auto id = TRY(call.pathId<OrderId>("order"));
    const auto order = TRY(call.services.database.read(
        [&](database::Session& session) { return payments::findOrder(session, call.member().team, id); }));
    return jsonResponse(200, nlohmann::json(order.row));
}

Result<http::Response> checkPayment(Call& call) {
    payments::PaymentGateway* gateway = TRY(gatewayOf(call));
    const auto id = TRY(call.pathId<OrderId>("order"));
    return jsonResponse(200, nlohmann::json(TRY(checkoutOf(call, *gateway).refresh(call.member().team, id))));
}

Result<http::Response> cancelPayment(Call& call) {
    payments::PaymentGateway* gateway = TRY(gatewayOf(call));
    const auto id = TRY(call.pathId<OrderId>("order"));
    return jsonResponse(200, nlohmann::json(TRY(checkoutOf(call, *gateway).cancel(call.member().team, id))));
}

Result<http::Response> returnPage(Call& call, CheckoutReturn how) {
    std::optional<OrderId> order;
    if (auto id = OrderId::parse(call.request.query("order"))) order = std::move(*id);
    return http::Response::text(200, checkoutPage(how, order), "text/html; charset=utf-8")
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .with("Cache-Control", "no-store");
}

} // namespace

void bindPaymentRoutes(Api& api) {
    api.bind("listPackages", listPackages);
    api.bind("createCheckout", createCheckout);
    api.bind("stripeWebhook", webhook);
    api.bind("listPayments", listPayments);
    api.bind("getPayment", getPayment);
    api.bind("checkPayment", checkPayment);
    api.bind("cancelPayment", cancelPayment);
    api.bind("checkoutDonePage", [](Call& call) { return returnPage(call, CheckoutReturn::Done); });
    api.bind("checkoutCancelledPage", [](Call& call) { return returnPage(call, CheckoutReturn::Cancelled); });
}

} // namespace headroom::endpoint
