#include "ui/widgets/pill.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace headroom::ui {
namespace {
constexpr int pillHeight = 22;
} // namespace

int pillWidth(const QString& text, const QString& icon) {
    const int padding = icon.isEmpty() ? 16 : 32;
    return std::max(pillHeight, QFontMetrics(font(TextStyle::Caption)).horizontalAdvance(text) + padding);
}

QRect drawPill(QPainter* painter, const QRect& area, const QString& text, const QString& icon, Tone tone,
               Qt::LayoutDirection direction) {
    const Tokens& t = Theme::t();
    const QColor color = tone == Tone::Muted ? t.textSecondary : toneColor(t, tone);
    const int width = std::min(pillWidth(text, icon), area.width());
    const QRect logical(area.left(), area.center().y() - pillHeight / 2 + 1, width, pillHeight);
    const QRect rect = mirrored(direction, area, logical);
    painter->save();
    drawRounded(painter, rect, pillHeight / 2.0, toneGround(t, tone));
    QRect inner = logical.adjusted(8, 0, -8, 0);
    if (!icon.isEmpty()) {
        const QRect iconRect(inner.left(), inner.top() + 5, 12, 12);
        drawIcon(painter, mirrored(direction, area, iconRect), icon, color);
        inner.adjust(16, 0, 0, 0);
    }
    painter->setFont(font(TextStyle::Caption));
    painter->setPen(color);
    painter->drawText(mirrored(direction, area, inner),
                      icon.isEmpty() ? int(Qt::AlignCenter) : int(leading(direction)),
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, inner.width() + 2));
    painter->restore();
    return rect;
}

Pill::Pill(const QString& text, const QString& icon, Tone tone, QWidget* parent)
    : QWidget(parent) {
    setAccessibleRole(this, QAccessible::StaticText);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setContent(text, icon, tone);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Pill::setContent(const QString& text, const QString& icon, Tone tone) {
    text_ = text;
    icon_ = icon;
    tone_ = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const {
    return {pillWidth(text_, icon_), pillHeight};
}

void Pill::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawPill(&painter, rect(), text_, icon_, tone_, layoutDirection());
}

} // namespace headroom::ui
