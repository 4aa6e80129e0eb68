#pragma once

#include "ui/credits/credits_source.h"

#include <QWidget>

class QPushButton;

namespace headroom::ui {
class Notice;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::credits {

/// Follows one order: waiting for payment (open again, copy the link, check now), paid, cancelled, expired.
/// The truth is the server's; nothing here decides that an order is paid.
class OrderPanel : public QWidget {
    Q_OBJECT
public:
    OrderPanel(CreditsSource& source, CreditsActions& actions, QWidget* parent = nullptr);

    void setOrder(const Order& order);
    const Order& order() const { return order_; }

Q_SIGNALS:
    void orderChanged(const headroom::ui::credits::Order& order);
    void startOverRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void check();
    void refresh();

    CreditsSource& source_;
    CreditsActions& actions_;
    Order order_;
    QWidget* picture_;
    TextLabel* title_;
    TextLabel* text_;
    QPushButton* open_;
    QPushButton* copy_;
    QPushButton* check_;
    QPushButton* again_;
    Notice* notice_;
};

} // namespace headroom::ui::credits
