#include "ui/widgets/accessible_role.h"

#include <QAbstractButton>
#include <QAccessibleWidget>
#include <QVariant>
#include <QWidget>

namespace headroom::ui {
namespace {

constexpr const char* roleProperty = "headroomAccessibleRole";

/// A button that paints itself: whether it is checked is heard, and it can be pressed.
class PaintedButton : public QAccessibleWidget {
public:
    PaintedButton(QAbstractButton* button, QAccessible::Role role)
        : QAccessibleWidget(button, role)
        , button_(button) {}

    QAccessible::State state() const override {
        QAccessible::State state = QAccessibleWidget::state();
        state.checkable = button_->isCheckable();
        state.checked = button_->isChecked();
        state.pressed = button_->isDown();
        return state;
    }

    QStringList actionNames() const override {
        QStringList names = QAccessibleWidget::actionNames();
        if (button_->isEnabled()) names.prepend(button_->isCheckable() ? toggleAction() : pressAction());
        return names;
    }

    void doAction(const QString& name) override {
        if (name == toggleAction() || name == pressAction())
            button_->click();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    QAbstractButton* button_;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* widget = qobject_cast<QWidget*>(object);
    if (!widget) return nullptr;
    const QVariant property = widget->property(roleProperty);
    if (!property.isValid()) return nullptr;
    const auto role = QAccessible::Role(property.toInt());
    if (auto* button = qobject_cast<QAbstractButton*>(widget)) return new PaintedButton(button, role);
    return new QAccessibleWidget(widget, role);
}

} // namespace

void setAccessibleRole(QWidget* widget, QAccessible::Role role) {
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
    widget->setProperty(roleProperty, int(role));
}

void announce(QWidget* widget) {
    QAccessibleEvent event(widget, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

} // namespace headroom::ui
