#include "ui/widgets/number_field.h"

#include "ui/widgets/buttons.h"

#include <QFocusEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QTimer>

namespace headroom::ui {

NumberField::NumberField(int minimum, int maximum, const QString& accessibleName, QWidget* parent)
    : QSpinBox(parent) {
    setRange(minimum, maximum);
    setAccessibleName(accessibleName);
    setGroupSeparatorShown(true);
    setMinimumWidth(110);
    setKeyboardTracking(true);
    lineEdit()->setAccessibleName(accessibleName);
}

void NumberField::setInvalid(bool invalid) {
    setProperty("headroomInvalid", invalid);
    update();
}

void NumberField::focusInEvent(QFocusEvent* event) {
    QSpinBox::focusInEvent(event);
    // After the press that gave the focus has placed its cursor; typing then replaces the number.
    QTimer::singleShot(0, this, &QSpinBox::selectAll);
}

Stepper::Stepper(int minimum, int maximum, const QString& accessibleName, QWidget* parent)
    : QWidget(parent)
    , field_(new NumberField(minimum, maximum, accessibleName))
    , less_(makeButton({}, QStringLiteral("minus"), ButtonVariant::Standard, this))
    , more_(makeButton({}, QStringLiteral("plus"), ButtonVariant::Standard, this)) {
    setAccessibleName(accessibleName);
    less_->setAccessibleName(tr("Less"));
    more_->setAccessibleName(tr("More"));
    less_->setAutoRepeat(true);
    more_->setAutoRepeat(true);
    field_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field_->setAlignment(Qt::AlignCenter);
    field_->setMinimumWidth(64);
    field_->setMaximumWidth(80);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(less_);
    row->addWidget(field_);
    row->addWidget(more_);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(less_, &QPushButton::clicked, field_, &QSpinBox::stepDown);
    connect(more_, &QPushButton::clicked, field_, &QSpinBox::stepUp);
    connect(field_, &QSpinBox::valueChanged, this, [this](int value) {
        refresh();
        Q_EMIT valueChanged(value);
    });
    refresh();
}

int Stepper::value() const {
    return field_->value();
}

void Stepper::setValue(int value) {
    field_->setValue(value);
}

void Stepper::setMaximum(int maximum) {
    field_->setMaximum(maximum);
    refresh();
}

void Stepper::refresh() {
    less_->setEnabled(field_->value() > field_->minimum());
    more_->setEnabled(field_->value() < field_->maximum());
}

} // namespace headroom::ui
