#include "app/endpoint/desk/watched_gateway.h"

#include "app/endpoint/desk/watched.h"

namespace headroom::endpoint {

Result<payments::CheckoutSession> WatchedGateway::createSession(const payments::SessionRequest& request) {
    return noted(journal_, service_, gateway_->createSession(request));
}

Result<payments::CheckoutSession> WatchedGateway::retrieveSession(const std::string& sessionId) {
    return noted(journal_, service_, gateway_->retrieveSession(sessionId));
}

Result<std::optional<payments::CheckoutSession>>
WatchedGateway::findSessionByOrder(const OrderId& order, Timestamp from, Timestamp to) {
    return noted(journal_, service_, gateway_->findSessionByOrder(order, from, to));
}

Result<payments::CheckoutSession> WatchedGateway::expireSession(const std::string& sessionId) {
    return noted(journal_, service_, gateway_->expireSession(sessionId));
}

Result<payments::EventPage> WatchedGateway::listEvents(Timestamp since, const std::string& after) {
    return noted(journal_, service_, gateway_->listEvents(since, after));
}

} // namespace headroom::endpoint
