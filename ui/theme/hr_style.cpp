#include "ui/theme/hr_style.h"

#include "ui/theme/button_variant.h"
#include "ui/theme/compositing.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSlider>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>

namespace headroom::ui {

HrStyle::HrStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void HrStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
        qobject_cast<QScrollBar*>(widget) || qobject_cast<QLineEdit*>(widget) ||
        qobject_cast<QSlider*>(widget) || qobject_cast<QAbstractSpinBox*>(widget))
        widget->setAttribute(Qt::WA_Hover);
    const bool popup = qobject_cast<QMenu*>(widget) || widget->inherits("QComboBoxPrivateContainer");
    if (popup && windowsAreComposited()) {
        widget->setAttribute(Qt::WA_TranslucentBackground);
        widget->setWindowFlag(Qt::FramelessWindowHint);
        widget->setWindowFlag(Qt::NoDropShadowWindowHint);
    }
}

int HrStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                       QStyleHintReturn* data) const {
    switch (hint) {
    case SH_ComboBox_Popup:
        return 0;
    case SH_ToolTip_WakeUpDelay:
        return 450;
    case SH_EtchDisabledText:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton;
    case SH_Menu_SloppySubMenus:
        return 1;
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_Widget_Animation_Duration:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

int HrStyle::pixelMetric(PixelMetric metricKind, const QStyleOption* option, const QWidget* widget) const {
    switch (metricKind) {
    case PM_ScrollBarExtent:
        return metric::scrollBarExtent;
    case PM_ScrollBarSliderMin:
        return 36;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
        return metric::iconSize;
    case PM_ToolBarIconSize:
        return 18;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 18;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 9;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return 6;
    case PM_MenuPanelWidth:
        return 1;
    case PM_ToolTipLabelFrameWidth:
        return 7;
    case PM_SliderThickness:
    case PM_SliderControlThickness:
        return 18;
    case PM_SliderLength:
        return 16;
    case PM_HeaderMarkSize:
        return 12;
    case PM_DefaultFrameWidth:
        // Multi-line fields keep their text clear of the rounded corners.
        if (widget && widget->property("headroomField").toBool()) return 5;
        break;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        break;
    }
    return QProxyStyle::pixelMetric(metricKind, option, widget);
}

namespace {

QSize buttonSize(const QStyleOptionButton& button, const QWidget* widget) {
    if (button.text.isEmpty()) return {metric::controlHeight, metric::controlHeight};
    const int icon = button.icon.isNull() ? 0 : button.iconSize.width() + 7;
    const int menu = button.features & QStyleOptionButton::HasMenu ? 18 : 0;
    const int padding = variantOf(widget) == ButtonVariant::Link ? 12 : 28;
    return {button.fontMetrics.horizontalAdvance(button.text) + icon + menu + padding, metric::controlHeight};
}

} // namespace

QSize HrStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        if (auto* button = qstyleoption_cast<const QStyleOptionButton*>(option))
            return buttonSize(*button, widget);
        break;
    case CT_ComboBox:
        result.setHeight(metric::controlHeight);
        result.rwidth() += 14;
        break;
    case CT_LineEdit:
    case CT_SpinBox:
        result.setHeight(metric::controlHeight);
        break;
    case CT_MenuItem:
        if (auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator)
                result.setHeight(9);
            else
                result = QSize(std::max(result.width() + 28, 190), 32);
        }
        break;
    case CT_ItemViewItem:
        if (widget && widget->inherits("QComboBoxListView")) result.setHeight(32);
        break;
    case CT_HeaderSection:
        result.setHeight(metric::headerHeight);
        break;
    case CT_ToolButton:
        result = result.expandedTo({32, 32});
        break;
    case CT_CheckBox:
    case CT_RadioButton:
        result.setHeight(std::max(result.height(), 24));
        break;
    default:
        break;
    }
    return result;
}

QRect HrStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    switch (element) {
    case SE_PushButtonFocusRect:
        return option->rect;
    case SE_ItemViewItemText:
        if (widget && widget->inherits("QComboBoxListView"))
            return QProxyStyle::subElementRect(element, option, widget).adjusted(8, 0, -8, 0);
        break;
    case SE_LineEditContents:
        if (widget && !qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()))
            return option->rect.adjusted(9, 0, -9, 0);
        break;
    default:
        break;
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

} // namespace headroom::ui
