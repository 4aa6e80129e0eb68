#include "ui/signin/choice_card.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace headroom::ui::signin {
namespace {
constexpr int iconGround = 44;
constexpr int padding = 18;
} // namespace

ChoiceCard::ChoiceCard(const QString& icon, const QString& title, const QString& text, QWidget* parent)
    : QAbstractButton(parent)
    , icon_(icon) {
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTexts(title, text);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ChoiceCard::setTexts(const QString& title, const QString& text) {
    title_ = title;
    text_ = text;
    setAccessibleName(title);
    setAccessibleDescription(text);
    update();
}

void ChoiceCard::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    const bool hot = isEnabled() && (underMouse() || isDown());
    drawCard(&painter, rect(), metric::cardRadius);
    if (hot)
        drawRounded(&painter, QRectF(rect()).adjusted(0, 0, 0, -1), metric::cardRadius, t.hover, t.accent);
    if (showsFocus(this)) drawFocusRing(&painter, QRectF(rect()).adjusted(0, 0, 0, -1), metric::cardRadius);
    const Qt::LayoutDirection direction = layoutDirection();
    const auto place = [&](const QRect& part) { return mirrored(direction, rect(), part); };
    const QRect ground(padding, (height() - iconGround) / 2, iconGround, iconGround);
    drawRounded(&painter, place(ground), 12, isEnabled() ? t.accentSoft : t.sunken);
    drawIcon(&painter, place(ground.adjusted(12, 12, -12, -12)), icon_,
             isEnabled() ? t.accentText : t.textMuted);
    const int left = ground.right() + 15;
    const int right = width() - padding - 26;
    const QRect title(left, height() / 2 - 20, right - left, 20);
    painter.setFont(ui::font(TextStyle::Title));
    painter.setPen(isEnabled() ? t.text : t.textMuted);
    painter.drawText(place(title), int(leading(direction)),
                     painter.fontMetrics().elidedText(title_, Qt::ElideRight, title.width()));
    const QRect text = title.translated(0, 22);
    painter.setFont(ui::font(TextStyle::Small));
    painter.setPen(t.textMuted);
    painter.drawText(place(text), int(leading(direction)),
                     painter.fontMetrics().elidedText(text_, Qt::ElideRight, text.width()));
    const QRect arrow(width() - padding - 16, (height() - 16) / 2, 16, 16);
    drawIcon(&painter, place(arrow),
             direction == Qt::LeftToRight ? QStringLiteral("chevron-right") : QStringLiteral("chevron-left"),
             hot ? t.accentText : t.textMuted);
}

} // namespace headroom::ui::signin
