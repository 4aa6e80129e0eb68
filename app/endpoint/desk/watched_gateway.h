#pragma once

#include "core/payments/payment_gateway.h"
#include "core/services/service_journal.h"

#include <memory>

namespace headroom::endpoint {

/// A gateway whose mishaps are written down. The journal must live longer.
class WatchedGateway final : public payments::PaymentGateway {
public:
    WatchedGateway(std::unique_ptr<payments::PaymentGateway> gateway, services::ServiceJournal& journal,
                   services::Service service)
        : gateway_(std::move(gateway))
        , journal_(journal)
        , service_(std::move(service)) {}

    payments::Livemode livemode() const override { return gateway_->livemode(); }
    Result<payments::CheckoutSession> createSession(const payments::SessionRequest& request) override;
    Result<payments::CheckoutSession> retrieveSession(const std::string& sessionId) override;
    Result<std::optional<payments::CheckoutSession>> findSessionByOrder(const OrderId& order, Timestamp from,
                                                                        Timestamp to) override;
    Result<payments::CheckoutSession> expireSession(const std::string& sessionId) override;
    Result<payments::EventPage> listEvents(Timestamp since, const std::string& after) override;

private:
    std::unique_ptr<payments::PaymentGateway> gateway_;
    services::ServiceJournal& journal_;
    const services::Service service_;
};

} // namespace headroom::endpoint
