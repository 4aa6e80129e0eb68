#include "ui/widgets/card.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/usage_bar.h"

#include <QPainter>
#include <QVBoxLayout>

namespace headroom::ui {

Card::Card(QWidget* parent)
    : QWidget(parent)
    , body_(new QVBoxLayout(this)) {
    body_->setContentsMargins(18, 16, 18, 17);
    body_->setSpacing(10);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawCard(&painter, rect(), metric::cardRadius);
}

MetricCard::MetricCard(const QString& icon, const QString& label, QWidget* parent)
    : Card(parent)
    , label_(label)
    , value_(new TextLabel({}, TextStyle::Metric))
    , caption_(new TextLabel({}, TextStyle::Small, Tone::Muted))
    , bar_(new UsageBar)
    , pill_(new Pill) {
    setAccessibleRole(this, QAccessible::Grouping);
    body()->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->setSpacing(7);
    head->addStrut(22);
    head->addWidget(new IconLabel(icon));
    auto* title = new TextLabel(label, TextStyle::BodyStrong, Tone::Secondary);
    title->setElided(Qt::ElideRight);
    head->addWidget(title, 1);
    head->addWidget(pill_);
    body()->addLayout(head);
    body()->addSpacing(4);
    body()->addWidget(value_);
    caption_->setElided(Qt::ElideRight);
    body()->addWidget(caption_);
    body()->addSpacing(6);
    QSizePolicy keepRoom = bar_->sizePolicy();
    keepRoom.setRetainSizeWhenHidden(true);
    bar_->setSizePolicy(keepRoom);
    body()->addWidget(bar_);
    bar_->hide();
    pill_->hide();
}

void MetricCard::setValue(const QString& value, const QString& caption) {
    value_->setText(value);
    caption_->setText(caption);
    caption_->setToolTip(caption);
    setAccessibleName(label_ + QLatin1String(": ") + value);
    setAccessibleDescription(caption);
}

void MetricCard::setShare(double share) {
    bar_->setVisible(share >= 0);
    if (share >= 0) bar_->setShare(share);
    bar_->setAccessibleName(label_);
}

void MetricCard::setPill(const QString& text, const QString& icon, Tone tone) {
    pill_->setContent(text, icon, tone);
    pill_->setVisible(!text.isEmpty());
}

} // namespace headroom::ui
