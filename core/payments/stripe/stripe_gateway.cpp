#include "core/payments/stripe/stripe_gateway.h"

#include "core/base/log.h"
#include "core/http/client/retrying.h"
#include "core/payments/payments_limits.h"
#include "core/payments/stripe/stripe_form.h"
#include "core/payments/stripe/stripe_objects.h"

#include <nlohmann/json.hpp>

namespace headroom::payments {

using nlohmann::json;

namespace {

constexpr std::string_view stripeBase = "https://api.stripe.com";
constexpr int attempts = 3;
constexpr int longestDelayMs = 2'000;

bool startsWithHost(std::string_view url, std::string_view base) {
    if (!url.starts_with(base)) return false;
    return url.size() == base.size() || url[base.size()] == ':' || url[base.size()] == '/';
}

bool isThisMachine(std::string_view url) {
    return startsWithHost(url, "http://127.0.0.1") || startsWithHost(url, "http://localhost") ||
           startsWithHost(url, "http://[::1]");
}

/// The rule of Stripe's own SDKs.
bool worthRepeating(const http::ClientResponse& response) {
    const std::string_view advice = response.headers.value("stripe-should-retry");
    if (advice == "false") return false;
    if (advice == "true") return true;
    return response.status == 409 || response.status >= 500;
}

enum class Effect { Reads, Writes };

/// Says what an answer other than 2xx means. Only type, code and the request's number are logged: messages
/// can name customers.
Error errorOf(const http::ClientResponse& response, Effect effect) {
    const json body = json::parse(response.body, nullptr, false);
    std::string type, code;
    if (body.is_object() && body.contains("error") && body["error"].is_object()) {
        type = idOrEmpty(body["error"], "type");
        code = idOrEmpty(body["error"], "code");
    }
    const std::string detail = "stripe " + std::to_string(response.status) + " " + type + " " + code;
    log::warning("payments.stripe", "a call was refused",
                 {{"status", response.status},
                  {"type", type},
                  {"code", code},
                  {"request", response.headers.value("request-id")}});
    switch (response.status) {
    case 401:
    case 403: // our own configuration; the order can be paid once it is right
        return {ErrorCode::Unavailable, detail + ": the key is refused"};
    case 402:
        return {ErrorCode::PaymentDeclined, detail};
    case 404:
        return {ErrorCode::NotFound, detail};
    case 409:
    case 424:
    case 429:
        return {ErrorCode::Unavailable, detail};
    default:
        break;
    }
    if (type == "idempotency_error") return {ErrorCode::IdempotencyConflict, detail};
    if (response.status >= 400 && response.status < 500) return {ErrorCode::InvalidInput, detail};
    return {effect == Effect::Writes ? ErrorCode::UnknownOutcome : ErrorCode::Unavailable, detail};
}

class StripeGateway final : public PaymentGateway {
public:
    StripeGateway(StripeOptions options, Livemode livemode, http::Client& client, const Clock& clock)
        : options_(std::move(options))
        , livemode_(livemode)
        , client_(client, clock) {}

    Livemode livemode() const override { return livemode_; }

    Result<CheckoutSession> createSession(const SessionRequest& request) override {
        const http::Parameters form = sessionForm(request, options_.successUrl, options_.cancelUrl);
        return sessionFrom(TRY(post("/v1/checkout/sessions", form, request.key)));
    }

    Result<CheckoutSession> retrieveSession(const std::string& sessionId) override {
        http::Parameters query;
        query.add("expand[0]", "payment_intent"); // tells money on its way from a payment that failed
        return sessionFrom(TRY(get("/v1/checkout/sessions/" + http::percentEncoded(sessionId), query)));
    }

    Result<std::optional<CheckoutSession>> findSessionByOrder(const OrderId& order, Timestamp from,
                                                              Timestamp to) override {
        std::string after;
        for (int page = 0; page < sessionPagesMax; ++page) {
            const json list = TRY(get("/v1/checkout/sessions", sessionsQuery(from, to, after)));
            const json& data = *TRY(dataOf(list));
            for (const json& item : data) {
                if (idOrEmpty(item, "client_reference_id") != order.text()) continue;
                return std::optional<CheckoutSession>(TRY(sessionFrom(item)));
            }
            after = nextOf(list, data);
            if (after.empty()) return std::optional<CheckoutSession>();
        }
        return fail(ErrorCode::LimitExceeded, "too many sessions to look through");
    }

