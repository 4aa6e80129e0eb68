#include "ui/theme/button_variant.h"

#include "ui/theme/icons.h"

#include <QAbstractButton>
#include <QVariant>

namespace headroom::ui {
namespace {
constexpr const char* variantProperty = "headroomVariant";
constexpr const char* iconProperty = "headroomIcon";
} // namespace

void setVariant(QAbstractButton* button, ButtonVariant variant) {
    button->setProperty(variantProperty, int(variant));
    button->update();
}

ButtonVariant variantOf(const QWidget* widget) {
    if (!widget) return ButtonVariant::Standard;
    const QVariant value = widget->property(variantProperty);
    return value.isValid() ? ButtonVariant(value.toInt()) : ButtonVariant::Standard;
}

void setIconName(QAbstractButton* button, const QString& name) {
    button->setProperty(iconProperty, name);
    button->setIcon(name.isEmpty() ? QIcon() : icon(name));
    button->setIconSize(QSize(16, 16));
}

QString iconNameOf(const QWidget* widget) {
    return widget ? widget->property(iconProperty).toString() : QString();
}

} // namespace headroom::ui
