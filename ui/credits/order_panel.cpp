#include "ui/credits/order_panel.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/text_label.h"
#include "ui/words/words.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace headroom::ui::credits {
namespace {

constexpr int pictureSize = 56;

struct Face {
    QString icon;
    Tone tone;
    QString title;
    QString text;
};

Face face(const Order& order) {
    const QString credits = OrderPanel::tr("%n credit(s)", nullptr, int(order.credits));
    const QString amount = formatMoney(order.amountMinor, order.currency);
    switch (order.state) {
    case OrderState::WaitingForPayment:
        return {QStringLiteral("hourglass"), Tone::Info, OrderPanel::tr("Waiting for your payment"),
                OrderPanel::tr(
                    "Pay %1 for %2 on the page that opened in your browser. This window notices by itself; "
                    "you may also close it.")
                    .arg(amount, credits)};
    case OrderState::Paid:
        return {QStringLiteral("circle-check"), Tone::Success, OrderPanel::tr("Paid, thank you"),
                OrderPanel::tr("%1 were added to the pool.").arg(credits)};
    case OrderState::Cancelled:
        return {QStringLiteral("circle-x"), Tone::Muted, OrderPanel::tr("Payment cancelled"),
                OrderPanel::tr("Nothing was charged.")};
    case OrderState::Expired:
        return {QStringLiteral("clock"), Tone::Warning, OrderPanel::tr("The payment page has expired"),
                OrderPanel::tr("Nothing was charged. Start again to get a new one.")};
    case OrderState::Declined:
        return {QStringLiteral("circle-alert"), Tone::Danger, OrderPanel::tr("The payment was declined"),
                OrderPanel::tr("Nothing was charged. Try another card on the payment page, or start again.")};
    }
    return {};
}

} // namespace

OrderPanel::OrderPanel(CreditsSource& source, CreditsActions& actions, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , picture_(new QWidget)
    , title_(new TextLabel({}, TextStyle::Title))
    , text_(new TextLabel({}, TextStyle::Body, Tone::Muted))
    , open_(makeButton(tr("Open payment page again"), QStringLiteral("external-link")))
    , copy_(makeButton(tr("Copy link"), QStringLiteral("link")))
    , check_(makeButton(tr("I have paid, check now"), QStringLiteral("refresh-cw"), ButtonVariant::Primary))
    , again_(makeButton(tr("Start again"), QStringLiteral("rotate-cw"), ButtonVariant::Primary))
    , notice_(new Notice) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 12, 0, 12);
    column->setSpacing(6);
    picture_->setFixedSize(pictureSize, pictureSize);
    column->addWidget(picture_, 0, Qt::AlignHCenter);
    column->addSpacing(6);
    title_->setAlignment(Qt::AlignCenter);
    column->addWidget(title_);
    text_->setAlignment(Qt::AlignCenter);
    text_->setWordWrap(true);
    text_->setMaximumWidth(460);
    auto* middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(text_, 1000);
    middle->addStretch(1);
    column->addLayout(middle);
    column->addSpacing(10);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(10);
    buttons->addStretch();
    for (QPushButton* button : {open_, copy_, check_, again_})
        buttons->addWidget(button);
    buttons->addStretch();
    column->addLayout(buttons);
    column->addSpacing(8);
    column->addWidget(notice_);
    column->addStretch();
    connect(open_, &QPushButton::clicked, this, [this] { actions_.openCheckout(order_.id); });
    connect(copy_, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(order_.checkoutUrl);
        notice_->setText(Tone::Info, tr("The link is in the clipboard."));
    });
    connect(check_, &QPushButton::clicked, this, &OrderPanel::check);
    connect(again_, &QPushButton::clicked, this, &OrderPanel::startOverRequested);
    connect(&source_, &CreditsSource::orderChanged, this, [this](const OrderId& id) {
        if (id != order_.id) return;
        if (const std::optional<Order> found = source_.order(id)) setOrder(*found);
    });
}

void OrderPanel::setOrder(const Order& order) {
    const bool changed = order.id != order_.id || order.state != order_.state;
    order_ = order;
    if (changed) notice_->clear();
    refresh();
    if (changed) Q_EMIT orderChanged(order_);
}

void OrderPanel::refresh() {
    const Face now = face(order_);
    title_->setText(now.title);
    text_->setText(now.text);
    setAccessibleName(now.title);
    setAccessibleDescription(now.text);
    const bool waiting = order_.state == OrderState::WaitingForPayment;
    const bool over = order_.state == OrderState::Cancelled || order_.state == OrderState::Expired ||
                      order_.state == OrderState::Declined;
    open_->setVisible(waiting);
    copy_->setVisible(waiting && !order_.checkoutUrl.isEmpty());
    check_->setVisible(waiting);
    again_->setVisible(over);
    update();
}

void OrderPanel::check() {
    check_->setEnabled(false);
    auto finish = guarded(this, [this](const Result<Order>& result) {
        check_->setEnabled(true);
        if (!result) {
            notice_->setText(Tone::Danger, sentence(result.error()));
            return;
        }
        setOrder(*result);
        if (result->state == OrderState::WaitingForPayment)
            notice_->setText(Tone::Info, tr("The payment has not arrived yet. It can take a minute."));
    });
    actions_.checkOrder(order_.id, finish);
}

void OrderPanel::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    const Face now = face(order_);
    QPainter painter(this);
    const QRect circle = picture_->geometry();
    drawRounded(&painter, circle, pictureSize / 2.0, toneGround(t, now.tone));
    drawIcon(&painter, circle.adjusted(16, 16, -16, -16), now.icon, toneColor(t, now.tone));
}

} // namespace headroom::ui::credits
