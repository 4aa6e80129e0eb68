#include "tests/core/payments/fake_gateway.h"

#include <algorithm>

namespace headroom::test {

using namespace payments;

namespace {

constexpr std::int64_t startMs = 1'700'000'000'000;

bool sameContent(const SessionRequest& a, const SessionRequest& b) {
    return a.order == b.order && a.cents == b.cents && a.currency == b.currency &&
           a.expiresAt == b.expiresAt && a.productName == b.productName && a.team == b.team;
}

} // namespace

std::optional<FakeGateway::Loss> FakeGateway::nextLoss() {
    if (losses_.empty()) return std::nullopt;
    const Loss loss = losses_.front();
    losses_.erase(losses_.begin());
    return loss;
}

Result<CheckoutSession> FakeGateway::createSession(const SessionRequest& request) {
    const std::lock_guard lock(mutex_);
    ++calls_;
    const Loss loss = nextLoss().value_or(Loss::Nothing);
    if (loss == Loss::Request) return fail(ErrorCode::Timeout, "lost on the way there");
    if (refusal_) {
        const ErrorCode code = *refusal_;
        refusal_.reset();
        return fail(code, "refused");
    }
    const auto known = keys_.find(request.key);
    if (known != keys_.end() && !sameContent(known->second, request))
        return fail(ErrorCode::IdempotencyConflict, "key used with other content");
    if (known == keys_.end()) {
        keys_.emplace(request.key, request);
        CheckoutSession session;
        session.id = "cs_" + std::to_string(++created_);
        session.order = request.order;
        session.cents = request.cents;
        session.currency = request.currency;
        session.url = "https://pay.example/" + session.id;
        session.livemode = livemode_;
        sessions_[request.order] = session;
    }
    if (loss == Loss::Answer) return fail(ErrorCode::UnknownOutcome, "lost on the way back");
    return sessions_.at(request.order);
}

Result<CheckoutSession> FakeGateway::retrieveSession(const std::string& sessionId) {
    const std::lock_guard lock(mutex_);
    ++calls_;
    for (const auto& [order, session] : sessions_)
        if (session.id == sessionId) return session;
    return fail(ErrorCode::NotFound, "no such session");
}

Result<std::optional<CheckoutSession>> FakeGateway::findSessionByOrder(const OrderId& order, Timestamp,
                                                                       Timestamp) {
    const std::lock_guard lock(mutex_);
    ++calls_;
    const auto found = sessions_.find(order);
    if (found == sessions_.end()) return std::optional<CheckoutSession>();
    return std::optional<CheckoutSession>(found->second);
}

Result<CheckoutSession> FakeGateway::expireSession(const std::string& sessionId) {
    const std::lock_guard lock(mutex_);
    ++calls_;
    for (auto& [order, session] : sessions_) {
        if (session.id != sessionId) continue;
        if (session.status != SessionStatus::Open) return fail(ErrorCode::InvalidInput, "not open");
        session.status = SessionStatus::Expired;
        session.url.clear();
        return session;
    }
    return fail(ErrorCode::NotFound, "no such session");
}

Result<EventPage> FakeGateway::listEvents(Timestamp since, const std::string& after) {
    const std::lock_guard lock(mutex_);
    ++calls_;
    constexpr std::size_t pageSize = 3; // small, so that tests turn pages
    EventPage page;
    bool begun = after.empty();
    for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
        if (begun && event->created >= since) {
            if (page.events.size() == pageSize) {
                page.next = page.events.back().id;
                break;
            }
            page.events.push_back(*event);
        }
        begun = begun || event->id == after;
    }
    return page;
}

PaymentEvent FakeGateway::listed(PaymentEvent event) {
    event.id = "evt_" + newUuid();
    event.created = Timestamp{startMs + 1000 * ++secondsSinceStart_};
    event.livemode = livemode_;
    events_.push_back(event);
    return event;
}

PaymentEvent FakeGateway::sessionEvent(const OrderId& order, EventKind kind) {
    PaymentEvent event;
    event.type = "checkout.session.something";
    event.kind = kind;
    event.session = sessions_.at(order);
    event.objectId = event.session->id;
    event.order = order;
    event.paymentIntent = event.session->paymentIntent;
    return listed(std::move(event));
}

PaymentEvent FakeGateway::pay(const OrderId& order) {
    const std::lock_guard lock(mutex_);
    CheckoutSession& session = sessions_.at(order);
    session.status = SessionStatus::Complete;
    session.money = MoneyStatus::Paid;
    session.url.clear();
    session.paymentIntent = "pi_" + session.id;
    return sessionEvent(order, EventKind::SessionChanged);
}

PaymentEvent FakeGateway::payLater(const OrderId& order) {
    const std::lock_guard lock(mutex_);
    CheckoutSession& session = sessions_.at(order);
    session.status = SessionStatus::Complete;
    session.url.clear();
    session.paymentIntent = "pi_" + session.id;
    return sessionEvent(order, EventKind::SessionChanged);
}

PaymentEvent FakeGateway::arrive(const OrderId& order) {
    const std::lock_guard lock(mutex_);
    sessions_.at(order).money = MoneyStatus::Paid;
    return sessionEvent(order, EventKind::SessionChanged);
}

PaymentEvent FakeGateway::failLater(const OrderId& order) {
    const std::lock_guard lock(mutex_);
    sessions_.at(order).money = MoneyStatus::Failed;
    return sessionEvent(order, EventKind::SessionPaymentFailed);
}

PaymentEvent FakeGateway::runOut(const OrderId& order) {
    const std::lock_guard lock(mutex_);
    sessions_.at(order).status = SessionStatus::Expired;
    sessions_.at(order).url.clear();
    return sessionEvent(order, EventKind::SessionChanged);
}

PaymentEvent FakeGateway::moneyEvent(const OrderId& order, EventKind kind, std::string object,
                                     std::int64_t cents) {
    const std::lock_guard lock(mutex_);
    PaymentEvent event;
    event.type = "charge.something";
    event.kind = kind;
    event.objectId = std::move(object);
    event.paymentIntent = "pi_" + sessions_.at(order).id;
    event.cents = cents;
    return listed(std::move(event));
}

PaymentEvent FakeGateway::refunded(const OrderId& order, std::int64_t cents) {
    return moneyEvent(order, EventKind::ChargeRefunded, "ch_" + order.text(), cents);
}

PaymentEvent FakeGateway::refundFailed(const OrderId& order, const std::string& refund, std::int64_t cents) {
    return moneyEvent(order, EventKind::RefundFailed, refund, cents);
}

PaymentEvent FakeGateway::dispute(const OrderId& order, EventKind kind, std::int64_t cents) {
    return moneyEvent(order, kind, "dp_" + order.text(), cents);
}

} // namespace headroom::test
