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

    /// Motion is for those who do not mind it: animations ask here and jump to their end when false.
    void setAnimated(bool animated) { animated_ = animated; }
    bool animated() const { return animated_; }

Q_SIGNALS:
    void changed();

private:
    Theme();
    void apply();
    QPalette palette() const;

    Tokens tokens_;
    ThemeMode mode_ = ThemeMode::System;
    SystemColours* system_;
    bool animated_ = true;
};

} // namespace headroom::ui
