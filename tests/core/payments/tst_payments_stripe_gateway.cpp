#include "core/http/server/server.h"
#include "core/payments/payments_limits.h"
#include "core/payments/stripe/stripe_form.h"
#include "core/payments/stripe/stripe_gateway.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <deque>
#include <mutex>

using namespace headroom;
using namespace headroom::payments;
using nlohmann::json;

namespace {

const OrderId order = OrderId::trusted("0a0a0a0a-0000-4000-8000-000000000001");
const TeamId team = TeamId::trusted("0b0b0b0b-0000-4000-8000-000000000002");

SessionRequest someRequest() {
    return {
        order, team, "checkout:x:1", "50 headshot credits & more", 2900, "usd", Timestamp{1'700'003'600'999}};
}

json sessionJson() {
    return {{"id", "cs_1"},
            {"object", "checkout.session"},
            {"status", "open"},
            {"payment_status", "unpaid"},
            {"client_reference_id", order.text()},
            {"metadata", {{"order_id", order.text()}}},
            {"amount_total", 2900},
            {"currency", "usd"},
            {"payment_intent", nullptr},
            {"url", "https://checkout.example/cs_1"},
            {"livemode", false}};
}

/// Answers with what it was given, in turn, and remembers what it was asked.
class ScriptedStripe {
public:
    struct Seen {
        std::string method, path, body, key, version, authorization, contentType, query;
    };

    ScriptedStripe() {
        http::Router router;
        router.setFallback([this](http::Request& request) { return answer(request); });
        server_ = std::move(*http::Server::create({}, std::move(router)));
    }

    void next(int status, const json& body, std::string shouldRetry = {}) {
        http::Response response = http::Response::json(status, body.dump());
        if (!shouldRetry.empty()) response.headers.add("Stripe-Should-Retry", shouldRetry);
        answers_.push_back(std::move(response));
    }
    void nextText(int status, std::string text) {
        answers_.push_back(http::Response::json(status, std::move(text)));
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
    std::vector<Seen> seen() {
        const std::lock_guard lock(mutex_);
        return seen_;
    }

private:
    http::Response answer(http::Request& request) {
        const std::lock_guard lock(mutex_);
        seen_.push_back({request.method, request.target.path, request.body,
                         std::string(request.header("Idempotency-Key")),
                         std::string(request.header("Stripe-Version")),
                         std::string(request.header("Authorization")),
                         std::string(request.header("Content-Type")), request.target.query.encoded()});
        if (answers_.empty()) return http::Response::json(500, "{}");
        http::Response response = std::move(answers_.front());
        answers_.pop_front();
        return response;
    }

    std::mutex mutex_;
    std::deque<http::Response> answers_;
    std::vector<Seen> seen_;
    std::unique_ptr<http::Server> server_;
};

struct Wire {
    ScriptedStripe stripe;
    SystemClock clock;
    std::unique_ptr<http::Client> client = std::move(*http::Client::create({}));
    std::unique_ptr<PaymentGateway> gateway = std::move(*makeStripeGateway(
        {"sk_test_123456789", stripe.url(), "https://x.test/ok?s={CHECKOUT_SESSION_ID}", "https://x.test/no"},
        *client, clock));
};

json errorJson(const std::string& type, const std::string& code = {}) {
    return {{"error", {{"type", type}, {"code", code}, {"message", "Ann Lee's card"}}}};
}

} // namespace

class StripeGatewayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSessionIsAskedForAsAFormWithEscapedBrackets() {
        const std::string form =
            sessionForm(someRequest(), "https://x.test/ok?s={CHECKOUT_SESSION_ID}", "c").encoded();
        const std::string expected =
            "mode=payment&client_reference_id=" + order.text() +
            "&line_items%5B0%5D%5Bquantity%5D=1&line_items%5B0%5D%5Bprice_data%5D%5Bcurrency%5D=usd"
            "&line_items%5B0%5D%5Bprice_data%5D%5Bunit_amount%5D=2900"
            "&line_items%5B0%5D%5Bprice_data%5D%5Bproduct_data%5D%5Bname%5D=50%20headshot%20credits%20%26%"
            "20more"
            "&metadata%5Border_id%5D=" +
            order.text() + "&metadata%5Bteam_id%5D=" + team.text() +
            "&payment_intent_data%5Bmetadata%5D%5Border_id%5D=" + order.text() +
            "&payment_intent_data%5Bmetadata%5D%5Bteam_id%5D=" + team.text() +
            "&expires_at=1700003600&success_url=https%3A%2F%2Fx.test%2Fok%3Fs%3D%7BCHECKOUT_SESSION_ID%7D&"
            "cancel_url=c";
        QCOMPARE(form, expected);
    }

