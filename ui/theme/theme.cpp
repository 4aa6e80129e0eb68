#include "ui/theme/theme.h"

#include "ui/theme/hr_style.h"
#include "ui/theme/icons.h"
#include "ui/theme/system_colours.h"

#include <QApplication>
#include <QToolTip>

namespace headroom::ui {

Theme& Theme::self() {
    static Theme theme;
    return theme;
}

Theme::Theme()
    : tokens_(lightTokens())
    , system_(new SystemColours(this)) {
    connect(system_, &SystemColours::changed, this, [this] {
        if (mode_ == ThemeMode::System) apply();
    });
}

void Theme::install() {
    installIcons();
    installFonts();
    system_->start();
    QApplication::setStyle(new HrStyle);
    apply();
}

void Theme::setMode(ThemeMode mode) {
    mode_ = mode;
    apply();
}

void Theme::apply() {
    const bool dark = mode_ == ThemeMode::Dark || (mode_ == ThemeMode::System && system_->prefersDark());
    tokens_ = dark ? darkTokens() : lightTokens();
    QApplication::setFont(font(TextStyle::Body));
    QApplication::setPalette(palette());
    QToolTip::setPalette(palette());
    QToolTip::setFont(font(TextStyle::Small));
    Q_EMIT changed();
}

QPalette Theme::palette() const {
    const Tokens& t = tokens_;
    QPalette p;
    p.setColor(QPalette::Window, t.background);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.surface);
    p.setColor(QPalette::AlternateBase, t.sunken);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::Button, t.surface);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.red);
    // Readable also where the platform paints it: combo pop-ups and text selections.
    p.setColor(QPalette::Highlight, t.highlight);
    p.setColor(QPalette::HighlightedText, t.text);
    p.setColor(QPalette::Link, t.accentText);
    p.setColor(QPalette::LinkVisited, t.accentText);
    p.setColor(QPalette::PlaceholderText, t.textMuted);
    p.setColor(QPalette::ToolTipBase, t.inverse);
    p.setColor(QPalette::ToolTipText, t.onInverse);
    p.setColor(QPalette::Light, t.surface);
    p.setColor(QPalette::Midlight, t.sunken);
    p.setColor(QPalette::Mid, t.border);
    p.setColor(QPalette::Dark, t.borderStrong);
    p.setColor(QPalette::Shadow, t.shadow);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.textMuted);
    return p;
}

} // namespace headroom::ui
