#pragma once

#include <QSpinBox>
#include <QWidget>

class QPushButton;

namespace headroom::ui {

/// A field for a whole number of something, with thousands separators.
class NumberField : public QSpinBox {
    Q_OBJECT
public:
    NumberField(int minimum, int maximum, const QString& accessibleName, QWidget* parent = nullptr);

    /// Red outline; why is said by the notice beside it.
    void setInvalid(bool invalid);

protected:
    void focusInEvent(QFocusEvent* event) override;
};

/// Minus, number, plus: for small counts that are mostly nudged.
class Stepper : public QWidget {
    Q_OBJECT
public:
    Stepper(int minimum, int maximum, const QString& accessibleName, QWidget* parent = nullptr);

    int value() const;
    void setValue(int value);
    void setMaximum(int maximum);

Q_SIGNALS:
    void valueChanged(int value);

private:
    void refresh();

    NumberField* field_;
    QPushButton* less_;
    QPushButton* more_;
};

} // namespace headroom::ui
