#include "ui/widgets/buttons.h"

#include "ui/theme/typography.h"

namespace headroom::ui {

QPushButton* makeButton(const QString& text, const QString& icon, ButtonVariant variant, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    if (!icon.isEmpty()) setIconName(button, icon);
    setVariant(button, variant);
    button->setFont(font(TextStyle::BodyStrong));
    button->setFocusPolicy(Qt::TabFocus);
    button->setAutoDefault(false);
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return button;
}

QPushButton* makeIconButton(const QString& icon, const QString& name, QWidget* parent) {
    QPushButton* button = makeButton({}, icon, ButtonVariant::Ghost, parent);
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

void setAvailable(QPushButton* button, const QString& reasonWhenDisabled) {
    button->setEnabled(reasonWhenDisabled.isEmpty());
    button->setToolTip(reasonWhenDisabled);
    button->setAccessibleDescription(reasonWhenDisabled);
}

} // namespace headroom::ui
