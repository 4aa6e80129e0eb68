#include "ui/theme/button_variant.h"
#include "ui/theme/hr_style.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QPainter>
#include <QStyleOption>

namespace headroom::ui {
namespace {

struct Condition {
    explicit Condition(const QStyleOption* option)
        : hover(option->state & QStyle::State_MouseOver)
        , down(option->state & QStyle::State_Sunken)
        , enabled(option->state & QStyle::State_Enabled)
        , on(option->state & QStyle::State_On)
        , focus(option->state & QStyle::State_HasFocus)
        , keyboardFocus(focus && option->state & QStyle::State_KeyboardFocusChange) {
        if (!enabled) hover = down = false;
    }
    bool hover, down, enabled, on, focus, keyboardFocus;
};

QColor faded(QColor color, bool enabled) {
    if (!enabled) color.setAlphaF(0.45F);
    return color;
}

void drawQuietPanel(QPainter* painter, const QRectF& rect, const Condition& state) {
    const Tokens& t = Theme::t();
    if (!state.down && !state.hover && !state.on) return;
    drawRounded(painter, rect, metric::controlRadius,
                state.on     ? t.accentSoft
                : state.down ? t.active
                             : t.hover);
}

void drawSegmentPanel(QPainter* painter, const QRectF& rect, const Condition& state) {
    const Tokens& t = Theme::t();
    constexpr qreal radius = metric::controlRadius - 1;
    if (state.on) {
        drawRounded(painter, rect.adjusted(0, 1.5, 0, 1.5), radius, t.shadow);
        drawRounded(painter, rect, radius, t.dark ? t.active : t.surface);
    } else if (state.hover) {
        drawRounded(painter, rect, radius, t.active);
    }
}

void drawStandardPanel(QPainter* painter, const QRectF& rect, const Condition& state) {
    const Tokens& t = Theme::t();
    if (state.enabled) drawRounded(painter, rect.adjusted(0, 1, 0, 0), metric::controlRadius, t.shadow);
    drawRounded(painter, rect.adjusted(0, 0, 0, -1), metric::controlRadius,
                state.down    ? t.active
                : state.hover ? t.hover
                              : t.surface,
                state.enabled ? t.borderStrong : t.border);
}

} // namespace

void HrStyle::drawButtonPanel(const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    const Tokens& t = Theme::t();
    const Condition state(option);
    const QRectF rect = option->rect;
    const ButtonVariant variant = variantOf(widget);
    qreal ringRadius = metric::controlRadius;
    switch (variant) {
    case ButtonVariant::Primary:
        drawRounded(painter, rect, metric::controlRadius,
                    faded(state.down    ? t.accentPressed
                          : state.hover ? t.accentHover
                                        : t.accent,
                          state.enabled));
        break;
    case ButtonVariant::Ghost:
        drawQuietPanel(painter, rect, state);
        break;
    case ButtonVariant::Link:
        break;
    case ButtonVariant::Inverse:
        if (state.hover || state.down)
            drawRounded(painter, rect, metric::controlRadius, QColor(255, 255, 255, state.down ? 34 : 20));
        break;
    case ButtonVariant::Danger:
        drawRounded(painter, rect, metric::controlRadius, state.down ? t.active : t.redSoft,
                    state.hover ? t.red : QColor());
        break;
    case ButtonVariant::Segment:
        drawSegmentPanel(painter, rect, state);
        break;
    case ButtonVariant::Chip:
        ringRadius = rect.height() / 2;
        drawRounded(painter, rect, ringRadius,
                    state.on      ? t.accentSoft
                    : state.hover ? t.hover
                                  : t.surface,
                    state.on ? t.accentSoft : t.border);
        break;
    case ButtonVariant::Standard:
        drawStandardPanel(painter, rect, state);
        break;
    }
    // Fusion asks for no focus rectangle on push buttons; without this, keyboard users see none.
    if (!state.keyboardFocus) return;
    if (variant == ButtonVariant::Primary)
        drawRounded(painter, rect.adjusted(2, 2, -2, -2), ringRadius - 2, {}, t.onAccent, 1.5);
    else
        drawFocusRing(painter, rect, ringRadius);
}

void HrStyle::drawLineEditPanel(const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    // Inside a spin or combo box the outer control has drawn the field already.
    if (widget && (qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) ||
                   qobject_cast<const QComboBox*>(widget->parentWidget())))
        return;
    const Tokens& t = Theme::t();
    const Condition state(option);
    const QVariant invalid = widget ? widget->property("headroomInvalid") : QVariant();
    QColor line = state.focus ? t.accent : state.hover ? t.textMuted : t.borderStrong;
    if (invalid.toBool()) line = t.red;
    drawRounded(painter, option->rect, metric::controlRadius, state.enabled ? t.surface : t.sunken, line,
                state.focus ? 2 : 1);
}

