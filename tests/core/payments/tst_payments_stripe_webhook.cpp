#include "core/base/crypto.h"
#include "core/payments/payments_limits.h"
#include "core/payments/stripe/stripe_webhook.h"

#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace headroom;
using namespace headroom::payments;
using nlohmann::json;

namespace {

constexpr std::int64_t nowSeconds = 1'700'000'000;
const Timestamp now{nowSeconds * 1000};
const std::string orderText = "0a0a0a0a-0000-4000-8000-000000000001";

json vectors() {
    QFile file(QStringLiteral(HEADROOM_SOURCE_DIR "/tests/core/payments/data/stripe_webhook_vectors.json"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return json::parse(file.readAll().toStdString()).at("cases");
}

std::string sign(std::string_view secret, std::string_view body, std::int64_t at = nowSeconds) {
    const std::string time = std::to_string(at);
    return "t=" + time + ",v1=" + toHex(hmacSha256(secret, time + "." + std::string(body)));
}

json stripeEvent(const std::string& type, json object) {
    return {{"id", "evt_1"},
            {"object", "event"},
            {"api_version", "2019-01-01"},
            {"created", nowSeconds},
            {"livemode", false},
            {"type", type},
            {"data", {{"object", std::move(object)}}},
            {"something_new", {1, 2, 3}}};
}

json session(const std::string& status, const std::string& paymentStatus) {
    return {{"id", "cs_1"},
            {"object", "checkout.session"},
            {"status", status},
            {"payment_status", paymentStatus},
            {"client_reference_id", orderText},
            {"metadata", {{"order_id", orderText}}},
            {"amount_total", 2900},
            {"currency", "USD"},
            {"payment_intent", "pi_1"},
            {"url", nullptr},
            {"livemode", false}};
}

Result<PaymentEvent> read(const json& value) {
    const std::string body = value.dump();
    return readWebhook(sign("whsec_a", body), body, {"whsec_a"}, now);
}

} // namespace

class StripeWebhookTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void signaturesAreJudgedAsByStripesOwnCode_data() {
        QTest::addColumn<int>("index");
        const json all = vectors();
        QCOMPARE(all.size(), std::size_t(21));
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].at("name").get<std::string>().c_str()) << static_cast<int>(i);
    }
    void signaturesAreJudgedAsByStripesOwnCode() {
        QFETCH(int, index);
        const json one = vectors().at(static_cast<std::size_t>(index));
        const Timestamp at{one.at("now").get<std::int64_t>() * 1000};
        const auto verified =
            verifySignature(one.at("header").get<std::string>(), one.at("payload").get<std::string>(),
                            {one.at("secret").get<std::string>()}, at);
        // The one place where we are stricter, on purpose.
        const bool future = one.at("name") == "future +1h (SDK accepts)";
        QCOMPARE(verified.has_value(), one.at("expect_sdk").get<bool>() && !future);
        if (future) QVERIFY(verified.error().code == ErrorCode::SignatureStale);
    }

    void eitherOfTwoSecretsWillDo() {
        const std::vector<std::string> secrets{"whsec_old", "whsec_new"};
        QVERIFY(verifySignature(sign("whsec_old", "{}"), "{}", secrets, now));
        QVERIFY(verifySignature(sign("whsec_new", "{}"), "{}", secrets, now));
        QVERIFY(!verifySignature(sign("whsec_other", "{}"), "{}", secrets, now));
    }

    void withoutASecretNothingIsAccepted() {
        QVERIFY(verifySignature(sign("", "{}"), "{}", {}, now).error().code == ErrorCode::SignatureInvalid);
        QVERIFY(verifySignature(sign("", "{}"), "{}", {""}, now).error().code == ErrorCode::SignatureInvalid);
    }

    void aReplayIsStaleOnBothSides() {
        const auto at = [](std::int64_t seconds) {
            return verifySignature(sign("whsec_a", "{}", seconds), "{}", {"whsec_a"}, now);
        };
        QVERIFY(at(nowSeconds - signatureToleranceSeconds));
        QVERIFY(at(nowSeconds + signatureToleranceSeconds));
        QVERIFY(at(nowSeconds - signatureToleranceSeconds - 1).error().code == ErrorCode::SignatureStale);
        QVERIFY(at(nowSeconds + signatureToleranceSeconds + 1).error().code == ErrorCode::SignatureStale);
    }

    void hugeAndBrokenHeadersAreRefused() {
        std::string many = "t=1700000000";
        for (int i = 0; i < 1000; ++i)
            many += ",v1=00";
        for (const std::string& header :
             {many, std::string("t=99999999999999999999,v1=00"), std::string("t=-1,v1="),
              std::string(",,=,="), std::string("v1=\0\0", 5)})
            QVERIFY(verifySignature(header, "{}", {"whsec_a"}, now).error().code ==
                    ErrorCode::SignatureInvalid);
    }

    void aPaidSessionIsReadWithItsOrder() {
        const auto paid = read(stripeEvent("checkout.session.completed", session("complete", "paid")));
        QVERIFY(paid.has_value());
        QVERIFY(paid->kind == EventKind::SessionChanged);
        QCOMPARE(paid->order.text(), orderText);
        QCOMPARE(paid->paymentIntent, std::string("pi_1"));
        QVERIFY(paid->session->money == MoneyStatus::Paid);
        QCOMPARE(paid->session->cents, 2900);
        QCOMPARE(paid->session->currency, std::string("usd"));
        QVERIFY(paid->livemode == Livemode::Sandbox);
        QCOMPARE(paid->created.ms, nowSeconds * 1000);
    }

    void whatASessionSaysIsUnderstood_data() {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("money");
        QTest::addColumn<QString>("intent");
        QTest::addColumn<int>("expected");
        QTest::newRow("free of charge") << "complete"
                                        << "no_payment_required"
                                        << "" << int(MoneyStatus::Paid);
        QTest::newRow("bank debit") << "complete"
                                    << "unpaid"
                                    << "processing" << int(MoneyStatus::Unpaid);
        QTest::newRow("debit failed") << "complete"
                                      << "unpaid"
                                      << "requires_payment_method" << int(MoneyStatus::Failed);
        QTest::newRow("cancelled") << "complete"
                                   << "unpaid"
                                   << "canceled" << int(MoneyStatus::Failed);
        QTest::newRow("unknown word") << "complete"
                                      << "someday"
                                      << "" << int(MoneyStatus::Unpaid);
    }
    void whatASessionSaysIsUnderstood() {
        QFETCH(QString, status);
        QFETCH(QString, money);
        QFETCH(QString, intent);
        QFETCH(int, expected);
        json object = session(status.toStdString(), money.toStdString());
        if (!intent.isEmpty()) object["payment_intent"] = {{"id", "pi_9"}, {"status", intent.toStdString()}};
        const auto event_ = read(stripeEvent("checkout.session.completed", object));
        QCOMPARE(int(event_->session->money), expected);
        if (!intent.isEmpty()) QCOMPARE(event_->paymentIntent, std::string("pi_9"));
    }

    void aSessionThatNamesTwoOrdersNamesNone() {
        json object = session("complete", "paid");
        object["metadata"]["order_id"] = "0a0a0a0a-0000-4000-8000-000000000002";
        QVERIFY(read(stripeEvent("checkout.session.completed", object))->order.empty());
        object["metadata"] = nullptr;
        QVERIFY(read(stripeEvent("checkout.session.completed", object))->order.empty());
        object["client_reference_id"] = "order 17";
        QVERIFY(read(stripeEvent("checkout.session.completed", object))->order.empty());
    }

    void refundsAndDisputesAreRead_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("status");
        QTest::addColumn<int>("kind");
        QTest::newRow("refund failed") << "refund.failed"
                                       << "failed" << int(EventKind::RefundFailed);
        QTest::newRow("refund cancelled") << "refund.updated"
                                          << "canceled" << int(EventKind::RefundFailed);
        QTest::newRow("refund arrived") << "refund.updated"
                                        << "succeeded" << int(EventKind::Ignored);
        QTest::newRow("old name") << "charge.refund.updated"
                                  << "failed" << int(EventKind::RefundFailed);
        QTest::newRow("dispute") << "charge.dispute.created"
                                 << "needs_response" << int(EventKind::DisputeOpened);
        QTest::newRow("inquiry") << "charge.dispute.created"
                                 << "warning_needs_response" << int(EventKind::DisputeInquiry);
        QTest::newRow("won") << "charge.dispute.closed"
                             << "won" << int(EventKind::DisputeWon);
        QTest::newRow("inquiry closed") << "charge.dispute.closed"
                                        << "warning_closed" << int(EventKind::DisputeWon);
        QTest::newRow("lost") << "charge.dispute.closed"
                              << "lost" << int(EventKind::DisputeLost);
    }
    void refundsAndDisputesAreRead() {
        QFETCH(QString, type);
        QFETCH(QString, status);
        QFETCH(int, kind);
        const auto event_ = read(stripeEvent(type.toStdString(), {{"id", "x_1"},
                                                                  {"object", "any"},
                                                                  {"amount", 700},
                                                                  {"payment_intent", "pi_1"},
                                                                  {"status", status.toStdString()}}));
        QVERIFY(event_.has_value());
        QCOMPARE(int(event_->kind), kind);
        if (event_->kind == EventKind::Ignored) return;
        QCOMPARE(event_->cents, 700);
        QCOMPARE(event_->objectId, std::string("x_1"));
        QCOMPARE(event_->paymentIntent, std::string("pi_1"));
    }

    void aRefundedChargeIsReadAsTheSumSoFar() {
        const auto event_ = read(stripeEvent("charge.refunded", {{"id", "ch_1"},
                                                                 {"amount", 2900},
                                                                 {"amount_refunded", 1450},
                                                                 {"payment_intent", "pi_1"},
                                                                 {"metadata", {{"order_id", orderText}}}}));
        QVERIFY(event_->kind == EventKind::ChargeRefunded);
        QCOMPARE(event_->cents, 1450);
        QCOMPARE(event_->order.text(), orderText);
    }

    void unknownTypesAreRecordedAndNotRefused() {
        const auto event_ = read(stripeEvent("customer.created", {{"id", "cus_1"}}));
        QVERIFY(event_->kind == EventKind::Ignored);
        QCOMPARE(event_->objectId, std::string("cus_1"));
        QVERIFY(read(stripeEvent("something.entirely.new", nullptr))->kind == EventKind::Ignored);
    }

    void whatIsNotAnEventIsRefused() {
        const auto refused = [](const std::string& body) {
            const auto event_ = readWebhook(sign("whsec_a", body), body, {"whsec_a"}, now);
            return event_ ? ErrorCode::Internal : event_.error().code;
        };
        QVERIFY(refused("") == ErrorCode::InvalidInput);
        QVERIFY(refused("{") == ErrorCode::InvalidInput);
        QVERIFY(refused("[]") == ErrorCode::InvalidInput);
        QVERIFY(refused(R"({"object":"v2.core.event","id":"evt_1","type":"x"})") == ErrorCode::InvalidInput);
        QVERIFY(refused(R"({"object":"event","id":"evt_1"})") == ErrorCode::InvalidInput);
        QVERIFY(refused(R"({"object":"event","id":7,"type":{}})") == ErrorCode::InvalidInput);
        QVERIFY(refused(stripeEvent("charge.refunded", {{"id", "ch_1"}}).dump()) == ErrorCode::Corrupt);
        QVERIFY(refused(stripeEvent("charge.refunded", {{"id", "ch_1"}, {"amount_refunded", -5}}).dump()) ==
                ErrorCode::Corrupt);
        QVERIFY(refused(stripeEvent("checkout.session.completed", {{"id", "cs_1"}}).dump()) ==
                ErrorCode::Corrupt);
        QVERIFY(refused(std::string(webhookBodyBytes + 1, ' ')) == ErrorCode::TooLarge);
    }
};

QTEST_APPLESS_MAIN(StripeWebhookTest)
#include "tst_payments_stripe_webhook.moc"
