#include "ui/widgets/segmented_control.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/buttons.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>

namespace headroom::ui {

SegmentedControl::SegmentedControl(const QStringList& labels, const QString& accessibleName, QWidget* parent)
    : QWidget(parent)
    , group_(new QButtonGroup(this)) {
    setAccessibleRole(this, QAccessible::Grouping);
    setAccessibleName(accessibleName);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(3, 3, 3, 3);
    row->setSpacing(2);
    for (int index = 0; index < labels.size(); ++index) {
        QPushButton* button = makeButton(labels[index], {}, ButtonVariant::Segment, this);
        button->setCheckable(true);
        button->setChecked(index == 0);
        button->setFixedHeight(26);
        button->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
        group_->addButton(button, index);
        row->addWidget(button, 1);
    }
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(group_, &QButtonGroup::idClicked, this, &SegmentedControl::chosen);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

int SegmentedControl::current() const {
    return group_->checkedId();
}

void SegmentedControl::setCurrent(int index) {
    if (QAbstractButton* button = group_->button(index)) button->setChecked(true);
}

void SegmentedControl::setLabel(int index, const QString& label) {
    if (QAbstractButton* button = group_->button(index)) button->setText(label);
}

void SegmentedControl::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawRounded(&painter, rect(), metric::controlRadius + 1, Theme::t().sunken);
}

} // namespace headroom::ui
