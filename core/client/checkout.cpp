#include "core/client/checkout.h"

#include <nlohmann/json.hpp>

namespace headroom::client {

using nlohmann::json;

namespace {

/// 2 s at first, when the user is still at the desk, then slower; the change feed tells too. After 30 minutes
/// only checkNow() asks.
constexpr int firstPollMs = 2'000;
constexpr int lastPollMs = 15'000;
constexpr int pollsMax = 125;

} // namespace

Checkout::State checkoutState(sync::PaymentState state) {
    switch (state) {
    case sync::PaymentState::Created:
    case sync::PaymentState::Open:
    case sync::PaymentState::Processing:
        return Checkout::State::Waiting;
    case sync::PaymentState::Paid:
    case sync::PaymentState::PartlyRefunded:
    case sync::PaymentState::Refunded:
        return Checkout::State::Paid;
    case sync::PaymentState::Failed:
        return Checkout::State::Failed;
    case sync::PaymentState::Cancelled:
        return Checkout::State::Cancelled;
    case sync::PaymentState::Expired:
        return Checkout::State::Expired;
    }
    __builtin_unreachable();
}

Checkout::Checkout(Client& client, TeamId team, QObject* parent)
    : QObject(parent)
    , client_(client)
    , team_(std::move(team))
    , key_(QByteArray::fromStdString(newUuid()))
    , timer_(this) {
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, [this] { poll("GET", {}); });
}

bool Checkout::ended() const {
    return state_ == State::Paid || state_ == State::Cancelled || state_ == State::Expired ||
           state_ == State::Failed;
}

void Checkout::create(const std::string& package, std::optional<std::int64_t> credits) {
    json body{{"team_id", team_.text()}, {"package", package}};
    if (credits) body["credits"] = *credits;
    setState(State::Creating);
    client_.call({"POST", "/api/stripe/create-checkout", QByteArray::fromStdString(body.dump()), key_}, this,
                 [this](Result<json> answer) {
                     if (!answer) {
                         const bool lost = retry(answer.error().code) != Retry::Never;
                         return setState(lost ? State::Unknown : State::Failed, answer.error().code);
                     }
                     const auto order = OrderId::parse(answer->value("order_id", std::string()));
                     const QUrl url(QString::fromStdString(answer->value("url", std::string())));
                     // Whatever is opened in the browser comes from outside.
                     const bool web =
                         url.scheme() == "https" || (url.scheme() == "http" && ApiClient::checkEndpoint(url));
                     if (!order || !web) return setState(State::Unknown, ErrorCode::Corrupt);
                     order_ = *order;
                     url_ = url;
                     setState(State::Waiting);
                     timer_.start(firstPollMs);
                 });
}

void Checkout::resume(const sync::PaymentRow& order) {
    order_ = order.id;
    url_ = QUrl(QString::fromStdString(order.checkoutUrl));
    setState(checkoutState(order.state));
    if (!ended()) timer_.start(firstPollMs);
}

void Checkout::poll(const char* method, const QString& suffix) {
    if (order_.empty()) return;
    const QString path = "/api/teams/" + QString::fromStdString(team_.text()) + "/payments/" +
                         QString::fromStdString(order_.text()) + suffix;
    client_.call({method, path, {}, {}}, this, [this](Result<json> answer) { took(answer); });
}

void Checkout::took(const Result<json>& answer) {
    if (ended()) return;
    std::optional<sync::PaymentState> state;
    if (answer && answer->is_object()) {
        const json& row = answer->contains("payment") ? answer->at("payment") : *answer;
        state = sync::fromName<sync::PaymentState>(row.value("state", std::string()));
    }
    if (state) setState(checkoutState(*state));
    if (ended()) return timer_.stop();
    if (++polls_ < pollsMax) timer_.start(std::min(firstPollMs + polls_ * 500, lastPollMs));
}

void Checkout::checkNow() {
    if (!ended()) poll("POST", "/check");
}

void Checkout::cancel() {
    if (!ended()) poll("POST", "/cancel");
}

void Checkout::setState(State state, std::optional<ErrorCode> error) {
    if (state == state_ && error == error_) return;
    state_ = state;
    error_ = error;
    Q_EMIT changed();
}

} // namespace headroom::client
