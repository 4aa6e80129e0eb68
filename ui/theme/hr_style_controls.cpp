#include "ui/theme/button_variant.h"
#include "ui/theme/hr_style.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

namespace headroom::ui {
namespace {

QColor buttonText(ButtonVariant variant, bool on, bool enabled) {
    const Tokens& t = Theme::t();
    switch (variant) {
    case ButtonVariant::Primary:
        return t.onAccent;
    case ButtonVariant::Inverse:
        return t.inverseAction;
    case ButtonVariant::Danger:
        return enabled ? t.red : t.textMuted;
    case ButtonVariant::Link:
        return enabled ? t.accentText : t.textMuted;
    case ButtonVariant::Ghost:
        if (!enabled) break;
        return on ? t.accentText : t.textSecondary;
    case ButtonVariant::Segment:
        if (!enabled) break;
        return on ? t.text : t.textSecondary;
    case ButtonVariant::Chip:
        if (!enabled) break;
        return on ? t.accentText : t.text;
    case ButtonVariant::Standard:
        if (!enabled) break;
        return t.text;
    }
    QColor color = t.textMuted;
    color.setAlphaF(0.8F);
    return color;
}

} // namespace

void HrStyle::drawButtonLabel(const QStyleOptionButton* option, QPainter* painter,
                              const QWidget* widget) const {
    const bool enabled = option->state & State_Enabled;
    const ButtonVariant variant = variantOf(widget);
    const QColor color = buttonText(variant, option->state & State_On, enabled);
    const int menu = option->features & QStyleOptionButton::HasMenu ? 18 : 0;
    const int iconWidth = option->icon.isNull() ? 0 : option->iconSize.width();
    const int gap = iconWidth && !option->text.isEmpty() ? 7 : 0;
    const int available = option->rect.width() - iconWidth - gap - menu - 2;
    const QString text =
        option->fontMetrics.elidedText(option->text, Qt::ElideRight, available, Qt::TextShowMnemonic);
    const int textWidth =
        text.isEmpty() ? 0
                       : option->fontMetrics.size(Qt::TextShowMnemonic | Qt::TextSingleLine, text).width();
    const int total = iconWidth + gap + textWidth + menu;
    const QRect area = option->rect;
    const int height = area.height() - (variant == ButtonVariant::Standard ? 1 : 0); // above its shadow
    int x = area.left() + (area.width() - total) / 2;
    const auto place = [&](const QRect& rect) { return mirrored(option->direction, area, rect); };

    painter->save();
    if (iconWidth) {
        const QRect rect = place(QRect(x, area.top() + (height - iconWidth) / 2, iconWidth, iconWidth));
        const QString name = iconNameOf(widget);
        if (name.isEmpty())
            option->icon.paint(painter, rect, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        else
            drawIcon(painter, rect, name, color);
        x += iconWidth + gap;
    }
    painter->setPen(color);
    if (widget) painter->setFont(widget->font());
    painter->drawText(place(QRect(x, area.top(), textWidth + 1, height)),
                      int(leading(option->direction)) | Qt::TextShowMnemonic | Qt::TextSingleLine, text);
    if (menu) {
        const QRect rect = place(QRect(x + textWidth + 5, area.top() + (height - 14) / 2, 14, 14));
        drawIcon(painter, rect, QStringLiteral("chevron-down"), color);
    }
    painter->restore();
}

void HrStyle::drawComboLabel(const QStyleOptionComboBox* option, QPainter* painter,
                             const QWidget* widget) const {
    QRect rect = proxy()->subControlRect(CC_ComboBox, option, SC_ComboBoxEditField, widget);
    painter->save();
    if (!option->currentIcon.isNull()) {
        const QRect icon =
            mirrored(option->direction, rect, QRect(rect.left(), rect.center().y() - 8, 16, 16));
        option->currentIcon.paint(painter, icon);
        if (option->direction == Qt::LeftToRight)
            rect.adjust(22, 0, 0, 0);
        else
            rect.adjust(0, 0, -22, 0);
    }
    painter->setPen(option->state & State_Enabled ? Theme::t().text : Theme::t().textMuted);
    painter->drawText(rect, int(leading(option->direction)),
                      option->fontMetrics.elidedText(option->currentText, Qt::ElideRight, rect.width()));
    painter->restore();
}

void HrStyle::drawHeaderLabel(const QStyleOptionHeader* option, QPainter* painter) const {
    const Tokens& t = Theme::t();
    const bool sorted = option->sortIndicator != QStyleOptionHeader::None;
    const bool first = option->position == QStyleOptionHeader::Beginning ||
                       option->position == QStyleOptionHeader::OnlyOneSection;
    const int start = first ? 16 : 8;
    const QRect rect = mirrored(option->direction, option->rect, option->rect.adjusted(start, 0, -8, 0));
    painter->save();
    painter->setFont(font(TextStyle::Caption));
    painter->setPen(sorted ? t.text : t.textMuted);
    const bool end = option->textAlignment & Qt::AlignRight;
    const Qt::Alignment alignment = end ? trailing(option->direction) : leading(option->direction);
    constexpr int mark = 13;
    const int room = rect.width() - (sorted ? mark + 4 : 0);
    const QString text = painter->fontMetrics().elidedText(option->text, Qt::ElideRight, room);
    painter->drawText(rect, int(alignment), text);
    if (sorted) {
        const int width = painter->fontMetrics().horizontalAdvance(text);
        const QRect logical = QRect(end ? rect.right() - width - mark - 4 : rect.left() + width + 4,
                                    rect.center().y() - mark / 2, mark, mark);
        // QHeaderView says SortDown for ascending order.
        drawIcon(painter, mirrored(option->direction, rect, logical),
                 option->sortIndicator == QStyleOptionHeader::SortDown ? QStringLiteral("arrow-up")
                                                                       : QStringLiteral("arrow-down"),
                 t.text);
    }
    painter->restore();
}

void HrStyle::drawMenuItem(const QStyleOptionMenuItem* option, QPainter* painter) const {
    const Tokens& t = Theme::t();
    if (option->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(
            QRect(option->rect.left() + 6, option->rect.center().y(), option->rect.width() - 12, 1),
            t.border);
        return;
    }
    const bool enabled = option->state & State_Enabled;
    const QRect area = option->rect;
    const auto place = [&](const QRect& rect) { return mirrored(option->direction, area, rect); };
    painter->save();
    if (enabled && option->state & State_Selected) drawRounded(painter, area, 6, t.active);
    const QRect iconRect = place(QRect(area.left() + 10, area.center().y() - 7, 16, 16));
    if (option->checkType != QStyleOptionMenuItem::NotCheckable) {
        if (option->checked) drawIcon(painter, iconRect, QStringLiteral("check"), t.accentText);
    } else if (!option->icon.isNull()) {
        option->icon.paint(painter, iconRect, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    }
    const bool indented = option->menuHasCheckableItems || option->maxIconWidth > 0;
    const QRect textRect = place(area.adjusted(indented ? 36 : 12, 0, -12, 0));
    const qsizetype tab = option->text.indexOf(QLatin1Char('\t'));
    painter->setPen(enabled ? t.text : t.textMuted);
    painter->setFont(option->font);
    painter->drawText(textRect, int(leading(option->direction)) | Qt::TextShowMnemonic | Qt::TextSingleLine,
                      tab < 0 ? option->text : option->text.left(tab));
    if (tab >= 0) {
        painter->setPen(t.textMuted);
        painter->setFont(font(TextStyle::Small));
        painter->drawText(textRect, int(trailing(option->direction)), option->text.mid(tab + 1));
    }
    if (option->menuItemType == QStyleOptionMenuItem::SubMenu)
        drawIcon(painter, place(QRect(area.right() - 22, area.center().y() - 7, 14, 14)),
                 option->direction == Qt::RightToLeft ? QStringLiteral("chevron-left")
                                                      : QStringLiteral("chevron-right"),
                 t.textMuted);
    painter->restore();
}

void HrStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    const Tokens& t = Theme::t();
    switch (element) {
    case CE_PushButtonBevel:
        proxy()->drawPrimitive(PE_PanelButtonCommand, option, painter, widget);
        return;
    case CE_PushButtonLabel:
        if (auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            drawButtonLabel(button, painter, widget);
            return;
        }
        break;
    case CE_ComboBoxLabel:
        if (auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            drawComboLabel(combo, painter, widget);
            return;
        }
        break;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, t.surface);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          t.border);
        return;
    case CE_HeaderLabel:
        if (auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            drawHeaderLabel(header, painter);
            return;
        }
        break;
    case CE_MenuItem:
        if (auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            drawMenuItem(item, painter);
            return;
        }
        break;
    case CE_ProgressBarGroove:
        return; // drawn with the contents, where the share is known
    case CE_ProgressBarContents:
        if (auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
            const int range = bar->maximum - bar->minimum;
            const double share = range > 0 ? double(bar->progress - bar->minimum) / range : 0;
            const QRectF rect = bar->rect;
            drawBar(painter, QRectF(rect.left(), rect.center().y() - 2.5, rect.width(), 6), share, t.active,
                    t.accent, bar->direction);
            return;
        }
        break;
    case CE_ProgressBarLabel:
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

} // namespace headroom::ui
