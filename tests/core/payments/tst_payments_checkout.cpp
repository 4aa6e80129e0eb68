#include "core/payments/payments_limits.h"
#include "tests/core/payments/shop.h"

#include <QTest>

#include <atomic>
#include <set>
#include <thread>

using namespace headroom;
using namespace headroom::payments;
using sync::PaymentState;
using test::FakeGateway;
using test::Shop;

class CheckoutTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anOrderExistsBeforeTheGatewayIsAsked_data() { test::bothEngines(); }
    void anOrderExistsBeforeTheGatewayIsAsked() {
        Shop shop(test::fetchEngine());
        const OrderId id = OrderId::make();
        const auto placed = shop.place(id, *offer("starter", {}));
        QVERIFY(placed->row.state == PaymentState::Created);
        QCOMPARE(shop.gateway.calls(), 0);
        const auto opened = shop.checkout.open(shop.team.id(), id);
        QVERIFY(opened->state == PaymentState::Open);
        QCOMPARE(opened->checkoutUrl, std::string("https://pay.example/cs_1"));
        QCOMPARE(opened->amountCents, 2900);
        QCOMPARE(opened->currency, std::string("usd"));
    }

    void placingTwiceIsOneOrderAndOtherContentAConflict_data() { test::bothEngines(); }
    void placingTwiceIsOneOrderAndOtherContentAConflict() {
        Shop shop(test::fetchEngine());
        const OrderId id = OrderId::make();
        QVERIFY(shop.place(id, *offer("starter", {})));
        QVERIFY(shop.place(id, *offer("starter", {})));
        QVERIFY(shop.place(id, *offer("enterprise", {})).error().code == ErrorCode::IdempotencyConflict);
        test::LedgerTeam other(*shop.database, 1);
        const auto foreign = shop.database->write([&](database::Transaction& transaction) -> Result<Order> {
            auto write = TRY(sync::TeamWrite::begin(transaction, other.id(), other.clock().now()));
            return placeOrder(write, id, other.member(0), *offer("starter", {}), Livemode::Sandbox);
        });
        QVERIFY(foreign.error().code == ErrorCode::IdempotencyConflict);
        QVERIFY(shop.checkout.open(other.id(), id).error().code == ErrorCode::NotFound);
    }

    void openingTwiceAtOnceMakesOnePage_data() { test::bothEngines(); }
    void openingTwiceAtOnceMakesOnePage() {
        Shop shop(test::fetchEngine());
        const OrderId id = OrderId::make();
        QVERIFY(shop.place(id, *offer("starter", {})));
        std::atomic<int> failed = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                const auto row = shop.checkout.open(shop.team.id(), id);
                if (!row || row->checkoutUrl != "https://pay.example/cs_1") ++failed;
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(failed.load(), 0);
        QCOMPARE(shop.gateway.created(), 1);
    }

    void anUnknownOutcomeIsAskedAgainWithTheSameKey_data() {
        QTest::addColumn<int>("engine");
        QTest::addColumn<int>("loss");
        for (const auto& [name, engine] : {std::pair("sqlite", 0), std::pair("postgres", 1)}) {
            QTest::addRow("%s, request lost", name) << engine << int(FakeGateway::Loss::Request);
            QTest::addRow("%s, answer lost", name) << engine << int(FakeGateway::Loss::Answer);
        }
    }
    void anUnknownOutcomeIsAskedAgainWithTheSameKey() {
        QFETCH(int, loss);
        Shop shop(test::fetchEngine());
        const OrderId id = OrderId::make();
        QVERIFY(shop.place(id, *offer("starter", {})));
        shop.gateway.loseNext(static_cast<FakeGateway::Loss>(loss));
        const auto lost = shop.checkout.open(shop.team.id(), id);
        QVERIFY(retry(lost.error().code) == Retry::AskSameAgain);
        QVERIFY(shop.row(id).state == PaymentState::Created);
        QVERIFY(shop.checkout.open(shop.team.id(), id)->state == PaymentState::Open);
        QCOMPARE(shop.gateway.created(), 1);
    }

    void aRefusedOrderFailsForGood_data() { test::bothEngines(); }
    void aRefusedOrderFailsForGood() {
        Shop shop(test::fetchEngine());
        const OrderId id = OrderId::make();
        QVERIFY(shop.place(id, *offer("starter", {})));
        shop.gateway.refuseNext(ErrorCode::InvalidInput);
        QVERIFY(shop.checkout.open(shop.team.id(), id).error().code == ErrorCode::InvalidInput);
        QVERIFY(shop.checkout.open(shop.team.id(), id)->state == PaymentState::Failed);
        QCOMPARE(shop.gateway.calls(), 1);
    }

    void aGatewayThatIsAwayLeavesTheOrderAsItIs_data() { test::bothEngines(); }
    void aGatewayThatIsAwayLeavesTheOrderAsItIs() {
        Shop shop(test::fetchEngine());
        const OrderId id = OrderId::make();
        QVERIFY(shop.place(id, *offer("starter", {})));
        shop.gateway.refuseNext(ErrorCode::Unavailable);
        QVERIFY(shop.checkout.open(shop.team.id(), id).error().code == ErrorCode::Unavailable);
        QVERIFY(shop.row(id).state == PaymentState::Created);
        QVERIFY(shop.checkout.open(shop.team.id(), id)->state == PaymentState::Open);
    }

    void theCustomersReturnGrantsWithoutAnyWebhook_data() { test::bothEngines(); }
    void theCustomersReturnGrantsWithoutAnyWebhook() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        QVERIFY(shop.checkout.refresh(shop.team.id(), id)->state == PaymentState::Open);
        (void)shop.gateway.pay(id);
        QVERIFY(shop.checkout.refresh(shop.team.id(), id)->state == PaymentState::Paid);
        QCOMPARE(shop.pool(), 50);
        const int calls = shop.gateway.calls();
        QVERIFY(shop.checkout.refresh(shop.team.id(), id)->state == PaymentState::Paid);
        QCOMPARE(shop.gateway.calls(), calls); // nothing to ask any more
    }

    void cancellingClosesThePage_data() { test::bothEngines(); }
    void cancellingClosesThePage() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        QVERIFY(shop.checkout.cancel(shop.team.id(), id)->state == PaymentState::Cancelled);
        QVERIFY(shop.gateway.session(id).status == SessionStatus::Expired);
        QVERIFY(shop.row(id).checkoutUrl.empty());
        QVERIFY(shop.checkout.cancel(shop.team.id(), id).error().code == ErrorCode::OrderNotOpen);
    }

    void cancellingTooLateShowsThePayment_data() { test::bothEngines(); }
    void cancellingTooLateShowsThePayment() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        (void)shop.gateway.pay(id);
        QVERIFY(shop.checkout.cancel(shop.team.id(), id).error().code == ErrorCode::OrderNotOpen);
        QVERIFY(shop.row(id).state == PaymentState::Paid);
        QCOMPARE(shop.pool(), 50);
    }

    void tooManyUnpaidOrdersAreRefused_data() { test::bothEngines(); }
    void tooManyUnpaidOrdersAreRefused() {
        Shop shop(test::fetchEngine());
        for (int i = 0; i < unpaidOrdersMax; ++i)
            QVERIFY(shop.place(OrderId::make(), *offer("starter", {})));
        QVERIFY(shop.place(OrderId::make(), *offer("starter", {})).error().code == ErrorCode::LimitExceeded);
    }

    void ordersArePagedAndInTheFeed_data() { test::bothEngines(); }
    void ordersArePagedAndInTheFeed() {
        Shop shop(test::fetchEngine());
        std::vector<OrderId> ids;
        for (int i = 0; i < 7; ++i)
            ids.push_back(shop.order());
        std::set<OrderId> seen;
        std::optional<PaymentKey> after;
        for (int page = 0; page < 10; ++page) {
            const auto rows = shop.database->read(
                [&](database::Session& session) { return paymentsAfter(session, shop.team.id(), after, 3); });
            QVERIFY(rows.has_value());
            if (rows->empty()) break;
            for (const auto& row : *rows)
                QVERIFY(seen.insert(row.id).second);
            after = PaymentKey{rows->back().createdAt, rows->back().id};
        }
        QCOMPARE(seen.size(), std::size_t(7));
        ids.push_back(OrderId::make());
        const auto rows = shop.database->read(
            [&](database::Session& session) { return payments::payments(session, shop.team.id(), ids); });
        QCOMPARE(rows->size(), std::size_t(7));
        const auto changes = shop.database->read([&](database::Session& session) {
            return session.query("SELECT row_id FROM changes WHERE team_id = $1 AND kind = 'payment'",
                                 {shop.team.id()});
        });
        QCOMPARE(changes->size(), std::size_t(14)); // placed and opened
    }

    void liveKeysRefuseADatabaseWithSandboxCredits_data() { test::bothEngines(); }
    void liveKeysRefuseADatabaseWithSandboxCredits() {
        Shop shop(test::fetchEngine());
        const auto check = [&](Livemode livemode) {
            return shop.database->read(
                [&](database::Session& session) { return checkLivemode(session, livemode); });
        };
        shop.order();
        QVERIFY(check(Livemode::Live)); // nothing was granted yet
        shop.paidOrder();
        QVERIFY(check(Livemode::Sandbox));
        QVERIFY(check(Livemode::Live).error().code == ErrorCode::LivemodeMismatch);
    }

    void anOrderOfTheOtherModeIsNotTakenToTheGateway_data() { test::bothEngines(); }
    void anOrderOfTheOtherModeIsNotTakenToTheGateway() {
        Shop shop(test::fetchEngine());
        const OrderId id = OrderId::make();
        QVERIFY(shop.place(id, *offer("starter", {})));
        FakeGateway live(Livemode::Live);
        Checkout checkout(*shop.database, live, shop.team.clock());
        QVERIFY(checkout.open(shop.team.id(), id).error().code == ErrorCode::LivemodeMismatch);
        QCOMPARE(live.calls(), 0);
    }
};

QTEST_APPLESS_MAIN(CheckoutTest)
#include "tst_payments_checkout.moc"
