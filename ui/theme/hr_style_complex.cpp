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

/// No arrow buttons: the handle moves over the whole length.
QRect scrollBarPart(const QStyleOptionSlider& option, QStyle::SubControl part) {
    const bool horizontal = option.orientation == Qt::Horizontal;
    const QRect area = option.rect;
    const int length = horizontal ? area.width() : area.height();
    const qint64 range = qint64(option.maximum) - option.minimum;
    int handle = length;
    if (range > 0) handle = std::max(36, int(qint64(length) * option.pageStep / (range + option.pageStep)));
    handle = std::min(handle, length);
    const int position = QStyle::sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - handle, option.upsideDown);
    const auto span = [&](int from, int size) {
        return horizontal ? QRect(area.left() + from, area.top(), size, area.height())
                          : QRect(area.left(), area.top() + from, area.width(), size);
    };
    switch (part) {
    case QStyle::SC_ScrollBarGroove:
        return area;
    case QStyle::SC_ScrollBarSlider:
        return span(position, handle);
    case QStyle::SC_ScrollBarSubPage:
        return span(0, position);
    case QStyle::SC_ScrollBarAddPage:
        return span(position + handle, length - position - handle);
    default:
        return {};
    }
}

QRect spinBoxPart(const QStyleOptionSpinBox& option, QStyle::SubControl part) {
    constexpr int buttonWidth = 22;
    const QRect area = option.rect;
    const bool buttons = option.buttonSymbols != QAbstractSpinBox::NoButtons;
    const int half = area.height() / 2;
    QRect rect;
    switch (part) {
    case QStyle::SC_SpinBoxFrame:
        return area;
    case QStyle::SC_SpinBoxUp:
        rect = QRect(area.right() - buttonWidth, area.top() + 2, buttonWidth, half - 2);
        break;
    case QStyle::SC_SpinBoxDown:
        rect = QRect(area.right() - buttonWidth, area.top() + half, buttonWidth, half - 2);
        break;
    case QStyle::SC_SpinBoxEditField:
        rect = area.adjusted(9, 2, buttons ? -buttonWidth - 2 : -9, -2);
        break;
    default:
        return {};
    }
    if (!buttons && part != QStyle::SC_SpinBoxEditField) return {};
    return QStyle::visualRect(option.direction, area, rect);
}

} // namespace

