#pragma once

#include "ui/credits/credits_source.h"
#include "ui/widgets/dialog.h"

class QButtonGroup;
class QStackedWidget;

namespace headroom::ui {
class NumberField;
class Notice;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::credits {

class OrderPanel;
class PackageCard;

/// Chooses a package or a custom number of credits, opens the payment page in the browser, and then follows
/// the order until it ends. Closing it ends nothing: the order lives on the server.
class BuyDialog : public Dialog {
    Q_OBJECT
public:
    BuyDialog(CreditsSource& source, CreditsActions& actions, QWidget* parent);

    /// Follows an order that exists already.
    void showOrder(const Order& order);

Q_SIGNALS:
    void paid(const headroom::ui::credits::Order& order);

private:
    QWidget* buildChoice();
    Purchase purchase() const;
    void refresh();
    void buy();
    void updateOrder(const Order& order);
    int cheaperPackage(qint64 credits, qint64 price) const;

    CreditsSource& source_;
    CreditsActions& actions_;
    Prices prices_;
    QStackedWidget* stack_;
    QButtonGroup* choices_;
    PackageCard* customCard_ = nullptr;
    QWidget* customRow_ = nullptr;
    NumberField* customCredits_;
    Notice* hint_;
    TextLabel* total_;
    OrderPanel* order_;
    QPushButton* cancel_;
    QPushButton* primary_;
    int hinted_ = -1;
    bool paidTold_ = false;
};

} // namespace headroom::ui::credits