    void aRequestCarriesKeyVersionAndIdempotencyKey() {
        Wire wire;
        wire.stripe.next(200, sessionJson());
        const auto session = wire.gateway->createSession(someRequest());
        QVERIFY(session.has_value());
        QCOMPARE(session->url, std::string("https://checkout.example/cs_1"));
        QVERIFY(session->order == order);
        const auto seen = wire.stripe.seen();
        QCOMPARE(seen.size(), std::size_t(1));
        QCOMPARE(seen[0].path, std::string("/v1/checkout/sessions"));
        QCOMPARE(seen[0].key, std::string("checkout:x:1"));
        QCOMPARE(seen[0].version, std::string("2026-10-28.endive"));
        QCOMPARE(seen[0].authorization, std::string("Bearer sk_test_123456789"));
        QCOMPARE(seen[0].contentType, std::string("application/x-www-form-urlencoded"));
    }

    void errorsAreClassified_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("expected");
        QTest::addColumn<int>("requests");
        const auto row = [](const char* name, int status, const char* type, ErrorCode code, int requests) {
            QTest::newRow(name) << status << type << int(code) << requests;
        };
        row("bad parameters", 400, "invalid_request_error", ErrorCode::InvalidInput, 1);
        row("key with other content", 400, "idempotency_error", ErrorCode::IdempotencyConflict, 1);
        row("bad key", 401, "invalid_request_error", ErrorCode::Unavailable, 1);
        row("key may not", 403, "invalid_request_error", ErrorCode::Unavailable, 1);
        row("declined", 402, "card_error", ErrorCode::PaymentDeclined, 1);
        row("no such object", 404, "invalid_request_error", ErrorCode::NotFound, 1);
        row("key in flight", 409, "idempotency_error", ErrorCode::Unavailable, 3);
        row("dependency", 424, "api_error", ErrorCode::Unavailable, 1);
        row("too many", 429, "rate_limit", ErrorCode::Unavailable, 1);
        row("Stripe's fault", 500, "api_error", ErrorCode::UnknownOutcome, 3);
        row("Stripe is away", 503, "api_error", ErrorCode::UnknownOutcome, 3);
    }
    void errorsAreClassified() {
        QFETCH(int, status);
        QFETCH(QString, type);
        QFETCH(int, expected);
        QFETCH(int, requests);
        Wire wire;
        for (int i = 0; i < 3; ++i)
            wire.stripe.next(status, errorJson(type.toStdString()));
        const auto session = wire.gateway->createSession(someRequest());
        QCOMPARE(int(session.error().code), expected);
        QVERIFY(session.error().detail.find("Ann") == std::string::npos); // messages can name customers
        const auto seen = wire.stripe.seen();
        QCOMPARE(static_cast<int>(seen.size()), requests);
        for (const auto& one : seen)
            QVERIFY(one.key == "checkout:x:1" && one.body == seen[0].body); // never a new key
    }

    void stripesAdviceOnRepeatingIsFollowed() {
        Wire wire;
        wire.stripe.next(500, errorJson("api_error"), "false");
        QVERIFY(wire.gateway->createSession(someRequest()).error().code == ErrorCode::UnknownOutcome);
        QCOMPARE(wire.stripe.seen().size(), std::size_t(1));
        wire.stripe.next(429, errorJson("rate_limit"), "true");
        wire.stripe.next(200, sessionJson());
        QVERIFY(wire.gateway->createSession(someRequest()));
        QCOMPARE(wire.stripe.seen().size(), std::size_t(3));
    }

    void aReadThatFailsHasNoUnknownOutcome() {
        Wire wire;
        for (int i = 0; i < 3; ++i)
            wire.stripe.next(502, errorJson("api_error"));
        QVERIFY(wire.gateway->retrieveSession("cs_1").error().code == ErrorCode::Unavailable);
    }

    void nonsenseAsAnAnswerIsNotASession() {
        Wire wire;
        wire.stripe.nextText(200, "<html>");
        QVERIFY(wire.gateway->createSession(someRequest()).error().code == ErrorCode::UnknownOutcome);
        wire.stripe.nextText(200, "[]");
        QVERIFY(wire.gateway->retrieveSession("cs_1").error().code == ErrorCode::Corrupt);
        wire.stripe.nextText(200, R"({"object":"list","data":7})");
        QVERIFY(wire.gateway->listEvents({}, {}).error().code == ErrorCode::Corrupt);
    }

    void aLostSessionIsFoundOnALaterPage() {
        Wire wire;
        json other = sessionJson();
        other["id"] = "cs_0";
        other["client_reference_id"] = team.text();
        wire.stripe.next(200, {{"object", "list"}, {"has_more", true}, {"data", {other}}});
        wire.stripe.next(200, {{"object", "list"}, {"has_more", false}, {"data", {sessionJson()}}});
        const auto found = wire.gateway->findSessionByOrder(order, Timestamp{1'000}, Timestamp{2'000});
        QVERIFY(found.has_value() && found->has_value());
        QCOMPARE((*found)->id, std::string("cs_1"));
        QVERIFY(wire.stripe.seen()[1].query.find("starting_after=cs_0") != std::string::npos);
        wire.stripe.next(200, {{"object", "list"}, {"has_more", false}, {"data", json::array()}});
        QVERIFY(!wire.gateway->findSessionByOrder(order, {}, {})->has_value());
    }

    void anUnreadableEventDoesNotHideTheOthers() {
        Wire wire;
        const json good{{"id", "evt_2"},     {"object", "event"},  {"created", 1},
                        {"livemode", false}, {"type", "new.type"}, {"data", {{"object", {{"id", "x"}}}}}};
        wire.stripe.next(200, {{"object", "list"}, {"has_more", false}, {"data", {{{"id", "evt_1"}}, good}}});
        const auto page = wire.gateway->listEvents(Timestamp{5'000}, {});
        QCOMPARE(page->events.size(), std::size_t(1));
        QVERIFY(page->next.empty());
        QVERIFY(wire.stripe.seen()[0].query.find("created%5Bgte%5D=5&") == 0);
    }

    void theKeyDecidesTheMode() {
        QVERIFY(*livemodeOfKey("sk_live_123456789") == Livemode::Live);
        QVERIFY(*livemodeOfKey("rk_live_123456789") == Livemode::Live);
        QVERIFY(*livemodeOfKey("sk_test_123456789") == Livemode::Sandbox);
        QVERIFY(!livemodeOfKey("pk_live_123456789"));
        QVERIFY(!livemodeOfKey("sk_live_"));
        QVERIFY(!livemodeOfKey(""));
    }

    void addressesThatCannotBeRightAreRefused() {
        const SystemClock clock;
        const auto client = std::move(*http::Client::create({}));
        const auto made = [&](const char* key, const char* base) {
            return makeStripeGateway({key, base, "s", "c"}, *client, clock).has_value();
        };
        QVERIFY(made("sk_live_123456789", "https://api.stripe.com"));
        QVERIFY(made("sk_live_123456789", "https://api.stripe.com/"));
        QVERIFY(!made("sk_live_123456789", "https://api.stripe.com.evil.test"));
        QVERIFY(!made("sk_live_123456789", "http://127.0.0.1:1"));
        QVERIFY(made("sk_test_123456789", "http://127.0.0.1:1"));
        QVERIFY(!made("sk_test_123456789", "http://127.0.0.1.evil.test"));
        QVERIFY(!made("sk_test_123456789", "http://stripe.test"));
        QVERIFY(!made("nonsense", "https://api.stripe.com"));
        QVERIFY(!makeStripeGateway({.secretKey = "sk_test_123456789", .successUrl = {}, .cancelUrl = {}},
                                   *client, clock));
    }
};

QTEST_APPLESS_MAIN(StripeGatewayTest)
#include "tst_payments_stripe_gateway.moc"