QRect HrStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                              const QWidget* widget) const {
    if (control == CC_ScrollBar)
        if (auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option))
            return scrollBarPart(*bar, part);
    if (control == CC_SpinBox)
        if (auto* box = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) return spinBoxPart(*box, part);
    if (control == CC_ComboBox) {
        const QRect area = option->rect;
        if (part == SC_ComboBoxEditField)
            return mirrored(option->direction, area, area.adjusted(11, 0, -28, -1));
        if (part == SC_ComboBoxArrow)
            return mirrored(option->direction, area, QRect(area.right() - 25, area.top(), 22, area.height()));
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

void HrStyle::drawScrollBar(const QStyleOptionSlider* option, QPainter* painter,
                            const QWidget* widget) const {
    if (option->maximum <= option->minimum) return;
    const Tokens& t = Theme::t();
    const bool horizontal = option->orientation == Qt::Horizontal;
    const bool hot = option->state & (State_MouseOver | State_Sunken);
    QRectF rect = proxy()->subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const qreal margin = hot ? 2.5 : 4;
    rect = horizontal ? rect.adjusted(2, margin, -2, -margin) : rect.adjusted(margin, 2, -margin, -2);
    drawRounded(painter, rect, (horizontal ? rect.height() : rect.width()) / 2,
                hot ? t.textMuted : t.borderStrong);
}

void HrStyle::drawCombo(const QStyleOptionComboBox* option, QPainter* painter) const {
    const Tokens& t = Theme::t();
    const bool enabled = option->state & State_Enabled;
    const bool focus = option->state & State_HasFocus && option->state & State_KeyboardFocusChange;
    const bool hover = enabled && option->state & State_MouseOver;
    const QRectF rect = option->rect;
    if (enabled) drawRounded(painter, rect.adjusted(0, 1, 0, 0), metric::controlRadius, t.shadow);
    drawRounded(painter, rect.adjusted(0, 0, 0, -1), metric::controlRadius, hover ? t.hover : t.surface,
                focus     ? t.accent
                : enabled ? t.borderStrong
                          : t.border,
                focus ? 2 : 1);
    const QRect arrow(option->rect.right() - 24, option->rect.center().y() - 7, 14, 14);
    drawIcon(painter, mirrored(option->direction, option->rect, arrow), QStringLiteral("chevron-down"),
             t.textMuted);
}

void HrStyle::drawSlider(const QStyleOptionSlider* option, QPainter* painter, const QWidget* widget) const {
    const Tokens& t = Theme::t();
    const QRectF rect = option->rect;
    const qreal middle = rect.center().y();
    const QRectF handle = proxy()->subControlRect(CC_Slider, option, SC_SliderHandle, widget);
    const QRectF groove(rect.left() + 2, middle - 2, rect.width() - 4, 4);
    const double share = groove.width() > 0 ? (handle.center().x() - groove.left()) / groove.width() : 0;
    const bool reversed = option->upsideDown; // QSlider sets it for right-to-left
    drawBar(painter, groove, reversed ? 1 - share : share, t.active, t.accent,
            reversed ? Qt::RightToLeft : Qt::LeftToRight);
    const bool focus = option->state & State_HasFocus && option->state & State_KeyboardFocusChange;
    const QRectF knob(handle.center().x() - 7, middle - 7, 14, 14);
    drawRounded(painter, knob, 7, t.dark ? t.text : t.surface, focus ? t.accent : t.borderStrong,
                focus ? 2.5 : 1.2);
}

void HrStyle::drawSpinBox(const QStyleOptionSpinBox* option, QPainter* painter, const QWidget* widget) const {
    const Tokens& t = Theme::t();
    const bool enabled = option->state & State_Enabled;
    const bool focus = option->state & State_HasFocus;
    const bool hover = option->state & State_MouseOver;
    QColor line = focus ? t.accent : hover ? t.textMuted : t.borderStrong;
    if (widget && widget->property("headroomInvalid").toBool()) line = t.red;
    drawRounded(painter, option->rect, metric::controlRadius, enabled ? t.surface : t.sunken, line,
                focus ? 2 : 1);
    if (option->buttonSymbols == QAbstractSpinBox::NoButtons) return;
    const auto arrow = [&](SubControl part, const QString& name, QAbstractSpinBox::StepEnabledFlag flag) {
        const QRect area = proxy()->subControlRect(CC_SpinBox, option, part, widget);
        const bool usable = enabled && option->stepEnabled & flag;
        const bool hot = usable && option->activeSubControls == part;
        QColor color = hot ? t.text : t.textMuted;
        if (!usable) color.setAlphaF(0.4F);
        drawIcon(painter, QRect(area.center().x() - 6, area.center().y() - 6, 13, 13), name, color);
    };
    arrow(SC_SpinBoxUp, QStringLiteral("chevron-up"), QAbstractSpinBox::StepUpEnabled);
    arrow(SC_SpinBoxDown, QStringLiteral("chevron-down"), QAbstractSpinBox::StepDownEnabled);
}

void HrStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                 const QWidget* widget) const {
    switch (control) {
    case CC_ScrollBar:
        if (auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
            drawScrollBar(bar, painter, widget);
            return;
        }
        break;
    case CC_ComboBox:
        if (auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            drawCombo(combo, painter);
            return;
        }
        break;
    case CC_Slider:
        if (auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
            slider && slider->orientation == Qt::Horizontal) {
            drawSlider(slider, painter, widget);
            return;
        }
        break;
    case CC_SpinBox:
        if (auto* box = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
            drawSpinBox(box, painter, widget);
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace headroom::ui