void HrStyle::drawCheckIndicator(const QStyleOption* option, QPainter* painter) const {
    const Tokens& t = Theme::t();
    const Condition state(option);
    const QRectF rect = QRectF(option->rect).adjusted(1, 1, -1, -1);
    const bool partial = option->state & State_NoChange;
    if (state.on || partial) {
        drawRounded(painter, rect, 5, faded(t.accent, state.enabled));
        const QRect mark = rect.toRect().adjusted(1, 1, -1, -1);
        drawIcon(painter, mark, partial ? QStringLiteral("minus") : QStringLiteral("check"), t.onAccent);
    } else {
        drawRounded(painter, rect, 5, state.enabled ? t.surface : t.sunken,
                    state.hover ? t.accent : t.textMuted, 1.3);
    }
    if (state.keyboardFocus) drawFocusRing(painter, QRectF(option->rect).adjusted(-1, -1, 1, 1), 6);
}

void HrStyle::drawRadioIndicator(const QStyleOption* option, QPainter* painter) const {
    const Tokens& t = Theme::t();
    const Condition state(option);
    const QRectF rect = QRectF(option->rect).adjusted(1, 1, -1, -1);
    if (state.on) {
        drawRounded(painter, rect, rect.height() / 2, faded(t.accent, state.enabled));
        drawRounded(painter, rect.adjusted(5, 5, -5, -5), 3, t.onAccent);
    } else {
        drawRounded(painter, rect, rect.height() / 2, state.enabled ? t.surface : t.sunken,
                    state.hover ? t.accent : t.textMuted, 1.3);
    }
    if (state.keyboardFocus) drawFocusRing(painter, QRectF(option->rect).adjusted(-1, -1, 1, 1), 10);
}

void HrStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                            const QWidget* widget) const {
    const Tokens& t = Theme::t();
    const Condition state(option);
    switch (element) {
    case PE_PanelButtonCommand:
        drawButtonPanel(option, painter, widget);
        return;
    case PE_PanelLineEdit:
        drawLineEditPanel(option, painter, widget);
        return;
    case PE_IndicatorItemViewItemCheck:
    case PE_IndicatorCheckBox:
        drawCheckIndicator(option, painter);
        return;
    case PE_IndicatorRadioButton:
        drawRadioIndicator(option, painter);
        return;
    case PE_FrameFocusRect:
        if (qobject_cast<const QAbstractItemView*>(widget)) return; // delegates draw their own
        if (widget && widget->inherits("QCheckBox")) return;        // the indicator has the ring
        if (widget && widget->inherits("QRadioButton")) return;
        drawFocusRing(painter, option->rect, metric::controlRadius);
        return;
    case PE_FrameLineEdit:
    case PE_IndicatorHeaderArrow:
        return; // drawn with the field and the header label
    case PE_PanelMenu:
    case PE_FrameMenu: {
        const bool round = widget && widget->testAttribute(Qt::WA_TranslucentBackground);
        drawRounded(painter, option->rect, round ? 10 : 0, element == PE_PanelMenu ? t.raised : QColor(),
                    t.borderStrong);
        return;
    }
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, t.inverse);
        return;
    case PE_PanelItemViewItem:
    case PE_PanelItemViewRow:
        if (option->state & State_Selected)
            painter->fillRect(option->rect, t.accentSoft);
        else if (state.hover && element == PE_PanelItemViewItem)
            painter->fillRect(option->rect, t.hover);
        return;
    case PE_PanelButtonTool:
        drawQuietPanel(painter, option->rect, state);
        return;
    case PE_Frame:
        if (qobject_cast<const QAbstractScrollArea*>(widget)) {
            if (widget->property("headroomField").toBool())
                drawRounded(painter, option->rect, metric::controlRadius, t.surface,
                            state.focus ? t.accent : t.borderStrong, state.focus ? 2 : 1);
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace headroom::ui
