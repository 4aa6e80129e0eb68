#include "app/sandbox/stripe/stripe_refunds.h"

#include "app/sandbox/stripe/card_networks.h"
#include "app/sandbox/stripe/sandbox_limits.h"

#include <algorithm>
#include <array>

namespace headroom::sandbox {

namespace {

/// Refunds that settle later do so after this; long enough to be seen pending.
constexpr std::int64_t settleSeconds = 3;

std::string dollars(std::int64_t cents) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "$%lld.%02lld", static_cast<long long>(cents / 100),
                  static_cast<long long>(cents % 100));
    return text.data();
}

Answer<Json> chargeToRefund(Desk& desk, const Json& parameters) {
    if (parameters.contains("charge")) {
        const auto id = parameters["charge"].get<std::string>();
        const Json* const charge = desk.store.find("charge", id);
        if (!charge) return noSuch("charge", id, "charge");
        return *charge;
    }
    if (!parameters.contains("payment_intent"))
        return refuse(
            "One of the following params should be provided for this request: payment_intent or charge.",
            "parameter_missing");
    const auto id = parameters["payment_intent"].get<std::string>();
    const Json* const intent = desk.store.find("payment_intent", id);
    if (!intent) return noSuch("payment_intent", id, "payment_intent");
    if ((*intent)["status"] != "succeeded")
        return refuse("This PaymentIntent (" + id + ") does not have a successful charge to refund.", {},
                      "payment_intent");
    return *desk.store.find("charge", (*intent)["latest_charge"].get<std::string>());
}

/// What a refund of `amount` does to its charge; a negative amount gives back what failed.
Json moveRefunded(Desk& desk, Json charge, std::int64_t amount) {
    const auto before = charge["amount_refunded"].get<std::int64_t>();
    charge["amount_refunded"] = before + amount;
    charge["refunded"] = charge["amount_refunded"] == charge["amount"];
    desk.store.put(charge);
    return Json{{"amount_refunded", before}};
}

std::int64_t refundable(const Json& charge) {
    return charge["amount"].get<std::int64_t>() - charge["amount_refunded"].get<std::int64_t>();
}

Answer<Json> checkRefundable(const Json& charge, const Json& parameters) {
    const auto id = charge["id"].get<std::string>();
    if (charge["status"] != "succeeded") return refuse("Charge " + id + " was not successful.", {}, "charge");
    if (charge["disputed"] == true)
        return refuse("Charge " + id + " has been charged back; cannot issue a refund.", "charge_disputed");
    const std::int64_t left = refundable(charge);
    if (left == 0) return refuse("Charge " + id + " has already been refunded.", "charge_already_refunded");
    const std::int64_t amount = parameters.value("amount", left);
    if (amount > left)
        return refuse("Refund amount (" + dollars(amount) +
                          ") is greater than unrefunded amount on charge (" + dollars(left) + ")",
                      {}, "amount");
    return Json(amount);
}

void settle(Desk& desk, Json refund) {
    refund["status"] = refund["_settles_to"];
    refund.erase("_settles_at");
    const bool failed = refund["status"] == "failed";
    if (failed) refund["failure_reason"] = "expired_or_canceled_card";
    desk.store.put(refund);
    if (failed) {
        const Json charge = *desk.store.find("charge", refund["charge"].get<std::string>());
        moveRefunded(desk, charge, -refund["amount"].get<std::int64_t>());
        emitEvent(desk, "refund.failed", refund);
    }
    emitEvent(desk, "refund.updated", refund);
    emitEvent(desk, "charge.refund.updated", refund);
}

} // namespace

const Shape& refundCreateShape() {
    static const Shape shape =
        Shape::object({{"payment_intent", Shape::text(textChars)},
                       {"charge", Shape::text(textChars)},
                       {"amount", Shape::integer(1, largestAmount)},
                       {"reason", Shape::choice({"duplicate", "fraudulent", "requested_by_customer"})},
                       {"metadata", Shape::metadata()},
                       {"expand", Shape::list(Shape::text(textChars), 20)}});
    return shape;
}

Answer<Json> createRefund(Desk& desk, const Json& parameters) {
    auto charge = chargeToRefund(desk, parameters);
    if (!charge) return charge;
    auto amount = checkRefundable(*charge, parameters);
    if (!amount) return amount;
    const auto fate = static_cast<CardFate>(charge->value("_fate", 0));
    Json refund{{"id", newObjectId("re_")},
                {"object", "refund"},
                {"amount", *amount},
                {"balance_transaction", newObjectId("txn_")},
                {"charge", (*charge)["id"]},
                {"created", desk.nowSeconds()},
                {"currency", (*charge)["currency"]}};
    refund["destination_details"] = Json{{"card", {{"type", "refund"}}}, {"type", "card"}};
    refund["metadata"] = parameters.contains("metadata") ? parameters["metadata"] : Json::object();
    refund["payment_intent"] = (*charge)["payment_intent"];
    refund["reason"] = parameters.contains("reason") ? parameters["reason"] : Json();
    refund["receipt_number"] = nullptr;
    refund["source_transfer_reversal"] = nullptr;
    refund["status"] = fate == CardFate::PaysThenRefundWaits ? "pending" : "succeeded";
    refund["transfer_reversal"] = nullptr;
    if (fate == CardFate::PaysThenRefundWaits || fate == CardFate::PaysThenRefundFails) {
        refund["_settles_at"] = desk.nowSeconds() + settleSeconds;
        refund["_settles_to"] = fate == CardFate::PaysThenRefundFails ? "failed" : "succeeded";
    }
    desk.store.put(refund);
    const Json previous = moveRefunded(desk, *charge, amount->get<std::int64_t>());
    emitEvent(desk, "refund.created", refund);
    emitEvent(desk, "charge.refunded", *desk.store.find("charge", refund["charge"].get<std::string>()),
              previous);
    return refund;
}

std::int64_t settleDueRefunds(Desk& desk) {
    std::int64_t next = 0;
    const auto ids = desk.store.ids("refund");
    for (const std::string& id : ids) {
        const Json& refund = *desk.store.find("refund", id);
        if (!refund.contains("_settles_at")) continue;
        const auto at = refund["_settles_at"].get<std::int64_t>();
        if (at <= desk.nowSeconds())
            settle(desk, refund);
        else
            next = next ? std::min(next, at) : at;
    }
    return next;
}

Json refundsOf(const StripeStore& store, const Json& charge) {
    Json data = Json::array();
    const auto& ids = store.ids("refund");
    for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
        const Json& refund = *store.find("refund", *id);
        if (refund["charge"] == charge["id"]) data.push_back(rendered(refund, {}));
    }
    return Json{{"object", "list"},
                {"data", std::move(data)},
                {"has_more", false},
                {"url", "/v1/charges/" + charge["id"].get<std::string>() + "/refunds"}};
}

} // namespace headroom::sandbox