    Result<CheckoutSession> expireSession(const std::string& sessionId) override {
        const std::string path = "/v1/checkout/sessions/" + http::percentEncoded(sessionId) + "/expire";
        return sessionFrom(TRY(post(path, http::Parameters(), "expire:" + sessionId)));
    }

    Result<EventPage> listEvents(Timestamp since, const std::string& after) override {
        const json list = TRY(get("/v1/events", eventsQuery(since, after)));
        const json& data = *TRY(dataOf(list));
        EventPage page;
        for (const json& item : data) {
            auto event = eventFrom(item);
            if (event) {
                page.events.push_back(std::move(*event));
                continue;
            }
            log::error("payments.stripe", "an event cannot be read",
                       {{"event", idOrEmpty(item, "id")}, {"error", describe(event.error())}});
        }
        page.next = nextOf(list, data);
        return page;
    }

private:
    static Result<const json*> dataOf(const json& list) {
        if (!list.is_object() || !list.contains("data") || !list["data"].is_array())
            return fail(ErrorCode::Corrupt, "stripe: not a list");
        return &list["data"];
    }

    static std::string nextOf(const json& list, const json& data) {
        const bool more = list.contains("has_more") && list["has_more"] == true;
        return more && !data.empty() ? idOrEmpty(data.back(), "id") : std::string();
    }

    Result<json> post(const std::string& path, const http::Parameters& form, const std::string& key) {
        http::ClientRequest request = base("POST", path);
        request.headers.add("Content-Type", "application/x-www-form-urlencoded");
        request.headers.add("Idempotency-Key", key);
        request.body = form.encoded();
        request.repeat = http::Repeat::Safe; // by the key
        return send(request, Effect::Writes);
    }

    Result<json> get(const std::string& path, const http::Parameters& query) {
        return send(base("GET", path + "?" + query.encoded()), Effect::Reads);
    }

    http::ClientRequest base(std::string method, const std::string& path) const {
        http::ClientRequest request;
        request.method = std::move(method);
        request.url = options_.apiBase + path;
        request.headers.add("Authorization", "Bearer " + options_.secretKey);
        request.headers.add("Stripe-Version", std::string(stripeVersion));
        return request;
    }

    Result<json> send(const http::ClientRequest& request, Effect effect) {
        http::RetryPolicy policy;
        policy.attempts = attempts;
        policy.longestDelayMs = longestDelayMs;
        policy.repeatable = worthRepeating;
        const http::ClientResponse response = TRY(client_.send(request, policy));
        if (!response.succeeded()) return fail(errorOf(response, effect));
        json body = json::parse(response.body, nullptr, false);
        // A write that was answered with nonsense may have happened.
        if (body.is_discarded())
            return fail(effect == Effect::Writes ? ErrorCode::UnknownOutcome : ErrorCode::Unavailable,
                        "stripe: the answer is not JSON");
        return body;
    }

    const StripeOptions options_;
    const Livemode livemode_;
    http::RetryingClient client_;
};

} // namespace

Result<Livemode> livemodeOfKey(std::string_view secretKey) {
    constexpr std::size_t shortestKey = 12;
    if (secretKey.size() >= shortestKey) {
        if (secretKey.starts_with("sk_live_") || secretKey.starts_with("rk_live_")) return Livemode::Live;
        if (secretKey.starts_with("sk_test_") || secretKey.starts_with("rk_test_")) return Livemode::Sandbox;
    }
    return fail(ErrorCode::InvalidInput, "not a secret key of Stripe's");
}

Result<std::unique_ptr<PaymentGateway>> makeStripeGateway(StripeOptions options, http::Client& client,
                                                          const Clock& clock) {
    const Livemode livemode = TRY(livemodeOfKey(options.secretKey));
    while (options.apiBase.ends_with('/'))
        options.apiBase.pop_back();
    const bool secure = options.apiBase.starts_with("https://");
    if (livemode == Livemode::Live && options.apiBase != stripeBase)
        return fail(ErrorCode::InvalidInput, "a live key is only for " + std::string(stripeBase));
    if (!secure && !isThisMachine(options.apiBase))
        return fail(ErrorCode::InvalidInput, "Stripe's address must be https, or http on this machine");
    if (options.successUrl.empty() || options.cancelUrl.empty())
        return fail(ErrorCode::InvalidInput, "where customers return to is not set");
    return std::make_unique<StripeGateway>(std::move(options), livemode, client, clock);
}

} // namespace headroom::payments
