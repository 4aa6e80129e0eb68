#include "tests/core/payments/shop.h"
#include "tests/support/patience.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

using namespace headroom;
using namespace headroom::payments;
using sync::PaymentState;
using test::NthCallFails;
using test::Shop;

namespace {

/// Runs `work` on that many threads at the same moment.
template <class Work>
void atOnce(int count, Work&& work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&, i] { work(i); });
    for (auto& thread : threads)
        thread.join();
}

} // namespace

class FulfilmentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPaidSessionPutsItsCreditsIntoThePool_data() { test::bothEngines(); }
    void aPaidSessionPutsItsCreditsIntoThePool() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order("professional");
        QCOMPARE(shop.pool(), 0);
        QVERIFY(shop.fulfilment.receive(shop.gateway.pay(id)) == Outcome::Granted);
        QCOMPARE(shop.pool(), 150);
        const auto row = shop.row(id);
        QVERIFY(row.state == PaymentState::Paid);
        QVERIFY(row.paidAt.has_value());
        QVERIFY(row.checkoutUrl.empty());
        const auto transfers = shop.database->read([&](database::Session& session) {
            return credits::transferPage(session, shop.team.id(), {}, 10);
        });
        QCOMPARE(transfers->size(), std::size_t(1));
        QVERIFY(transfers->front().orderId == id);
        QVERIFY(transfers->front().actorId == shop.team.member(0));
        QVERIFY(!transfers->front().livemode);
        QCOMPARE(shop.team.differences(), QString());
    }

    void theSameEventAHundredTimesAtOnceGrantsOnce_data() { test::bothEngines(); }
    void theSameEventAHundredTimesAtOnceGrantsOnce() {
        Shop shop(test::fetchEngine());
        const PaymentEvent event = shop.gateway.pay(shop.order());
        std::atomic<int> granted = 0, duplicates = 0, others = 0;
        atOnce(100, [&](int) {
            const auto outcome = shop.fulfilment.receive(event);
            ++(outcome == Outcome::Granted ? granted : outcome == Outcome::Duplicate ? duplicates : others);
        });
        QCOMPARE(granted.load(), 1);
        QCOMPARE(duplicates.load(), 99);
        QCOMPARE(others.load(), 0);
        QCOMPARE(shop.pool(), 50);
        QCOMPARE(shop.team.differences(), QString());
    }

    void differentEventsAboutOnePaymentGrantOnce_data() { test::bothEngines(); }
    void differentEventsAboutOnePaymentGrantOnce() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        std::vector<PaymentEvent> events;
        for (int i = 0; i < 20; ++i)
            events.push_back(shop.gateway.pay(id));
        std::atomic<int> granted = 0, failed = 0;
        atOnce(20, [&](int i) {
            const auto outcome = shop.fulfilment.receive(events[static_cast<std::size_t>(i)]);
            if (!outcome) ++failed;
            if (outcome == Outcome::Granted) ++granted;
        });
        QCOMPARE(failed.load(), 0);
        QCOMPARE(granted.load(), 1);
        QCOMPARE(shop.pool(), 50);
    }

    void webhookReconcilerAndReturningCustomerRace_data() { test::bothEngines(); }
    void webhookReconcilerAndReturningCustomerRace() {
        Shop shop(test::fetchEngine());
        for (int round = 0; round < 5; ++round) {
            const OrderId id = shop.order();
            const PaymentEvent event = shop.gateway.pay(id);
            shop.team.clock().advanceMs(120'000);
            std::atomic<int> failed = 0;
            atOnce(9, [&](int i) {
                const bool fine = i % 3 == 0   ? shop.fulfilment.receive(event).has_value()
                                  : i % 3 == 1 ? shop.reconciler.runOnce().has_value()
                                               : shop.checkout.refresh(shop.team.id(), id).has_value();
                if (!fine) ++failed;
            });
            QCOMPARE(failed.load(), 0);
            QVERIFY(shop.row(id).state == PaymentState::Paid);
            QCOMPARE(shop.pool(), 50 * (round + 1));
        }
        QCOMPARE(shop.team.differences(), QString());
    }

    void anUnpaidSessionGrantsOnlyWhenTheMoneyArrives_data() { test::bothEngines(); }
    void anUnpaidSessionGrantsOnlyWhenTheMoneyArrives() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        QVERIFY(shop.fulfilment.receive(shop.gateway.payLater(id)) == Outcome::Processing);
        QVERIFY(shop.row(id).state == PaymentState::Processing);
        QCOMPARE(shop.pool(), 0);
        QVERIFY(shop.fulfilment.receive(shop.gateway.arrive(id)) == Outcome::Granted);
        QCOMPARE(shop.pool(), 50);
    }

    void moneyThatDoesNotArriveFailsTheOrder_data() { test::bothEngines(); }
    void moneyThatDoesNotArriveFailsTheOrder() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        const PaymentEvent later = shop.gateway.payLater(id);
        QVERIFY(shop.fulfilment.receive(shop.gateway.failLater(id)) == Outcome::PaymentFailed);
        QVERIFY(shop.fulfilment.receive(later) == Outcome::Recorded); // the older one, late
        QVERIFY(shop.row(id).state == PaymentState::Failed);
        QCOMPARE(shop.pool(), 0);
    }

    void anExpiredSessionFreesTheOrderButLateMoneyStillCounts_data() { test::bothEngines(); }
    void anExpiredSessionFreesTheOrderButLateMoneyStillCounts() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        QVERIFY(shop.fulfilment.receive(shop.gateway.runOut(id)) == Outcome::Expired);
        QVERIFY(shop.row(id).state == PaymentState::Expired);
        QVERIFY(shop.fulfilment.receive(shop.gateway.pay(id)) == Outcome::Granted);
        QVERIFY(shop.row(id).state == PaymentState::Paid);
        QVERIFY(shop.fulfilment.receive(shop.gateway.runOut(id)) == Outcome::Recorded);
        QVERIFY(shop.row(id).state == PaymentState::Paid);
        QCOMPARE(shop.team.differences(), QString());
    }

    void aSessionThatIsNotTheOrdersGrantsNothing_data() {
        QTest::addColumn<int>("engine");
        QTest::addColumn<int>("what");
        for (const auto& [name, engine] : {std::pair("sqlite", 0), std::pair("postgres", 1)}) {
            int what = 0;
            for (const char* wrong : {"amount", "currency", "mode", "order of nobody"})
                QTest::addRow("%s, %s", name, wrong) << engine << what++;
        }
    }
    void aSessionThatIsNotTheOrdersGrantsNothing() {
        QFETCH(int, what);
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        PaymentEvent event = shop.gateway.pay(id);
        if (what == 0) event.session->cents = 1;
        if (what == 1) event.session->currency = "jpy";
        if (what == 2) event.session->livemode = Livemode::Live;
        if (what == 3) event.order = event.session->order = OrderId::make(), event.paymentIntent.clear();
        const auto outcome = shop.fulfilment.receive(event);
        QVERIFY(outcome == (what == 3 ? Outcome::UnknownOrder : Outcome::Mismatch));
        QCOMPARE(shop.pool(), 0);
        QVERIFY(shop.row(id).state == PaymentState::Open);
    }

    void eventsOfTheOtherModeAreRefusedAndNotStored_data() { test::bothEngines(); }
    void eventsOfTheOtherModeAreRefusedAndNotStored() {
        Shop shop(test::fetchEngine());
        PaymentEvent event = shop.gateway.pay(shop.order());
        event.livemode = Livemode::Live;
        QVERIFY(shop.fulfilment.receive(event).error().code == ErrorCode::LivemodeMismatch);
        event.livemode = Livemode::Sandbox;
        QVERIFY(shop.fulfilment.receive(event) == Outcome::Granted);
    }

    void unknownTypesAreRecorded_data() { test::bothEngines(); }
    void unknownTypesAreRecorded() {
        Shop shop(test::fetchEngine());
        PaymentEvent event;
        event.id = "evt_new";
        event.type = "something.entirely.new";
        QVERIFY(shop.fulfilment.receive(event) == Outcome::Ignored);
        QVERIFY(shop.fulfilment.receive(event) == Outcome::Duplicate);
        const auto row = shop.database->read([](database::Session& session) {
            return session.one("SELECT type, outcome FROM payment_events WHERE id = 'evt_new'");
        });
        QCOMPARE((*row)->text("outcome"), std::string("ignored"));
    }

    void partialRefundsTakeTheirShareAndOnlyTheDifference_data() { test::bothEngines(); }
    void partialRefundsTakeTheirShareAndOnlyTheDifference() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.paidOrder("starter"); // 50 credits, 2900 cents
        const PaymentEvent third = shop.gateway.refunded(id, 967);
        QVERIFY(shop.fulfilment.receive(third) == Outcome::Reversed);
        QCOMPARE(shop.row(id).reversedCredits, 16); // 16.67 rounded down
        QVERIFY(shop.row(id).state == PaymentState::PartlyRefunded);
        QVERIFY(shop.fulfilment.receive(shop.gateway.refunded(id, 1450)) == Outcome::Reversed);
        QCOMPARE(shop.row(id).reversedCredits, 25);
        QCOMPARE(shop.pool(), 25);
        QVERIFY(shop.fulfilment.receive(shop.gateway.refunded(id, 2900)) == Outcome::Reversed);
        QVERIFY(shop.row(id).state == PaymentState::Refunded);
        QCOMPARE(shop.row(id).refundedCents, 2900);
        QCOMPARE(shop.pool(), 0);
        QCOMPARE(shop.team.differences(), QString());
    }

    void anOlderSumOfRefundsChangesNothing_data() { test::bothEngines(); }
    void anOlderSumOfRefundsChangesNothing() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.paidOrder();
        const PaymentEvent first = shop.gateway.refunded(id, 290);
        const PaymentEvent second = shop.gateway.refunded(id, 1450);
        QVERIFY(shop.fulfilment.receive(second) == Outcome::Reversed);
        QVERIFY(shop.fulfilment.receive(first) == Outcome::Recorded);
        QCOMPARE(shop.pool(), 25);
    }

    void aRefundThatFailedPostsBack_data() { test::bothEngines(); }
    void aRefundThatFailedPostsBack() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.paidOrder();
        QVERIFY(shop.fulfilment.receive(shop.gateway.refunded(id, 1450)) == Outcome::Reversed);
        const PaymentEvent failed = shop.gateway.refundFailed(id, "re_1", 1450);
        QVERIFY(shop.fulfilment.receive(failed) == Outcome::Reversed);
        QVERIFY(shop.row(id).state == PaymentState::Paid);
        QCOMPARE(shop.row(id).refundedCents, 0);
        QCOMPARE(shop.pool(), 50);
        // Told a second time in other words, and then refunded anew.
        QVERIFY(shop.fulfilment.receive(shop.gateway.refundFailed(id, "re_1", 1450)) == Outcome::Recorded);
        QVERIFY(shop.fulfilment.receive(shop.gateway.refunded(id, 2900)) == Outcome::Reversed);
        QCOMPARE(shop.pool(), 0);
        QCOMPARE(shop.team.differences(), QString());
    }

    void aFailureThatComesBeforeItsRefundEndsTheSame_data() { test::bothEngines(); }
    void aFailureThatComesBeforeItsRefundEndsTheSame() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.paidOrder();
        const PaymentEvent refund = shop.gateway.refunded(id, 1450);
        const PaymentEvent failed = shop.gateway.refundFailed(id, "re_1", 1450);
        QVERIFY(shop.fulfilment.receive(failed) == Outcome::Recorded);
        QVERIFY(shop.fulfilment.receive(refund) == Outcome::Recorded);
        QCOMPARE(shop.pool(), 50);
        QVERIFY(shop.row(id).state == PaymentState::Paid);
    }

    void aDisputeTakesCreditsAndAWonOneGivesThemBack_data() { test::bothEngines(); }
    void aDisputeTakesCreditsAndAWonOneGivesThemBack() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.paidOrder();
        QVERIFY(shop.fulfilment.receive(shop.gateway.dispute(id, EventKind::DisputeInquiry, 2900)) ==
                Outcome::Recorded);
        QVERIFY(shop.row(id).disputed);
        QCOMPARE(shop.pool(), 50);
        QVERIFY(shop.fulfilment.receive(shop.gateway.dispute(id, EventKind::DisputeOpened, 2900)) ==
                Outcome::Reversed);
        QCOMPARE(shop.pool(), 0);
        QVERIFY(shop.row(id).state == PaymentState::Paid); // nothing was refunded
        QVERIFY(shop.fulfilment.receive(shop.gateway.dispute(id, EventKind::DisputeWon, 2900)) ==
                Outcome::Reversed);
        QCOMPARE(shop.pool(), 50);
        QVERIFY(!shop.row(id).disputed);
        QCOMPARE(shop.team.differences(), QString());
    }

    void refundAndDisputeTogetherNeverExceedTheGrant_data() { test::bothEngines(); }
    void refundAndDisputeTogetherNeverExceedTheGrant() {
        Shop shop(test::fetchEngine());
        const OrderId first = shop.paidOrder();
        const OrderId second = shop.paidOrder();
        QVERIFY(shop.fulfilment.receive(shop.gateway.refunded(first, 1450)) == Outcome::Reversed);
        QVERIFY(shop.fulfilment.receive(shop.gateway.dispute(first, EventKind::DisputeOpened, 2900)) ==
                Outcome::Reversed);
        QCOMPARE(shop.row(first).reversedCredits, 50);
        QCOMPARE(shop.pool(), 50); // the other order's
        QVERIFY(shop.fulfilment.receive(shop.gateway.dispute(first, EventKind::DisputeLost, 2900)) ==
                Outcome::Recorded);
        QVERIFY(shop.row(first).disputed);
        QVERIFY(shop.row(second).reversedCredits == 0);
        QCOMPARE(shop.team.differences(), QString());
    }

    void spentCreditsThatAreRefundedBecomeDebtAndTheNextPurchasePaysIt_data() { test::bothEngines(); }
    void spentCreditsThatAreRefundedBecomeDebtAndTheNextPurchasePaysIt() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.paidOrder("custom", 10);
        std::vector<HeadshotId> shots;
        for (int i = 0; i < 8; ++i)
            shots.push_back(HeadshotId::make());
        QVERIFY(shop.team.run([&](auto& write) {
            return shop.team.hold(write, sync::CreditSource::Pool, shop.team.member(1), shots);
        }));
        QVERIFY(shop.fulfilment.receive(shop.gateway.refunded(id, 500)) == Outcome::Reversed);
        QCOMPARE(shop.team.balances().debt, 8);
        shop.paidOrder("custom", 10);
        QCOMPARE(shop.team.balances().debt, 0);
        QCOMPARE(shop.pool(), 2);
        QCOMPARE(shop.team.differences(), QString());
    }

    void reversalsThatComeBeforeThePaymentWaitForIt_data() { test::bothEngines(); }
    void reversalsThatComeBeforeThePaymentWaitForIt() {
        Shop shop(test::fetchEngine());
        const OrderId id = shop.order();
        const PaymentEvent paid = shop.gateway.pay(id);
        const PaymentEvent refund = shop.gateway.refunded(id, 1450);
        const PaymentEvent dispute = shop.gateway.dispute(id, EventKind::DisputeOpened, 290);
        QVERIFY(shop.fulfilment.receive(dispute) == Outcome::AwaitingOrder);
        QVERIFY(shop.fulfilment.receive(refund) == Outcome::AwaitingOrder);
        QVERIFY(shop.fulfilment.receive(paid) == Outcome::Granted);
        QCOMPARE(shop.row(id).reversedCredits, 30);
        QCOMPARE(shop.pool(), 20);
        QVERIFY(shop.row(id).disputed);
        QCOMPARE(shop.team.differences(), QString());
    }

    // SQLite has one writer at a time.
    void aReversalThatWaitedForTheGrantIsSettledByIt() {
        Shop shop(database::Engine::Postgres);
        const OrderId id = shop.order();
        const PaymentEvent opened = shop.gateway.dispute(id, EventKind::DisputeOpened, 2900);
        const PaymentEvent won = shop.gateway.dispute(id, EventKind::DisputeWon, 2900);
        const PaymentEvent paid = shop.gateway.pay(id);
        QVERIFY(shop.fulfilment.receive(opened) == Outcome::AwaitingOrder);
        const auto waitsForALock = [&] {
            const auto row = shop.database->read([](database::Session& session) {
                return session.one(
                    "SELECT COUNT(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                    "AND datname = current_database()");
            });
            return row && (*row)->integer("n") > 0;
        };
        std::thread late;
        std::optional<Result<Outcome>> outcome;
        bool waited = false;
        const auto granted = shop.database->write([&](database::Transaction& transaction) -> Result<Outcome> {
            auto write = TRY(sync::TeamWrite::begin(transaction, shop.team.id(), shop.team.clock().now()));
            auto order = TRY(findOrder(transaction, shop.team.id(), id));
            const Outcome applied = TRY(applySession(write, order, *paid.session, paid.id));
            late = std::thread([&] { outcome = shop.fulfilment.receive(won); });
            // On a thread of its own, as nobody reads inside a write.
            std::thread([&] { waited = QTest::qWaitFor(waitsForALock, headroom::test::patienceMs); }).join();
            return applied;
        });
        if (late.joinable()) late.join();
        QVERIFY(waited);
        QVERIFY(granted == Outcome::Granted);
        QVERIFY(outcome && *outcome == Outcome::Reversed);
        QCOMPARE(shop.row(id).reversedCredits, 0);
        QVERIFY(!shop.row(id).disputed);
        QCOMPARE(shop.pool(), 50);
        QCOMPARE(shop.team.differences(), QString());
    }

    void everyOrderOfEventsEndsTheSame_data() { test::bothEngines(); }
    void everyOrderOfEventsEndsTheSame() {
        Shop shop(test::fetchEngine());
        const auto seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        std::int64_t expectedPool = 0;
        for (int round = 0; round < 12; ++round) {
            const OrderId id = shop.order();
            std::vector<PaymentEvent> events{
                shop.gateway.pay(id),
                shop.gateway.pay(id),
                shop.gateway.refunded(id, 290),
                shop.gateway.refunded(id, 1450),
                shop.gateway.refundFailed(id, "re_" + id.text(), 1160),
                shop.gateway.dispute(id, EventKind::DisputeOpened, 2900),
                shop.gateway.dispute(id, EventKind::DisputeWon, 2900),
            };
            std::shuffle(events.begin(), events.end(), random);
            atOnce(2, [&](int which) {
                for (std::size_t i = static_cast<std::size_t>(which); i < events.size(); i += 2)
                    if (!shop.fulfilment.receive(events[i])) qWarning("refused");
            });
            shop.team.clock().advanceMs(120'000);
            QVERIFY(shop.reconciler.runOnce()); // what crossed on the way
            const auto row = shop.row(id);
            QVERIFY(row.state == PaymentState::PartlyRefunded);
            QCOMPARE(row.refundedCents, 290);
            QCOMPARE(row.reversedCredits, 5);
            QVERIFY(!row.disputed);
            expectedPool += 45;
            QCOMPARE(shop.pool(), expectedPool);
        }
        QCOMPARE(shop.team.differences(), QString());
    }

    void whicheverCallFailsTheEventIsDoneOrComesAgain_data() { test::bothEngines(); }
    void whicheverCallFailsTheEventIsDoneOrComesAgain() {
        const auto faults = std::make_shared<NthCallFails>();
        Shop shop(test::fetchEngine(), faults);
        int failed = 0;
        std::int64_t expectedPool = 0;
        for (long n = 1;; ++n) {
            const OrderId id = shop.order();
            const PaymentEvent dispute = shop.gateway.dispute(id, EventKind::DisputeOpened, 580);
            const PaymentEvent paid = shop.gateway.pay(id);
            QVERIFY(shop.fulfilment.receive(dispute) == Outcome::AwaitingOrder);
            faults->arm(n);
            const auto outcome = shop.fulfilment.receive(paid);
            const bool fired = faults->fired();
            faults->disarm();
            if (!outcome) {
                ++failed;
                QVERIFY(retry(outcome.error().code) != Retry::Never);
                const auto again = shop.fulfilment.receive(paid);
                QVERIFY(again == Outcome::Granted || again == Outcome::Duplicate);
            }
            expectedPool += 40;
            QCOMPARE(shop.pool(), expectedPool);
            QCOMPARE(shop.team.differences(), QString());
            if (!fired) break;
        }
        QVERIFY(failed > 15);
    }

    void creditsRoundDownAndNeverExceedWhatWasBought() {
        QCOMPARE(reversedCredits(50, 2900, 0), 0);
        QCOMPARE(reversedCredits(50, 2900, 57), 0);
        QCOMPARE(reversedCredits(50, 2900, 58), 1);
        QCOMPARE(reversedCredits(50, 2900, 2899), 49);
        QCOMPARE(reversedCredits(50, 2900, 2900), 50);
        QCOMPARE(reversedCredits(50, 2900, INT64_MAX), 50);
        QCOMPARE(reversedCredits(50, 2900, -1), 0);
        QCOMPARE(reversedCredits(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
    }
};

QTEST_APPLESS_MAIN(FulfilmentTest)
#include "tst_payments_fulfilment.moc"
