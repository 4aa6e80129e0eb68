#include "app/sandbox/stripe/ledger_objects.h"

#include "core/base/crypto.h"

namespace headroom::sandbox {

std::string newObjectId(const std::string& prefix, std::size_t length) {
    static constexpr std::string_view letters =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string id = prefix;
    for (std::size_t i = 0; i < length; ++i)
        id += letters[randomBelow(letters.size())];
    return id;
}

Json rendered(const Json& object, const std::string& baseUrl) {
    Json shown = Json::object();
    for (const auto& [key, value] : object.items())
        if (!key.starts_with('_')) shown[key] = value;
    if (shown.value("object", "") == "checkout.session" && shown["status"] == "open")
        shown["url"] = baseUrl + "/c/pay/" + shown["id"].get<std::string>();
    return shown;
}

void emitEvent(Desk& desk, const std::string& type, const Json& object, const Json& previousAttributes) {
    Json event{{"id", newObjectId("evt_")},
               {"object", "event"},
               {"api_version", apiVersion},
               {"created", desk.nowSeconds()}};
    // A session's URL is ours to fill in, and Stripe's event has one only while the session is open: never
    // here.
    event["data"] = Json{{"object", rendered(object, {})}};
    if (event["data"]["object"].contains("url")) event["data"]["object"]["url"] = nullptr;
    if (!previousAttributes.is_null()) event["data"]["previous_attributes"] = previousAttributes;
    event["livemode"] = false;
    event["pending_webhooks"] = desk.delivers ? 1 : 0;
    Json request{{"id", nullptr}, {"idempotency_key", nullptr}};
    if (!desk.request.id.empty()) request["id"] = desk.request.id;
    if (!desk.request.idempotencyKey.empty()) request["idempotency_key"] = desk.request.idempotencyKey;
    event["request"] = request;
    event["type"] = type;
    event["_at"] = desk.clock.now().ms;
    event["_attempts"] = 0;
    desk.store.put(std::move(event));
}

Json newPaymentIntent(Desk& desk, const Json& session) {
    const std::string id = newObjectId("pi_");
    const Json& data = session["_payment_intent_data"];
    const auto given = [&](const char* name) { return data.contains(name) ? data[name] : Json(); };
    Json intent{{"id", id},
                {"object", "payment_intent"},
                {"amount", session["amount_total"]},
                {"amount_capturable", 0},
                {"amount_received", 0},
                {"application", nullptr},
                {"automatic_payment_methods", nullptr},
                {"canceled_at", nullptr},
                {"cancellation_reason", nullptr},
                {"capture_method", "automatic_async"},
                {"client_secret", id + "_secret_" + newObjectId("", 25)},
                {"confirmation_method", "automatic"},
                {"created", desk.nowSeconds()},
                {"currency", session["currency"]},
                {"customer", nullptr}};
    intent["description"] = given("description");
    intent["last_payment_error"] = nullptr;
    intent["latest_charge"] = nullptr;
    intent["livemode"] = false;
    intent["metadata"] = data.contains("metadata") ? data["metadata"] : Json::object();
    intent["next_action"] = nullptr;
    intent["payment_method"] = nullptr;
    intent["payment_method_types"] = Json::array({"card"});
    intent["receipt_email"] = given("receipt_email");
    intent["statement_descriptor_suffix"] = given("statement_descriptor_suffix");
    intent["status"] = "requires_payment_method";
    intent["transfer_data"] = nullptr;
    intent["_session"] = session["id"];
    return intent;
}

Json newCharge(Desk& desk, const Json& intent, const Json& card, const Json& billingDetails) {
    Json charge{{"id", newObjectId("ch_")},
                {"object", "charge"},
                {"amount", intent["amount"]},
                {"amount_captured", 0},
                {"amount_refunded", 0},
                {"application", nullptr},
                {"balance_transaction", nullptr},
                {"billing_details", billingDetails},
                {"captured", false},
                {"created", desk.nowSeconds()},
                {"currency", intent["currency"]},
                {"customer", nullptr},
                {"description", intent["description"]},
                {"disputed", false},
                {"failure_code", nullptr},
                {"failure_message", nullptr},
                {"livemode", false},
                {"metadata", intent["metadata"]}};
    charge["outcome"] = nullptr;
    charge["paid"] = false;
    charge["payment_intent"] = intent["id"];
    charge["payment_method"] = newObjectId("pm_");
    charge["payment_method_details"] = Json{{"card", card}, {"type", "card"}};
    charge["receipt_email"] = intent["receipt_email"];
    charge["receipt_url"] = nullptr;
    charge["refunded"] = false;
    charge["status"] = "failed";
    return charge;
}

Json newDispute(Desk& desk, const Json& charge) {
    Json dispute{{"id", newObjectId("du_")},       {"object", "dispute"},
                 {"amount", charge["amount"]},     {"balance_transactions", Json::array()},
                 {"charge", charge["id"]},         {"created", desk.nowSeconds()},
                 {"currency", charge["currency"]}, {"evidence", Json::object()}};
    dispute["evidence_details"] = Json{{"due_by", desk.nowSeconds() + 7 * 24 * 3600},
                                       {"has_evidence", false},
                                       {"past_due", false},
                                       {"submission_count", 0}};
    dispute["is_charge_refundable"] = false;
    dispute["livemode"] = false;
    dispute["metadata"] = Json::object();
    dispute["payment_intent"] = charge["payment_intent"];
    dispute["reason"] = "fraudulent";
    dispute["status"] = "needs_response";
    return dispute;
}

} // namespace headroom::sandbox
