#include "ui/widgets/usage_bar.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace headroom::ui {

UsageBar::UsageBar(QWidget* parent)
    : QWidget(parent) {
    setAccessibleRole(this, QAccessible::ProgressBar);
    setFixedHeight(6);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void UsageBar::setShare(double share, Tone tone) {
    share_ = std::clamp(share, 0.0, 1.0);
    tone_ = tone;
    setAccessibleDescription(tr("%1 %").arg(QLocale().toString(qRound(share_ * 100))));
    update();
}

void UsageBar::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    const QColor fill = tone_ == Tone::Accent ? t.accent : toneColor(t, tone_);
    drawBar(&painter, rect(), share_, t.active, fill, layoutDirection());
}

} // namespace headroom::ui
