#include "app/sandbox/stripe/session_rules.h"

#include "app/sandbox/stripe/sandbox_limits.h"
#include "core/base/text.h"

namespace headroom::sandbox {

namespace {

Shape priceDataShape() {
    Shape product = Shape::object({{"name", Shape::text(textChars).required()},
                                   {"description", Shape::text(textChars)},
                                   {"images", Shape::list(Shape::text(urlChars), 8)},
                                   {"metadata", Shape::metadata()},
                                   {"tax_code", Shape::text(textChars)}});
    return Shape::object({{"currency", Shape::text(3).required()},
                          {"product_data", std::move(product)},
                          {"product", Shape::text(textChars)},
                          {"tax_behavior", Shape::choice({"inclusive", "exclusive", "unspecified"})},
                          {"unit_amount", Shape::integer(0, largestAmount)},
                          {"unit_amount_decimal", Shape::text(30)}});
}

Shape lineItemShape() {
    return Shape::object({{"price", Shape::text(textChars)},
                          {"price_data", priceDataShape()},
                          {"quantity", Shape::integer(1, 999'999)}});
}

Shape paymentIntentDataShape() {
    return Shape::object({{"capture_method", Shape::choice({"automatic", "automatic_async"})},
                          {"description", Shape::text(1000)},
                          {"metadata", Shape::metadata()},
                          {"receipt_email", Shape::text(512)},
                          {"statement_descriptor_suffix", Shape::text(22)}});
}

Shape enabledShape() {
    return Shape::object({{"enabled", Shape::boolean().required()}});
}

bool isUrl(const Json& value) {
    const auto& text = value.get_ref<const std::string&>();
    const bool scheme = text.starts_with("http://") || text.starts_with("https://");
    const std::size_t host = text.find("://") + 3;
    return scheme && host < text.size() && text[host] != '/' &&
           text.find_first_of(" \r\n\t<>\"") == std::string::npos;
}

Answer<Json> checkItem(Json item, const std::string& name) {
    const bool byId = item.contains("price");
    if (byId == item.contains("price_data"))
        return refuse("You must specify either `price` or `price_data` when creating a Checkout Session.",
                      "parameter_missing", name);
    if (byId) return noSuch("price", item["price"].get<std::string>(), name + "[price]");
    Json& price = item["price_data"];
    const std::string priceName = name + "[price_data]";
    if (price.contains("product"))
        return noSuch("product", price["product"].get<std::string>(), priceName + "[product]");
    if (!price.contains("product_data"))
        return refuse("You must specify either `product` or `product_data` when creating a price.",
                      "parameter_missing", priceName + "[product_data]");
    if (price.contains("unit_amount_decimal"))
        return refuse("The sandbox takes whole amounts in `unit_amount` only.", {},
                      priceName + "[unit_amount_decimal]");
    if (!price.contains("unit_amount"))
        return refuse("Missing required param: " + priceName + "[unit_amount].", "parameter_missing",
                      priceName + "[unit_amount]");
    std::string currency = toLowerAscii(price["currency"].get<std::string>());
    const bool letters = currency.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    if (currency.size() != 3 || !letters)
        return refuse("Invalid currency: " + currency + ".", {}, priceName + "[currency]");
    price["currency"] = currency;
    if (!item.contains("quantity"))
        return refuse("Quantity is required. Add `quantity` to `" + name + "`.", {}, name + "[quantity]");
    return item;
}

Answer<Json> checkItems(const Json& parameters) {
    if (!parameters.contains("line_items") || parameters["line_items"].empty())
        return refuse("You must provide at least one item in `line_items` in `payment` mode.",
                      "parameter_missing", "line_items");
    Json items = Json::array();
    std::int64_t total = 0;
    for (std::size_t i = 0; i < parameters["line_items"].size(); ++i) {
        auto item = checkItem(parameters["line_items"][i], "line_items[" + std::to_string(i) + "]");
        if (!item) return item;
        const Json& price = (*item)["price_data"];
        total += price["unit_amount"].get<std::int64_t>() * (*item)["quantity"].get<std::int64_t>();
        items.push_back(*std::move(item));
        if (items[0]["price_data"]["currency"] != items.back()["price_data"]["currency"])
            return refuse("The Checkout Session's line items must all have the same currency.");
    }
    if (total < smallestAmount)
        return refuse("The Checkout Session's total amount due must add up to at least $0.50 usd",
                      "amount_too_small");
    if (total > largestAmount)
        return refuse("The Checkout Session's total amount due must be no more than $999,999.99",
                      "amount_too_large");
    return items;
}

/// Features of the hosted page that the stand-in does not have must not be asked for in vain.
Answer<Json> checkFeatures(const Json& parameters) {
    if (parameters["mode"] != "payment") return refuse("The sandbox only knows mode=payment.", {}, "mode");
    if (parameters.value("ui_mode", "hosted_page") != "hosted_page")
        return refuse("The sandbox only knows ui_mode=hosted_page.", {}, "ui_mode");
    for (const char* feature : {"automatic_tax", "invoice_creation", "phone_number_collection"}) {
        if (parameters.contains(feature) && parameters[feature]["enabled"] == true)
            return refuse(std::string("The sandbox does not have ") + feature + ".", {},
                          std::string(feature) + "[enabled]");
    }
    return parameters;
}

} // namespace

const Shape& sessionCreateShape() {
    static const Shape shape =
        Shape::object({{"mode", Shape::choice({"payment", "setup", "subscription"}).required()},
                       {"ui_mode", Shape::choice({"hosted_page", "embedded_page", "elements", "form"})},
                       {"line_items", Shape::list(lineItemShape(), lineItems)},
                       {"success_url", Shape::text(urlChars)},
                       {"cancel_url", Shape::text(urlChars)},
                       {"client_reference_id", Shape::text(clientReferenceChars)},
                       {"customer_email", Shape::text(800)},
                       {"metadata", Shape::metadata()},
                       {"payment_intent_data", paymentIntentDataShape()},
                       {"expires_at", Shape::integer(0)},
                       {"expand", Shape::list(Shape::text(textChars), 20)},
                       {"allowed_payment_method_types", Shape::list(Shape::choice({"card"}), 1)},
                       {"excluded_payment_method_types", Shape::list(Shape::text(50), 50)},
                       {"automatic_tax", enabledShape()},
                       {"invoice_creation", enabledShape()},
                       {"phone_number_collection", enabledShape()},
                       {"allow_promotion_codes", Shape::boolean()},
                       {"billing_address_collection", Shape::choice({"auto", "required"})},
                       {"customer_creation", Shape::choice({"always", "if_required"})},
                       {"submit_type", Shape::choice({"auto", "book", "donate", "pay", "subscribe"})},
                       {"locale", Shape::text(10)}});
    return shape;
}

Answer<Json> checkSessionRules(Json parameters, std::int64_t nowSeconds) {
    auto features = checkFeatures(parameters);
    if (!features) return features;
    auto items = checkItems(parameters);
    if (!items) return items;
    parameters["line_items"] = *std::move(items);
    if (!parameters.contains("success_url"))
        return refuse("Missing required param: success_url.", "parameter_missing", "success_url");
    for (const char* name : {"success_url", "cancel_url"}) {
        if (parameters.contains(name) && !isUrl(parameters[name]))
            return refuse("Not a valid URL", "url_invalid", name);
    }
    if (parameters.contains("customer_email")) {
        const auto email = normalisedEmail(parameters["customer_email"].get<std::string>());
        if (!email)
            return refuse("Invalid email address: " + parameters["customer_email"].get<std::string>(),
                          "email_invalid", "customer_email");
    }
    if (parameters.contains("expires_at")) {
        const auto at = parameters["expires_at"].get<std::int64_t>();
        // Stripe counts from its own clock when the request arrives; a minute covers the way there.
        if (at < nowSeconds + shortestSessionSeconds - 60)
            return refuse(
                "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", {},
                "expires_at");
        if (at > nowSeconds + longestSessionSeconds + 60)
            return refuse(
                "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", {},
                "expires_at");
    }
    return parameters;
}

Json newSession(Desk& desk, const Json& parameters) {
    const auto given = [&](const char* name) {
        return parameters.contains(name) ? parameters[name] : Json();
    };
    std::int64_t total = 0;
    Json items = Json::array();
    for (Json item : parameters["line_items"]) {
        total += item["price_data"]["unit_amount"].get<std::int64_t>() * item["quantity"].get<std::int64_t>();
        item["_id"] = newObjectId("li_");
        item["_price"] = newObjectId("price_");
        item["_product"] = newObjectId("prod_");
        items.push_back(std::move(item));
    }
    const Json email = given("customer_email");
    Json session{{"id", newObjectId("cs_test_a1", 56)}, {"object", "checkout.session"}};
    session["allow_promotion_codes"] = given("allow_promotion_codes");
    session["amount_subtotal"] = total;
    session["amount_total"] = total;
    session["automatic_tax"] =
        Json{{"enabled", false}, {"liability", nullptr}, {"provider", nullptr}, {"status", nullptr}};
    session["billing_address_collection"] = given("billing_address_collection");
    session["cancel_url"] = given("cancel_url");
    session["client_reference_id"] = given("client_reference_id");
    session["client_secret"] = nullptr;
    session["created"] = desk.nowSeconds();
    session["currency"] = parameters["line_items"][0]["price_data"]["currency"];
    session["customer"] = nullptr;
    session["customer_creation"] = parameters.value("customer_creation", "if_required");
    session["customer_details"] = nullptr;
    if (!email.is_null())
        session["customer_details"] =
            Json{{"address", nullptr}, {"email", email},       {"name", nullptr},
                 {"phone", nullptr},   {"tax_exempt", "none"}, {"tax_ids", nullptr}};
    session["customer_email"] = email;
    session["expires_at"] = parameters.value("expires_at", desk.nowSeconds() + longestSessionSeconds);
    session["invoice"] = nullptr;
    session["livemode"] = false;
    session["locale"] = given("locale");
    session["metadata"] = parameters.contains("metadata") ? parameters["metadata"] : Json::object();
    session["mode"] = "payment";
    session["payment_intent"] = nullptr;
    session["payment_link"] = nullptr;
    session["payment_method_collection"] = "if_required";
    session["payment_method_types"] = Json::array({"card"});
    session["payment_status"] = "unpaid";
    session["setup_intent"] = nullptr;
    session["shipping_options"] = Json::array();
    session["status"] = "open";
    session["submit_type"] = given("submit_type");
    session["subscription"] = nullptr;
    session["success_url"] = parameters["success_url"];
    session["total_details"] = Json{{"amount_discount", 0}, {"amount_shipping", 0}, {"amount_tax", 0}};
    session["ui_mode"] = "hosted_page";
    session["url"] = nullptr;
    session["_line_items"] = std::move(items);
    session["_payment_intent_data"] =
        parameters.contains("payment_intent_data") ? parameters["payment_intent_data"] : Json::object();
    return session;
}

Json lineItemsOf(const Json& session) {
    Json data = Json::array();
    for (const Json& item : session["_line_items"]) {
        const Json& price = item["price_data"];
        const auto unit = price["unit_amount"].get<std::int64_t>();
        const auto total = unit * item["quantity"].get<std::int64_t>();
        Json shown{{"id", item["_id"]},
                   {"object", "item"},
                   {"amount_discount", 0},
                   {"amount_subtotal", total},
                   {"amount_tax", 0},
                   {"amount_total", total},
                   {"currency", price["currency"]},
                   {"description", price["product_data"]["name"]}};
        shown["price"] = Json{{"id", item["_price"]},
                              {"object", "price"},
                              {"active", false},
                              {"billing_scheme", "per_unit"},
                              {"created", session["created"]},
                              {"currency", price["currency"]},
                              {"livemode", false},
                              {"metadata", Json::object()},
                              {"product", item["_product"]},
                              {"recurring", nullptr},
                              {"type", "one_time"},
                              {"unit_amount", unit},
                              {"unit_amount_decimal", std::to_string(unit)}};
        shown["quantity"] = item["quantity"];
        data.push_back(std::move(shown));
    }
    return Json{{"object", "list"},
                {"data", std::move(data)},
                {"has_more", false},
                {"url", "/v1/checkout/sessions/" + session["id"].get<std::string>() + "/line_items"}};
}

} // namespace headroom::sandbox
