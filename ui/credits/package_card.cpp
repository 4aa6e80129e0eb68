#include "ui/credits/package_card.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/pill.h"

#include <QPainter>

namespace headroom::ui::credits {

PackageCard::PackageCard(const QString& name, const QString& credits, const QString& price,
                         const QString& each, QWidget* parent)
    : QAbstractButton(parent)
    , name_(name) {
    setAccessibleRole(this, QAccessible::RadioButton);
    setCheckable(true);
    setAutoExclusive(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTexts(credits, price, each);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PackageCard::setBadge(const QString& text) {
    badge_ = text;
    describe();
}

void PackageCard::setTexts(const QString& credits, const QString& price, const QString& each) {
    credits_ = credits;
    price_ = price;
    each_ = each;
    describe();
}

void PackageCard::describe() {
    setAccessibleName(QStringLiteral("%1: %2, %3").arg(name_, credits_, price_));
    setAccessibleDescription(badge_.isEmpty() ? each_ : QStringLiteral("%1, %2").arg(each_, badge_));
    update();
}

void PackageCard::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    const bool on = isChecked();
    drawRounded(&painter, rect(), metric::cardRadius,
                on             ? t.accentSoft
                : underMouse() ? t.hover
                               : t.surface,
                on ? t.accent : t.border, on ? 2 : 1);
    if (showsFocus(this)) drawFocusRing(&painter, rect().adjusted(3, 3, -3, -3), metric::cardRadius - 3);
    const Qt::LayoutDirection direction = layoutDirection();
    const QRect inner = rect().adjusted(16, 14, -14, -12);
    const int alignment = int(leading(direction));
    const auto write = [&](int y, int height, TextStyle style, const QColor& color, const QString& text) {
        painter.setFont(ui::font(style));
        painter.setPen(color);
        painter.drawText(QRect(inner.left(), inner.top() + y, inner.width(), height), alignment,
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, inner.width()));
    };
    write(0, 18, TextStyle::BodyStrong, on ? t.accentText : t.textSecondary, name_);
    write(26, 30, TextStyle::Display, t.text, price_);
    write(60, 18, TextStyle::BodyStrong, t.text, credits_);
    write(79, 16, TextStyle::Small, t.textMuted, each_);
    if (!badge_.isEmpty()) {
        const QRect place(inner.left(), inner.bottom() - 21, inner.width(), 22);
        drawPill(&painter, place, badge_, {}, Tone::Success, direction);
    }
    const QRect mark = mirrored(direction, rect(), QRect(width() - 34, 14, 18, 18));
    if (on) {
        drawRounded(&painter, mark, 9, t.accent);
        drawIcon(&painter, mark.adjusted(3, 3, -3, -3), QStringLiteral("check"), t.onAccent);
    } else {
        drawRounded(&painter, mark, 9, t.surface, t.textMuted, 1.3);
    }
}

} // namespace headroom::ui::credits
