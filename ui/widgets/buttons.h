#pragma once

#include "ui/theme/button_variant.h"

#include <QPushButton>
#include <QString>

namespace headroom::ui {

/// A push button in our look. `icon` may be empty.
QPushButton* makeButton(const QString& text, const QString& icon = {},
                        ButtonVariant variant = ButtonVariant::Standard, QWidget* parent = nullptr);

/// A square button with only an icon: the name is what a screen reader says and what the tool tip shows.
QPushButton* makeIconButton(const QString& icon, const QString& name, QWidget* parent = nullptr);

/// Enables a button, or disables it with the reason as tool tip and accessible description.
void setAvailable(QPushButton* button, const QString& reasonWhenDisabled);

} // namespace headroom::ui
