#include "sandbox_process.h"

#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/http/server/server.h"
#include "tests/support/free_port.h"
#include "tests/support/patience.h"

#include <QTest>

#include <mutex>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::http;
using Json = SandboxProcess::Json;

namespace {

const std::string secret = "whsec_test_secret";

/// A receiver that refuses the first delivery of as many events as told, and keeps what it got.
struct Receiver {
    std::unique_ptr<Server> server;
    std::mutex mutex;
    std::vector<Request> requests;
    std::set<std::string> seen; ///< ids of events
    int refusals = 0;

    void start(const std::string& listen = "127.0.0.1:0") {
        Router router;
        router.add("POST", "/hook", [this](Request& request) {
            const std::lock_guard lock(mutex);
            requests.push_back(request);
            const bool isNew = seen.insert(Json::parse(request.body)["id"].get<std::string>()).second;
            return Response::empty(isNew && refusals-- > 0 ? 500 : 200);
        });
        ServerOptions options;
        options.listen = listen;
        auto created = Server::create(options, std::move(router));
        server = created ? *std::move(created) : nullptr;
    }

    std::vector<Request> all() {
        const std::lock_guard lock(mutex);
        return requests;
    }

    int count(const std::string& type) {
        int found = 0;
        for (const Request& request : all())
            found += Json::parse(request.body)["type"] == type;
        return found;
    }

    QStringList arguments() const {
        return {QStringLiteral("--webhook"), QStringLiteral("http://127.0.0.1:%1/hook").arg(server->port()),
                QStringLiteral("--webhook-secret"), QString::fromStdString(secret)};
    }
};

bool isSigned(const Request& request) {
    const auto parts = split(request.header("Stripe-Signature"), ',');
    if (parts.size() != 2 || !parts[0].starts_with("t=") || !parts[1].starts_with("v1=")) return false;
    const std::string moment(parts[0].substr(2));
    return toHex(hmacSha256(secret, moment + "." + request.body)) == parts[1].substr(3);
}

} // namespace

class SandboxWebhooksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eventsArriveSignedAndOnce() {
        Receiver receiver;
        receiver.start();
        SandboxProcess sandbox;
        QVERIFY(sandbox.start(receiver.arguments()));
        const Json session = sandbox.createSession(2900, "&client_reference_id=order_7&metadata[order]=7");
        sandbox.pay(session, "4242424242424242");
        QTRY_COMPARE_WITH_TIMEOUT(receiver.all().size(), std::size_t(4), patienceMs);
        for (const Request& request : receiver.all()) {
            QVERIFY(isSigned(request));
            QVERIFY(request.header("Content-Type").starts_with("application/json"));
        }
        const Json last = Json::parse(receiver.all().back().body);
        JSON_COMPARE(last["type"], "checkout.session.completed");
        JSON_COMPARE(last["object"], "event");
        JSON_COMPARE(last["livemode"], false);
        JSON_COMPARE(last["data"]["object"]["payment_status"], "paid");
        JSON_COMPARE(last["data"]["object"]["client_reference_id"], "order_7");
        const auto undelivered = [&] {
            return sandbox.get("/v1/events?delivery_success=false").json["data"].size();
        };
        QTRY_COMPARE_WITH_TIMEOUT(undelivered(), std::size_t(0), patienceMs);
        const Json refund =
            sandbox
                .post("/v1/refunds",
                      "payment_intent=" + last["data"]["object"]["payment_intent"].get<std::string>() +
                          "&amount=100",
                      {{"Idempotency-Key", "refund-7"}})
                .json;
        QTRY_COMPARE_WITH_TIMEOUT(receiver.count("charge.refunded"), 1, patienceMs);
        const Json refunded = Json::parse(receiver.all().back().body);
        JSON_COMPARE(refunded["data"]["object"]["amount_refunded"], 100);
        JSON_COMPARE(refunded["data"]["previous_attributes"]["amount_refunded"], 0);
        JSON_COMPARE(refunded["request"]["idempotency_key"], "refund-7");
        QCOMPARE(receiver.all().size(), std::size_t(6));
    }

    void refusedEventsComeAgainAndDoNotHoldUpOthers() {
        Receiver receiver;
        receiver.start();
        receiver.refusals = 2;
        SandboxProcess sandbox;
        QVERIFY(sandbox.start(receiver.arguments()));
        sandbox.pay(sandbox.createSession(), "4242424242424242");
        QTRY_COMPARE_WITH_TIMEOUT(receiver.all().size(), std::size_t(6), patienceMs);
        for (const char* type : {"checkout.session.completed", "payment_intent.succeeded"})
            QCOMPARE(receiver.count(type), 1);
        QCOMPARE(receiver.count("payment_intent.created"), 2);
        QCOMPARE(receiver.count("charge.succeeded"), 2);
        QTRY_COMPARE_WITH_TIMEOUT(sandbox.get("/v1/events?delivery_success=false").json["data"].size(),
                                  std::size_t(0), patienceMs);
    }

    void eventsOutliveTheSandbox() {
        Receiver receiver;
        const std::string listen = "127.0.0.1:" + std::to_string(test::freePort());
        receiver.start(listen);
        const QStringList arguments = receiver.arguments();
        receiver.server.reset(); // nobody listens
        SandboxProcess sandbox;
        QVERIFY(sandbox.start(arguments));
        sandbox.pay(sandbox.createSession(), "4242424242424242");
        sandbox.kill();
        receiver.start(listen);
        QVERIFY(receiver.server);
        QVERIFY(sandbox.start(arguments));
        QTRY_COMPARE_WITH_TIMEOUT(receiver.count("checkout.session.completed"), 1, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(sandbox.get("/v1/events?delivery_success=false").json["data"].size(),
                                  std::size_t(0), patienceMs);
    }

    void disputesAndDeclinesAreAnnounced() {
        Receiver receiver;
        receiver.start();
        SandboxProcess sandbox;
        QVERIFY(sandbox.start(receiver.arguments()));
        const Json session = sandbox.createSession();
        sandbox.pay(session, "4000000000000002");
        QTRY_COMPARE_WITH_TIMEOUT(receiver.count("payment_intent.payment_failed"), 1, patienceMs);
        sandbox.pay(session, "4000000000000259");
        QTRY_COMPARE_WITH_TIMEOUT(receiver.count("charge.dispute.created"), 1, patienceMs);
        const Json dispute = Json::parse(receiver.all().back().body)["data"]["object"];
        JSON_COMPARE(dispute["object"], "dispute");
        JSON_COMPARE(dispute["reason"], "fraudulent");
        const Json open = sandbox.createSession();
        sandbox.post("/v1/checkout/sessions/" + open["id"].get<std::string>() + "/expire", "");
        QTRY_COMPARE_WITH_TIMEOUT(receiver.count("checkout.session.expired"), 1, patienceMs);
    }
};

QTEST_GUILESS_MAIN(SandboxWebhooksTest)
#include "tst_sandbox_webhooks.moc"
