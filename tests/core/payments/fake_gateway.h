#pragma once

#include "core/payments/payment_gateway.h"

#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace headroom::test {

/// A gateway in memory that keeps Stripe's promises about keys, and can lose requests or answers. Any thread.
class FakeGateway final : public payments::PaymentGateway {
public:
    enum class Loss { Nothing, Request, Answer };

    explicit FakeGateway(payments::Livemode livemode = payments::Livemode::Sandbox)
        : livemode_(livemode) {}

    payments::Livemode livemode() const override { return livemode_; }
    Result<payments::CheckoutSession> createSession(const payments::SessionRequest& request) override;
    Result<payments::CheckoutSession> retrieveSession(const std::string& sessionId) override;
    Result<std::optional<payments::CheckoutSession>> findSessionByOrder(const OrderId& order, Timestamp from,
                                                                        Timestamp to) override;
    Result<payments::CheckoutSession> expireSession(const std::string& sessionId) override;
    Result<payments::EventPage> listEvents(Timestamp since, const std::string& after) override;

    /// What happens to the next calls that write, one each.
    void loseNext(Loss loss) { losses_.push_back(loss); }
    /// The next creation is refused with this.
    void refuseNext(ErrorCode code) { refusal_ = code; }
    /// As after a day: keys are forgotten.
    void forgetKeys() { keys_.clear(); }

    /// What the customer does; the event is listed, and returned as the webhook would bring it.
    payments::PaymentEvent pay(const OrderId& order);
    payments::PaymentEvent payLater(const OrderId& order);
    payments::PaymentEvent arrive(const OrderId& order);
    payments::PaymentEvent failLater(const OrderId& order);
    payments::PaymentEvent runOut(const OrderId& order);
    /// All refunds of the order so far.
    payments::PaymentEvent refunded(const OrderId& order, std::int64_t cents);
    payments::PaymentEvent refundFailed(const OrderId& order, const std::string& refund, std::int64_t cents);
    /// Names only the payment intent, as Stripe's disputes do.
    payments::PaymentEvent dispute(const OrderId& order, payments::EventKind kind, std::int64_t cents);

    int created() const { return created_; }
    int calls() const { return calls_; }
    payments::CheckoutSession& session(const OrderId& order) { return sessions_.at(order); }

private:
    payments::PaymentEvent sessionEvent(const OrderId& order, payments::EventKind kind);
    payments::PaymentEvent moneyEvent(const OrderId& order, payments::EventKind kind, std::string object,
                                      std::int64_t cents);
    payments::PaymentEvent listed(payments::PaymentEvent event);
    std::optional<Loss> nextLoss();

    const payments::Livemode livemode_;
    mutable std::mutex mutex_;
    std::map<OrderId, payments::CheckoutSession> sessions_;
    std::map<std::string, payments::SessionRequest> keys_;
    std::vector<payments::PaymentEvent> events_;
    std::vector<Loss> losses_;
    std::optional<ErrorCode> refusal_;
    std::int64_t secondsSinceStart_ = 0;
    int created_ = 0;
    int calls_ = 0;
};

} // namespace headroom::test
