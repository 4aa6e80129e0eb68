#pragma once

#include "core/client/checkout.h"
#include "core/client/team_session.h"
#include "ui/credits/credits_values.h"

#include <map>
#include <memory>

namespace headroom::desktop {

/// Prices and orders of one team: makes an order, opens its page in the browser and follows it to its end.
/// GUI thread; client and session outlive it.
class OrderDesk : public QObject {
    Q_OBJECT

public:
    OrderDesk(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    /// "starter" in the user's language; an unknown key as it is.
    static QString packageName(const QString& key);

    const ui::credits::Prices& prices() const { return prices_; }
    bool pricesKnown() const { return pricesKnown_; }
    /// The endpoint takes payments at all.
    bool sells() const { return sells_; }
    /// Asks for the prices unless they are known or on their way.
    void loadPrices();

    std::optional<ui::credits::Order> order(const OrderId& id) const;

    using Reply = std::function<void(Result<ui::credits::Order>)>;
    /// The same purchase again after a lost answer goes on with the same order, so nothing is ordered twice.
    void buy(const ui::credits::Purchase& purchase, Reply reply);
    void openPage(const OrderId& id);
    void check(const OrderId& id, Reply reply);

Q_SIGNALS:
    void pricesChanged();
    void orderChanged(const headroom::OrderId& id);

private:
    struct Open {
        ui::credits::Purchase purchase;
        std::unique_ptr<client::Checkout> checkout;
        Reply reply; ///< empty once it was called
    };
    void takePrices(const nlohmann::json& answer);
    void moved(Open& open);
    ui::credits::Order orderOf(const Open& open) const;
    const sync::PaymentRow* payment(const OrderId& id) const;

    client::Client& client_;
    client::TeamSession& session_;
    ui::credits::Prices prices_;
    bool pricesKnown_ = false;
    bool pricesAsked_ = false;
    bool sells_ = false;
    std::vector<std::unique_ptr<Open>> open_;
};

} // namespace headroom::desktop
