#include "core/payments/payments_limits.h"
#include "tests/core/payments/shop.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace headroom;
using namespace headroom::payments;
using sync::PaymentState;
using test::FakeGateway;
using test::Shop;

namespace {

constexpr std::int64_t hourMs = 3'600'000;

Result<void> setLease(database::Database& database, std::string_view holder, std::string_view until) {
    return database.write([&](database::Transaction& transaction) -> Result<void> {
        const std::string sql =
            "UPDATE payment_reconciler SET holder = $1, lease_until = " + std::string(until);
        TRY(transaction.execute(sql, {holder}));
        return {};
    });
}

} // namespace

class ReconcilerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void moneyArrivesWithWebhooksSwitchedOff_data() { test::bothEngines(); }
    void moneyArrivesWithWebhooksSwitchedOff() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        (void)shop.gateway.pay(id);
        shop.team.clock().advanceMs(firstCheckMs);
        const auto report = shop.reconciler.runOnce();
        QCOMPARE(report->checked, 1);
        QCOMPARE(report->granted, 1);
        QCOMPARE(shop.pool(), 50);
        // Refunds and disputes come by the list of events.
        (void)shop.gateway.refunded(id, 1450);
        (void)shop.gateway.dispute(id, EventKind::DisputeOpened, 290);
        QCOMPARE(shop.reconciler.runOnce()->events, 2);
        QCOMPARE(shop.pool(), 20);
        QCOMPARE(shop.reconciler.runOnce()->events, 0);
        QCOMPARE(shop.team.differences(), QString());
    }

    void orderIsAskedAboutEverMoreRarely_data() { test::bothEngines(); }
    void orderIsAskedAboutEverMoreRarely() {
        Shop shop(test::fetchEngine());
        shop.order();
        QCOMPARE(shop.reconciler.runOnce()->checked, 0);
        int checks = 0;
        for (int minute = 0; minute < 5 * 60; ++minute) {
            shop.team.clock().advanceMs(60'000);
            checks += shop.reconciler.runOnce()->checked;
        }
        QVERIFY2(checks >= 8 && checks <= 11, qPrintable(QString::number(checks)));
    }

    void aLostCallIsHealedWithTheSameKey_data() {
        QTest::addColumn<int>("engine");
        QTest::addColumn<int>("loss");
        for (const auto& [name, engine] : {std::pair("sqlite", 0), std::pair("postgres", 1)}) {
            QTest::addRow("%s, request lost", name) << engine << int(FakeGateway::Loss::Request);
            QTest::addRow("%s, answer lost", name) << engine << int(FakeGateway::Loss::Answer);
        }
    }
    void aLostCallIsHealedWithTheSameKey() {
        QFETCH(int, loss);
        Shop shop(test::fetchEngine());
        const OrderId id = OrderId::make();
        QVERIFY(shop.place(id, *offer("starter", {})));
        shop.gateway.loseNext(static_cast<FakeGateway::Loss>(loss));
        QVERIFY(!shop.checkout.open(shop.team.id(), id));
        shop.team.clock().advanceMs(firstCheckMs);
        QCOMPARE(shop.reconciler.runOnce()->failed, 0);
        QVERIFY(shop.row(id).state == PaymentState::Open);
        QCOMPARE(shop.gateway.created(), 1);
    }

    void afterADayALostSessionIsFoundAndNeverPostedAgain_data() { test::bothEngines(); }
    void afterADayALostSessionIsFoundAndNeverPostedAgain() {
        Shop shop(test::fetchEngine());
        const OrderId id = OrderId::make();
        QVERIFY(shop.place(id, *offer("starter", {})));
        shop.gateway.loseNext(FakeGateway::Loss::Answer);
        QVERIFY(!shop.checkout.open(shop.team.id(), id));
        (void)shop.gateway.pay(id); // the customer had the page all the same
        shop.gateway.forgetKeys();
        shop.team.clock().advanceMs(25 * hourMs);
        QVERIFY(shop.checkout.open(shop.team.id(), id).error().code == ErrorCode::OrderExpired);
        QCOMPARE(shop.reconciler.runOnce()->granted, 1);
        QCOMPARE(shop.gateway.created(), 1);
        QCOMPARE(shop.pool(), 50);
    }

    void anOrderThatNeverHadASessionExpires_data() { test::bothEngines(); }
    void anOrderThatNeverHadASessionExpires() {
        Shop shop(test::fetchEngine());
        const OrderId id = OrderId::make();
        QVERIFY(shop.place(id, *offer("starter", {})));
        shop.team.clock().advanceMs(25 * hourMs);
        QVERIFY(shop.reconciler.runOnce());
        QVERIFY(shop.row(id).state == PaymentState::Expired);
        QCOMPARE(shop.gateway.created(), 0);
        QCOMPARE(shop.reconciler.runOnce()->checked, 0);
    }

    void aPageThatOutlivedItsTimeIsClosed_data() { test::bothEngines(); }
    void aPageThatOutlivedItsTimeIsClosed() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        shop.team.clock().advanceMs(sessionLifeMs + expiryGraceMs + 1);
        QVERIFY(shop.reconciler.runOnce());
        QVERIFY(shop.row(id).state == PaymentState::Expired);
        QVERIFY(shop.gateway.session(id).status == SessionStatus::Expired);
    }

    void moneyOnItsWayIsWaitedForAndMayFail_data() { test::bothEngines(); }
    void moneyOnItsWayIsWaitedForAndMayFail() {
        Shop shop(test::fetchEngine());
        const OrderId fails = shop.order();
        const OrderId arrives = shop.order();
        (void)shop.gateway.payLater(fails);
        (void)shop.gateway.payLater(arrives);
        shop.team.clock().advanceMs(firstCheckMs);
        QVERIFY(shop.reconciler.runOnce());
        QVERIFY(shop.row(fails).state == PaymentState::Processing);
        shop.gateway.session(fails).money = MoneyStatus::Failed;
        shop.gateway.session(arrives).money = MoneyStatus::Paid;
        shop.team.clock().advanceMs(3 * 24 * hourMs);
        QVERIFY(shop.reconciler.runOnce());
        QVERIFY(shop.row(fails).state == PaymentState::Failed);
        QVERIFY(shop.row(arrives).state == PaymentState::Paid);
        QCOMPARE(shop.pool(), 50);
    }

    void oneOrderThatCannotBeAskedAboutDoesNotHideTheOthers_data() { test::bothEngines(); }
    void oneOrderThatCannotBeAskedAboutDoesNotHideTheOthers() {
        Shop shop(test::fetchEngine());
        const OrderId lost = OrderId::make();
        QVERIFY(shop.place(lost, *offer("starter", {})));
        const OrderId id = shop.order();
        (void)shop.gateway.pay(id);
        shop.gateway.loseNext(FakeGateway::Loss::Request);
        shop.team.clock().advanceMs(firstCheckMs);
        const auto report = shop.reconciler.runOnce();
        QCOMPARE(report->checked, 2);
        QCOMPARE(report->failed, 1);
        QCOMPARE(report->granted, 1);
        QVERIFY(shop.row(lost).state == PaymentState::Created);
        shop.team.clock().advanceMs(2 * firstCheckMs);
        QVERIFY(shop.reconciler.runOnce());
        QVERIFY(shop.row(lost).state == PaymentState::Open);
    }

    void onlyOneProcessAtATimeAsks_data() { test::bothEngines(); }
    void onlyOneProcessAtATimeAsks() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        (void)shop.gateway.pay(id);
        shop.team.clock().advanceMs(firstCheckMs);
        QVERIFY(setLease(*shop.database, "another", "9000000000000000"));
        const int calls = shop.gateway.calls();
        QVERIFY(shop.reconciler.runOnce()->turn == Reconciler::Report::Turn::OfAnother);
        QCOMPARE(shop.gateway.calls(), calls);
        // The other one died; its lease ran out.
        QVERIFY(setLease(*shop.database, "another", "1"));
        QCOMPARE(shop.reconciler.runOnce()->granted, 1);
        // And it left the lease to whoever comes next.
        Reconciler second(*shop.database, shop.gateway, shop.team.clock(), "second");
        QVERIFY(second.runOnce()->turn == Reconciler::Report::Turn::Mine);
    }

    void severalReconcilersAtOnceGrantOnce_data() { test::bothEngines(); }
    void severalReconcilersAtOnceGrantOnce() {
        Shop shop(test::fetchEngine());
        for (int i = 0; i < 6; ++i)
            (void)shop.gateway.pay(shop.order());
        shop.team.clock().advanceMs(firstCheckMs);
        std::atomic<int> granted = 0, failed = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&, i] {
                Reconciler mine(*shop.database, shop.gateway, shop.team.clock(),
                                "process " + std::to_string(i));
                const auto report = mine.runOnce();
                if (report)
                    granted += report->granted;
                else
                    ++failed;
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(failed.load(), 0);
        QCOMPARE(shop.pool(), 300);
        QCOMPARE(shop.team.differences(), QString());
    }

    void aReversalThatMissedItsOrderIsAdopted_data() { test::bothEngines(); }
    void aReversalThatMissedItsOrderIsAdopted() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.paidOrder();
        // As when a dispute's transaction did not yet see the payment, and the payment's not yet the dispute.
        const PaymentEvent dispute = shop.gateway.dispute(id, EventKind::DisputeOpened, 2900);
        QVERIFY(shop.database->write([&](database::Transaction& transaction) {
            return keepReversal(transaction, dispute, shop.team.clock().now());
        }));
        QCOMPARE(shop.pool(), 50);
        QVERIFY(shop.reconciler.runOnce());
        QCOMPARE(shop.pool(), 0);
        QCOMPARE(shop.row(id).reversedCredits, 50);
        QCOMPARE(shop.team.differences(), QString());
    }

    void eventsAreReadFromWhereTheLastRunEnded_data() { test::bothEngines(); }
    void eventsAreReadFromWhereTheLastRunEnded() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.paidOrder();
        for (int i = 1; i <= 10; ++i)
            (void)shop.gateway.refunded(id, 29 * i); // four pages, newest first
        QCOMPARE(shop.reconciler.runOnce()->events, 10);
        QCOMPARE(shop.row(id).refundedCents, 290);
        QCOMPARE(shop.row(id).reversedCredits, 5);
        shop.team.clock().advanceMs(2 * hourMs);
        const auto until = shop.database->read([](database::Session& session) {
            return session.one("SELECT events_until FROM payment_reconciler");
        });
        QVERIFY((*until)->integer("events_until") > 0);
        QCOMPARE(shop.reconciler.runOnce()->events, 0);
    }

    void whicheverCallFailsTheNextRunFinishes_data() { test::bothEngines(); }
    void whicheverCallFailsTheNextRunFinishes() {
        const auto faults = std::make_shared<test::NthCallFails>();
        Shop shop(test::fetchEngine(), faults);
        std::int64_t expectedPool = 0;
        int failed = 0;
        for (long n = 1;; ++n) {
            (void)shop.gateway.pay(shop.order());
            expectedPool += 50;
            shop.team.clock().advanceMs(firstCheckMs);
            faults->arm(n);
            const auto report = shop.reconciler.runOnce();
            const bool fired = faults->fired();
            faults->disarm();
            if (!report || report->failed > 0) ++failed;
            shop.team.clock().advanceMs(3 * firstCheckMs);
            QVERIFY(shop.reconciler.runOnce());
            QCOMPARE(shop.pool(), expectedPool);
            if (!fired) break;
        }
        QVERIFY(failed > 15);
        QCOMPARE(shop.team.differences(), QString());
    }
};

QTEST_APPLESS_MAIN(ReconcilerTest)
#include "tst_payments_reconciler.moc"
