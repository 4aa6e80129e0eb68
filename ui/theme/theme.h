#pragma once

#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QObject>
#include <QPalette>

namespace headroom::ui {

class SystemColours;

enum class ThemeMode { System, Light, Dark };

/// The theme in force. One per process, because style, palette and fonts of a QApplication are; everything
/// that paints reads Theme::t() at paint time and repaints on changed(). GUI thread.
class Theme : public QObject {
    Q_OBJECT
public:
    static Theme& self();
    static const Tokens& t() { return self().tokens_; }

    /// Fonts, style, palette and the portal listener. Call once, after QApplication exists and before the
    /// first widget.
    void install();

    void setMode(ThemeMode mode);
    ThemeMode mode() const { return mode_; }

Q_SIGNALS:
    void changed();

private:
    Theme();
    void apply();
    QPalette palette() const;

    Tokens tokens_;
    ThemeMode mode_ = ThemeMode::System;
    SystemColours* system_;
};

} // namespace headroom::ui
