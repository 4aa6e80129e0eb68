#include "ui/shell/navigation_delegate.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"

#include <QPainter>

#include <algorithm>

namespace headroom::ui::shell {

QSize NavigationDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {200, metric::navRowHeight};
}

void NavigationDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    const Tokens& t = Theme::t();
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    const QRect area = option.rect;
    const auto place = [&](const QRect& rect) { return mirrored(option.direction, area, rect); };
    painter->save();
    const QRect ground = area.adjusted(0, 1, 0, -1);
    if (selected || hovered) drawRounded(painter, ground, 8, selected ? t.accentSoft : t.hover);
    if (option.state & QStyle::State_HasFocus && option.widget && showsFocus(option.widget))
        drawFocusRing(painter, ground, 8);
    const QColor ink = selected ? t.accentText : t.textSecondary;
    drawIcon(painter, place(QRect(area.left() + 11, area.center().y() - 8, 18, 18)),
             index.data(Icon).toString(), selected ? t.accentText : t.textMuted);
    QRect text = area.adjusted(40, 0, -10, 0);
    const int badge = index.data(Badge).toInt();
    if (badge > 0) {
        const QString number = badge > 999 ? QStringLiteral("999+") : formatNumber(badge);
        painter->setFont(font(TextStyle::Caption));
        const int width = std::max(22, painter->fontMetrics().horizontalAdvance(number) + 12);
        const QRect box(area.right() - width - 8, area.center().y() - 9, width, 20);
        drawRounded(painter, place(box), 10, selected ? t.surface : t.active);
        painter->setPen(ink);
        painter->drawText(place(box), Qt::AlignCenter, number);
        text.setRight(box.left() - 6);
    }
    painter->setFont(font(selected ? TextStyle::Label : TextStyle::BodyStrong));
    painter->setPen(ink);
    painter->drawText(place(text), int(leading(option.direction)), index.data(Qt::DisplayRole).toString());
    painter->restore();
}

} // namespace headroom::ui::shell
