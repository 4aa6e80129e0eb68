#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>

#include <memory>

// What every page's test checks in the same way.
namespace headroom::ui::checks {

/// Controls without a name for a screen reader, as class names with object names.
inline QStringList namelessControls(QWidget* root) {
    QStringList nameless;
    const auto widgets = root->findChildren<QWidget*>();
    for (QWidget* widget : widgets) {
        const bool control = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                             qobject_cast<QComboBox*>(widget) || qobject_cast<QAbstractItemView*>(widget) ||
                             (qobject_cast<QAbstractSlider*>(widget) && !qobject_cast<QScrollBar*>(widget));
        if (!control || widget->isHidden() || widget->objectName().startsWith(QLatin1String("qt_"))) continue;
        if (widget->inherits("QHeaderView") || widget->inherits("QComboBoxListView") ||
            widget->inherits("QTableCornerButton"))
            continue;
        std::unique_ptr<QAccessibleInterface, void (*)(QAccessibleInterface*)> face(
            QAccessible::queryAccessibleInterface(widget), [](QAccessibleInterface*) {});
        if (!face || face->text(QAccessible::Name).isEmpty())
            nameless << QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char('#') +
                            widget->objectName();
    }
    return nameless;
}

inline QPushButton* button(QWidget* root, const QString& text) {
    const auto buttons = root->findChildren<QPushButton*>();
    for (QPushButton* found : buttons)
        if (found->text() == text && found->isVisibleTo(root)) return found;
    return nullptr;
}

/// The dialog of that class that is open now.
template <class Dialog>
Dialog* openDialog(QWidget* window) {
    const auto dialogs = window->findChildren<Dialog*>();
    for (Dialog* found : dialogs)
        if (found->isVisible()) return found;
    return nullptr;
}

} // namespace headroom::ui::checks
