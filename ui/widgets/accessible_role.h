#pragma once

#include <QAccessible>

class QWidget;

namespace headroom::ui {

/// Says to assistive technology what a widget that paints itself is (Qt would call it "filler"). Call in the
/// widget's constructor, together with setAccessibleName().
void setAccessibleRole(QWidget* widget, QAccessible::Role role);

/// Speaks a text at once, as an alert of `widget`.
void announce(QWidget* widget);

} // namespace headroom::ui
