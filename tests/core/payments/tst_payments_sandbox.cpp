#include "core/http/server/server.h"
#include "core/payments/reconciler.h"
#include "core/payments/stripe/stripe_gateway.h"
#include "core/payments/stripe/stripe_webhook.h"
#include "tests/app/sandbox/sandbox_process.h"
#include "tests/core/credits/ledger_team.h"
#include "tests/support/patience.h"

#include <QTest>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::payments;
using sync::PaymentState;

namespace {

constexpr const char* secret = "whsec_of_this_test";

/// The whole way of money, with the real sandbox program at its other end.
class SandboxShop {
public:
    enum class Webhooks { Off, On };

    explicit SandboxShop(database::Engine engine, Webhooks webhooks = Webhooks::Off)
        : database(engine)
        , team(*database, 2)
        , fulfilment(*database, clock, Livemode::Sandbox) {
        QStringList arguments;
        if (webhooks == Webhooks::On) {
            listen();
            arguments << "--webhook" << QStringLiteral("http://127.0.0.1:%1/hook").arg(server_->port())
                      << "--webhook-secret" << secret;
        }
        if (!sandbox.start(arguments)) qFatal("the sandbox does not start");
        client_ = std::move(*http::Client::create({}));
        gateway = std::move(*makeStripeGateway(
            {"sk_test_123456789", sandbox.url(""), "http://127.0.0.1/ok", "http://127.0.0.1/no"}, *client_,
            clock));
        checkout = std::make_unique<Checkout>(*database, *gateway, clock);
        reconciler = std::make_unique<Reconciler>(*database, *gateway, clock, "test");
    }

    OrderId open(std::string_view package) {
        const OrderId id = OrderId::make();
        const auto placed = database->write([&](database::Transaction& transaction) -> Result<Order> {
            auto write = TRY(sync::TeamWrite::begin(transaction, team.id(), clock.now()));
            return placeOrder(write, id, team.member(0), *offer(package, {}), Livemode::Sandbox);
        });
        const auto row = checkout->open(team.id(), id);
        if (!placed || !row || row->state != PaymentState::Open) qFatal("no order");
        return id;
    }

    Order order(const OrderId& id) {
        return *database->read([&](database::Session& session) { return findOrder(session, team.id(), id); });
    }

    int pay(const OrderId& id, const std::string& card = "4242424242424242") {
        return sandbox.pay({{"id", order(id).sessionId}}, card).status;
    }

    int refund(const OrderId& id, int cents) {
        return sandbox
            .post("/v1/refunds",
                  "payment_intent=" + order(id).paymentIntent + "&amount=" + std::to_string(cents))
            .status;
    }

    SystemClock clock;
    test::TestDatabase database;
    test::LedgerTeam team;
    Fulfilment fulfilment;
    SandboxProcess sandbox;
    std::unique_ptr<PaymentGateway> gateway;
    std::unique_ptr<Checkout> checkout;
    std::unique_ptr<Reconciler> reconciler;

private:
    void listen() {
        http::Router router;
        router.add("POST", "/hook", [this](http::Request& request) {
            const auto event =
                readWebhook(request.header("Stripe-Signature"), request.body, {secret}, clock.now());
            if (!event) return http::Response::empty(400);
            return http::Response::empty(fulfilment.receive(*event) ? 200 : 503);
        });
        server_ = std::move(*http::Server::create({}, std::move(router)));
    }

    std::unique_ptr<http::Server> server_;
    std::unique_ptr<http::Client> client_;
};

} // namespace

class PaymentsSandboxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCardPaysAndTheReturningCustomerGetsTheCredits_data() { test::bothEngines(); }
    void aCardPaysAndTheReturningCustomerGetsTheCredits() {
        SandboxShop shop(test::fetchEngine());
        const OrderId id = shop.open("professional");
        QVERIFY(shop.checkout->refresh(shop.team.id(), id)->state == PaymentState::Open);
        QCOMPARE(shop.pay(id), 303);
        QVERIFY(shop.checkout->refresh(shop.team.id(), id)->state == PaymentState::Paid);
        QCOMPARE(shop.team.balances().pool, 150);
        QCOMPARE(shop.team.differences(), QString());
    }

    void refundsReachCreditsWithoutWebhooks_data() { test::bothEngines(); }
    void refundsReachCreditsWithoutWebhooks() {
        SandboxShop shop(test::fetchEngine());
        const OrderId id = shop.open("starter");
        QCOMPARE(shop.pay(id), 303);
        QVERIFY(shop.checkout->refresh(shop.team.id(), id));
        QCOMPARE(shop.refund(id, 1450), 200);
        QVERIFY(shop.reconciler->runOnce());
        QVERIFY(shop.order(id).row.state == PaymentState::PartlyRefunded);
        QCOMPARE(shop.team.balances().pool, 25);
        QCOMPARE(shop.refund(id, 1450), 200);
        QVERIFY(shop.reconciler->runOnce());
        QVERIFY(shop.order(id).row.state == PaymentState::Refunded);
        QCOMPARE(shop.team.balances().pool, 0);
        QCOMPARE(shop.team.differences(), QString());
    }

    void aCancelledPageCannotBePaid_data() { test::bothEngines(); }
    void aCancelledPageCannotBePaid() {
        SandboxShop shop(test::fetchEngine());
        const OrderId id = shop.open("starter");
        QVERIFY(shop.checkout->cancel(shop.team.id(), id)->state == PaymentState::Cancelled);
        QVERIFY(shop.pay(id) != 303);
        QCOMPARE(shop.team.balances().pool, 0);
        const OrderId paid = shop.open("starter");
        QCOMPARE(shop.pay(paid), 303);
        QVERIFY(shop.checkout->cancel(shop.team.id(), paid).error().code == ErrorCode::OrderNotOpen);
        QVERIFY(shop.order(paid).row.state == PaymentState::Paid);
    }

    void theSameKeyGivesTheSamePage_data() { test::bothEngines(); }
    void theSameKeyGivesTheSamePage() {
        SandboxShop shop(test::fetchEngine());
        const OrderId id = shop.open("starter");
        const Order order = shop.order(id);
        const SessionRequest request{
            order.row.id,          order.team,
            order.checkoutKey,     std::to_string(order.row.credits) + " headshot credits",
            order.row.amountCents, order.row.currency,
            *order.row.expiresAt};
        QCOMPARE(shop.gateway->createSession(request)->id, order.sessionId);
        SessionRequest other = request;
        other.cents = 1;
        QVERIFY(!shop.gateway->createSession(other));
        const auto found = shop.gateway->findSessionByOrder(id, order.row.createdAt.plusMs(-60'000),
                                                            order.row.createdAt.plusMs(60'000));
        QCOMPARE((*found)->id, order.sessionId);
        QVERIFY(!shop.gateway
                     ->findSessionByOrder(OrderId::make(), order.row.createdAt.plusMs(-60'000),
                                          order.row.createdAt.plusMs(60'000))
                     ->has_value());
    }

    void signedWebhooksGrantAndReverse_data() { test::bothEngines(); }
    void signedWebhooksGrantAndReverse() {
        SandboxShop shop(test::fetchEngine(), SandboxShop::Webhooks::On);
        const OrderId id = shop.open("enterprise");
        QCOMPARE(shop.pay(id), 303);
        QTRY_VERIFY_WITH_TIMEOUT(shop.team.balances().pool == 500, patienceMs);
        QCOMPARE(shop.refund(id, 1990), 200);
        QTRY_VERIFY_WITH_TIMEOUT(shop.team.balances().pool == 450, patienceMs);
        // The reconciler reads the same events again and changes nothing.
        QCOMPARE(shop.reconciler->runOnce()->granted, 0);
        QCOMPARE(shop.team.balances().pool, 450);
        QCOMPARE(shop.team.differences(), QString());
    }

    void aDisputedCardTakesTheCreditsBack_data() { test::bothEngines(); }
    void aDisputedCardTakesTheCreditsBack() {
        SandboxShop shop(test::fetchEngine());
        const OrderId id = shop.open("starter");
        QCOMPARE(shop.pay(id, "4000000000000259"), 303);
        QVERIFY(shop.checkout->refresh(shop.team.id(), id)->state == PaymentState::Paid);
        QTRY_VERIFY_WITH_TIMEOUT(shop.reconciler->runOnce() && shop.order(id).row.disputed, patienceMs);
        QCOMPARE(shop.team.balances().pool, 0);
        QCOMPARE(shop.team.differences(), QString());
    }

    void aRefundThatFailsLaterPostsBack_data() { test::bothEngines(); }
    void aRefundThatFailsLaterPostsBack() {
        SandboxShop shop(test::fetchEngine());
        const OrderId id = shop.open("starter");
        QCOMPARE(shop.pay(id, "4000000000005126"), 303);
        QVERIFY(shop.checkout->refresh(shop.team.id(), id));
        QCOMPARE(shop.refund(id, 2900), 200);
        const auto failedSeen = [&] {
            const auto row = shop.database->read([](database::Session& session) {
                return session.one("SELECT id FROM payment_reversals WHERE kind = 'failed_refund'");
            });
            return shop.reconciler->runOnce() && row && row->has_value();
        };
        QTRY_VERIFY_WITH_TIMEOUT(failedSeen(), patienceMs);
        QVERIFY(shop.order(id).row.state == PaymentState::Paid);
        QCOMPARE(shop.team.balances().pool, 50);
        QCOMPARE(shop.team.differences(), QString());
    }
};

QTEST_GUILESS_MAIN(PaymentsSandboxTest)
#include "tst_payments_sandbox.moc"
