#pragma once

#include <QString>

class QAbstractButton;
class QWidget;

namespace headroom::ui {

/// What a push button is for; HrStyle paints accordingly.
enum class ButtonVariant {
    Standard, ///< an action among others
    Primary,  ///< the one action of a page or dialog
    Ghost,    ///< quiet: icon buttons, tool rows
    Danger,   ///< removes something
    Segment,  ///< part of a segmented control
    Chip,     ///< filter that is on or off
    Link,     ///< reads as text
    Inverse,  ///< action on a toast
};

void setVariant(QAbstractButton* button, ButtonVariant variant);
ButtonVariant variantOf(const QWidget* widget);

/// Remembers the icon's name, so that the style can tint it like the text beside it.
void setIconName(QAbstractButton* button, const QString& name);
QString iconNameOf(const QWidget* widget);

} // namespace headroom::ui
