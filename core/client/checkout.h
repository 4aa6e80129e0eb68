#pragma once

#include "core/client/client.h"
#include "core/sync/rows.h"

#include <QTimer>

namespace headroom::client {

/// Buying credits: makes the order, gives the page to open in the browser, and asks the endpoint until the
/// order has come to an end. What the browser says is never believed. Lives on the GUI's thread; one object
/// an order.
class Checkout : public QObject {
    Q_OBJECT

public:
    enum class State : std::uint8_t {
        Creating,
        Unknown, ///< the answer was lost: create() again asks with the same key, so nothing is ordered twice
        Waiting, ///< for the payment; url() is to be opened
        Paid,
        Cancelled,
        Expired,
        Failed,
    };

    Checkout(Client& client, TeamId team, QObject* parent = nullptr);

    /// `package` is starter, professional, enterprise or custom; `credits` for custom only.
    void create(const std::string& package, std::optional<std::int64_t> credits);
    /// Goes on with an order that is still open, after a restart.
    void resume(const sync::PaymentRow& order);
    /// "I have paid", or the window was activated.
    void checkNow();
    void cancel();

    State state() const { return state_; }
    const OrderId& order() const { return order_; }
    const QUrl& url() const { return url_; }
    std::optional<ErrorCode> error() const { return error_; }

Q_SIGNALS:
    void changed();

private:
    void poll(const char* method, const QString& suffix);
    void took(const Result<nlohmann::json>& answer);
    void setState(State state, std::optional<ErrorCode> error = {});
    bool ended() const;

    Client& client_;
    TeamId team_;
    QByteArray key_;
    State state_ = State::Creating;
    OrderId order_;
    QUrl url_;
    std::optional<ErrorCode> error_;
    QTimer timer_;
    int polls_ = 0;
};

/// What an order's state means here.
Checkout::State checkoutState(sync::PaymentState state);

} // namespace headroom::client
