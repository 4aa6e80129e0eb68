#include "app/sandbox/stripe/stripe_payments.h"

#include "app/sandbox/stripe/stripe_disputes.h"

namespace headroom::sandbox {

namespace {

Json billingDetails(const Payer& payer) {
    return Json{{"address", nullptr},
                {"email", payer.email},
                {"name", payer.name},
                {"phone", nullptr},
                {"tax_id", nullptr}};
}

/// The session's intent, made at the first attempt.
Json intentOf(Desk& desk, Json& session) {
    if (session["payment_intent"].is_string())
        return *desk.store.find("payment_intent", session["payment_intent"].get<std::string>());
    Json intent = newPaymentIntent(desk, session);
    session["payment_intent"] = intent["id"];
    desk.store.put(session);
    desk.store.put(intent);
    emitEvent(desk, "payment_intent.created", intent);
    return intent;
}

PayResult decline(Desk& desk, Json intent, Json charge, const Decline& decline) {
    charge["failure_code"] = decline.code;
    charge["failure_message"] = decline.message;
    charge["outcome"] = Json{{"network_status", "declined_by_network"},
                             {"reason", decline.declineCode},
                             {"risk_level", "normal"},
                             {"seller_message", "The bank declined the payment."},
                             {"type", "issuer_declined"}};
    desk.store.put(charge);
    emitEvent(desk, "charge.failed", charge);
    intent["latest_charge"] = charge["id"];
    intent["next_action"] = nullptr;
    intent["status"] = "requires_payment_method";
    intent["last_payment_error"] = Json{{"charge", charge["id"]},
                                        {"code", decline.code},
                                        {"decline_code", decline.declineCode},
                                        {"message", decline.message},
                                        {"type", "card_error"}};
    intent.erase("_pending");
    desk.store.put(intent);
    emitEvent(desk, "payment_intent.payment_failed", intent);
    return {PayStep::Declined, decline.message};
}

void completeSession(Desk& desk, Json session, const Json& charge) {
    const Json& billing = charge["billing_details"];
    session["status"] = "complete";
    session["payment_status"] = "paid";
    session["url"] = nullptr;
    session["customer_details"] =
        Json{{"address", nullptr}, {"email", billing["email"]}, {"name", billing["name"]},
             {"phone", nullptr},   {"tax_exempt", "none"},      {"tax_ids", Json::array()}};
    desk.store.put(session);
    emitEvent(desk, "checkout.session.completed", session);
}

PayResult succeed(Desk& desk, const Json& session, Json intent, Json charge, CardFate fate) {
    charge["status"] = "succeeded";
    charge["paid"] = true;
    charge["captured"] = true;
    charge["amount_captured"] = charge["amount"];
    charge["balance_transaction"] = newObjectId("txn_");
    charge["outcome"] = Json{{"network_status", "approved_by_network"},
                             {"reason", nullptr},
                             {"risk_level", "normal"},
                             {"seller_message", "Payment complete."},
                             {"type", "authorized"}};
    charge["_fate"] = static_cast<int>(fate);
    desk.store.put(charge);
    emitEvent(desk, "charge.succeeded", charge);
    intent["amount_received"] = intent["amount"];
    intent["latest_charge"] = charge["id"];
    intent["payment_method"] = charge["payment_method"];
    intent["next_action"] = nullptr;
    intent["last_payment_error"] = nullptr;
    intent["status"] = "succeeded";
    intent.erase("_pending");
    desk.store.put(intent);
    emitEvent(desk, "payment_intent.succeeded", intent);
    completeSession(desk, session, charge);
    if (fate == CardFate::PaysThenDisputed) openDispute(desk, std::move(charge));
    return {PayStep::Paid, {}};
}

PayResult askForAuthentication(Desk& desk, Json intent, Json charge) {
    intent["status"] = "requires_action";
    intent["next_action"] = Json{{"type", "use_stripe_sdk"}};
    intent["_pending"] = std::move(charge);
    desk.store.put(intent);
    emitEvent(desk, "payment_intent.requires_action", intent);
    return {PayStep::NeedsAuthentication, {}};
}

} // namespace

PayResult paySession(Desk& desk, const std::string& sessionId, const Payer& payer) {
    const Json* const found = desk.store.find("checkout.session", sessionId);
    if (!found || (*found)["status"] != "open") return {};
    Json session = *found;
    Json intent = intentOf(desk, session);
    Json charge = newCharge(desk, intent, cardDetails(payer.card), billingDetails(payer));
    const CardBehaviour behaviour = behaviourOf(payer.card.number);
    switch (behaviour.fate) {
    case CardFate::Declines:
        return decline(desk, std::move(intent), std::move(charge), behaviour.decline);
    case CardFate::NeedsAuthentication:
        return askForAuthentication(desk, std::move(intent), std::move(charge));
    case CardFate::Pays:
    case CardFate::PaysThenDisputed:
    case CardFate::PaysThenRefundFails:
    case CardFate::PaysThenRefundWaits:
        return succeed(desk, session, std::move(intent), std::move(charge), behaviour.fate);
    }
    __builtin_unreachable();
}

PayResult authenticate(Desk& desk, const std::string& sessionId, Authentication outcome) {
    const Json* const found = desk.store.find("checkout.session", sessionId);
    if (!found || (*found)["status"] != "open" || !(*found)["payment_intent"].is_string()) return {};
    const Json session = *found;
    Json intent = *desk.store.find("payment_intent", session["payment_intent"].get<std::string>());
    if (intent["status"] != "requires_action" || !intent.contains("_pending")) return {};
    Json charge = intent["_pending"];
    if (outcome == Authentication::Completed)
        return succeed(desk, session, std::move(intent), std::move(charge), CardFate::Pays);
    return decline(
        desk, std::move(intent), std::move(charge),
        {"payment_intent_authentication_failure", "authentication_required",
         "We are unable to authenticate your payment method. Please choose a different payment method "
         "and try again."});
}

} // namespace headroom::sandbox
