#include "ui/widgets/chip_row.h"

#include "ui/widgets/accessible_role.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/flow_layout.h"

#include <QButtonGroup>

namespace headroom::ui {
namespace {
constexpr const char* keyProperty = "headroomChipKey";
}

ChipRow::ChipRow(const QString& accessibleName, QWidget* parent)
    : QWidget(parent)
    , group_(new QButtonGroup(this)) {
    setAccessibleRole(this, QAccessible::Grouping);
    setAccessibleName(accessibleName);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setLayout(new FlowLayout(8));
    connect(group_, &QButtonGroup::buttonClicked, this,
            [this](QAbstractButton* button) { Q_EMIT chosen(button->property(keyProperty).toString()); });
}

void ChipRow::addChip(const QString& key, const QString& text, const QString& icon) {
    QPushButton* chip = makeButton(text, icon, ButtonVariant::Chip, this);
    chip->setCheckable(true);
    chip->setChecked(group_->buttons().isEmpty());
    chip->setFixedHeight(30);
    chip->setProperty(keyProperty, key);
    group_->addButton(chip);
    layout()->addWidget(chip);
}

void ChipRow::clear() {
    const auto buttons = group_->buttons();
    for (QAbstractButton* button : buttons) {
        group_->removeButton(button);
        layout()->removeWidget(button);
        delete button;
    }
}

void ChipRow::setCurrent(const QString& key) {
    const auto buttons = group_->buttons();
    for (QAbstractButton* button : buttons)
        if (button->property(keyProperty).toString() == key) button->setChecked(true);
}

QString ChipRow::current() const {
    const QAbstractButton* button = group_->checkedButton();
    return button ? button->property(keyProperty).toString() : QString();
}

} // namespace headroom::ui
