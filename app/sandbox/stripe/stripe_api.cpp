#include "app/sandbox/stripe/stripe_api.h"

#include "app/sandbox/stripe/form_tree.h"
#include "app/sandbox/stripe/listing.h"
#include "app/sandbox/stripe/sandbox_limits.h"
#include "app/sandbox/stripe/stripe_operations.h"
#include "app/sandbox/stripe/stripe_sandbox.h"
#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/http/url.h"

#include <algorithm>
#include <set>
#include <thread>

namespace headroom::sandbox {

namespace {

struct Reply {
    int status = 200;
    Json body;
    bool replayed = false;
    bool storable = false;
    bool retry = false; ///< Stripe-Should-Retry
};

Reply replyOf(const StripeError& error) {
    Reply reply;
    reply.status = error.status;
    reply.body = error.body();
    return reply;
}

StripeError errorOf(int status, std::string type, std::string code, std::string message) {
    StripeError error;
    error.status = status;
    error.type = std::move(type);
    error.code = std::move(code);
    error.message = std::move(message);
    return error;
}

/// The secret key of a Bearer or Basic Authorization, empty without one.
std::string secretKey(const http::Request& request) {
    const std::string_view header = request.header("Authorization");
    if (header.starts_with("Bearer ")) return std::string(header.substr(7));
    if (!header.starts_with("Basic ")) return {};
    const std::string decoded = fromBase64(header.substr(6)).value_or("");
    return decoded.substr(0, decoded.find(':'));
}

std::optional<StripeError> checkCaller(const http::Request& request) {
    const std::string key = secretKey(request);
    const auto refused = [](std::string message) {
        return errorOf(401, "invalid_request_error", {}, std::move(message));
    };
    if (key.empty())
        return refused(
            "You did not provide an API key. You need to provide your API key in the Authorization header, "
            "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
    if (key.starts_with("sk_live_") || key.starts_with("rk_live_"))
        return refused(
            "This is a sandbox without real money: it refuses live keys. Use a test key (sk_test_...).");
    const bool test = key.starts_with("sk_test_") || key.starts_with("rk_test_");
    if (!test || key.size() < 9) return refused("Invalid API Key provided: " + key.substr(0, 8) + "***");
    const std::string_view version = request.header("Stripe-Version");
    if (!version.empty() && version != apiVersion)
        return errorOf(400, "invalid_request_error", {},
                       "Invalid Stripe API version: " + std::string(version) + ". The sandbox only speaks " +
                           apiVersion + ".");
    return std::nullopt;
}

Answer<Json> parametersOf(const http::Request& request) {
    if (request.method == "GET" || request.method == "HEAD" || request.body.empty())
        return parseForm(request.target.query.encoded());
    const std::string_view type = request.header("Content-Type");
    if (!type.starts_with("application/x-www-form-urlencoded"))
        return refuse("Invalid request: the body must be application/x-www-form-urlencoded, not JSON.");
    return parseForm(request.body);
}

/// Same key and same content: the stored answer. Same key while the first is at work: 409. Other content:
/// 400.
class IdempotencyKeys {
public:
    /// The reply to give without running anything, if there is one. Otherwise the key is ours until leave().
    std::optional<Reply> enter(const StripeStore& store, const std::string& key,
                               const std::string& fingerprint) {
        if (inFlight_.contains(key)) {
            Reply reply = replyOf(
                errorOf(409, "idempotency_error", "idempotency_key_in_use",
                        "There is currently another in-progress request using this Idempotent Key: " + key));
            reply.retry = true;
            return reply;
        }
        if (const Json* const stored = store.find("idempotency", key)) {
            if ((*stored)["fingerprint"] != fingerprint)
                return replyOf(
                    errorOf(400, "idempotency_error", {},
                            "Keys for idempotent requests can only be used with the same parameters they "
                            "were first used with. Try using a key other than '" +
                                key +
                                "' if you meant "
                                "to execute a different request."));
            Reply reply;
            reply.status = (*stored)["status"].get<int>();
            reply.body = (*stored)["body"];
            reply.replayed = true;
            return reply;
        }
        inFlight_.insert(key);
        return std::nullopt;
    }
    void leave(const std::string& key) { inFlight_.erase(key); }

private:
    std::set<std::string> inFlight_; ///< under the sandbox's lock
};

class Api {
public:
    Api(StripeSandbox& sandbox, const Clock& clock)
        : sandbox_(sandbox)
        , clock_(clock) {}

    http::Response serve(const http::Request& request, const Operation& operation) {
        RequestInfo info{newObjectId("req_", 14), std::string(request.header("Idempotency-Key"))};
        if (request.method != "POST") info.idempotencyKey.clear();
        Reply reply = answer(request, operation, info);
        http::Response response = http::Response::json(reply.status, reply.body.dump(2));
        response.headers.add("Request-Id", info.id);
        response.headers.add("Stripe-Version", apiVersion);
        if (!info.idempotencyKey.empty() && http::isFieldValue(info.idempotencyKey))
            response.headers.add("Idempotency-Key", info.idempotencyKey);
        if (reply.replayed) response.headers.add("Idempotent-Replayed", "true");
        if (reply.retry) response.headers.add("Stripe-Should-Retry", "true");
        return response;
    }

private:
    Reply answer(const http::Request& request, const Operation& operation, const RequestInfo& info) {
        if (const auto refused = checkCaller(request)) return replyOf(*refused);
        if (info.idempotencyKey.size() > idempotencyKeyChars)
            return replyOf(
                errorOf(400, "idempotency_error", {}, "Idempotency keys can have up to 255 characters."));
        auto form = parametersOf(request);
        if (!form) return replyOf(form.error());
        const std::string fingerprint =
            toHex(sha256(request.method + " " + request.target.path + "\n" + form->dump()));
        auto checked = operation.shape.check(*form);
        if (checked && operation.rules)
            checked = operation.rules(*std::move(checked), clock_.now().seconds());

        const std::int64_t delay = delayOf(checked);
        Reply reply;
        bool holdsKey = false;
        const auto kept = sandbox_.operate(info, [&](Desk& desk) {
            if (auto known = enter(desk, info, fingerprint)) {
                reply = *std::move(known);
                return;
            }
            holdsKey = !info.idempotencyKey.empty();
            reply = checked ? run(desk, operation, *checked, std::string(request.parameter("id")))
                            : replyOf(checked.error());
            if (holdsKey && reply.storable) remember(desk, info.idempotencyKey, fingerprint, reply);
            if (holdsKey && delay == 0) keys_.leave(info.idempotencyKey);
        });
        if (!kept) return replyOf(errorOf(500, "api_error", {}, "The sandbox cannot write its journal."));
        if (holdsKey && delay > 0) holdBack(info, delay);
        return reply;
    }

    std::optional<Reply> enter(Desk& desk, const RequestInfo& info, const std::string& fingerprint) {
        if (info.idempotencyKey.empty()) return std::nullopt;
        return keys_.enter(desk.store, info.idempotencyKey, fingerprint);
    }

    /// The work is done and stored, but its answer is late and the key still taken, as with a slow Stripe.
    void holdBack(const RequestInfo& info, std::int64_t delayMs) {
        std::this_thread::sleep_for(std::chrono::milliseconds(delayMs));
        (void)sandbox_.operate(info, [&](Desk&) { keys_.leave(info.idempotencyKey); });
    }

    Reply run(Desk& desk, const Operation& operation, const Json& parameters, const std::string& id) {
        if (desk.store.full())
            return replyOf(errorOf(507, "api_error", {},
                                   "The sandbox is full. Start over with an empty state directory."));
        Reply reply;
        auto result = operation.run(desk, parameters, id);
        if (result && parameters.contains("expand")) {
            result = expanded(desk.store, *std::move(result), parameters["expand"], sandbox_.baseUrl());
            if (!result) desk.store.rollback();
        }
        if (result)
            reply.body = *std::move(result);
        else
            reply = replyOf(result.error());
        reply.storable = true;
        return reply;
    }

    void remember(Desk& desk, const std::string& key, const std::string& fingerprint, const Reply& reply) {
        desk.store.put(Json{{"id", key},
                            {"object", "idempotency"},
                            {"fingerprint", fingerprint},
                            {"status", reply.status},
                            {"body", reply.body},
                            {"_at", clock_.now().ms}});
    }

    static std::int64_t delayOf(const Answer<Json>& checked) {
        if (!checked || !checked->contains("metadata")) return 0;
        const Json& metadata = (*checked)["metadata"];
        if (!metadata.contains("sandbox_delay_ms")) return 0;
        const auto delay = parseInteger(metadata["sandbox_delay_ms"].get<std::string>()).value_or(0);
        return std::clamp<std::int64_t>(delay, 0, longestDelayMs);
    }

    StripeSandbox& sandbox_;
    const Clock& clock_;
    IdempotencyKeys keys_;
};

} // namespace

void addStripeApi(http::Router& router, StripeSandbox& sandbox, const Clock& clock) {
    const auto api = std::make_shared<Api>(sandbox, clock);
    const AddOperation add = [&](const char* method, const char* pattern, Operation operation) {
        router.add(method, pattern, [api, operation = std::move(operation)](http::Request& request) {
            return api->serve(request, operation);
        });
    };
    addStripeOperations(add, sandbox);
}

} // namespace headroom::sandbox
