#pragma once

#include <QColor>

#include <array>

// The look as numbers: every colour and measure that ui/ paints with. Two complete sets, light and dark;
// tests/ui/theme holds each text colour to WCAG 2.1 AA on each ground where it is used.
namespace headroom::ui {

/// What a coloured thing says. Chosen by meaning; the theme knows the colour.
enum class Tone { Primary, Secondary, Muted, Accent, Success, Warning, Danger, Info };

struct Tokens {
    bool dark = false;
    // Grounds, from the window up
    QColor background, surface, sunken, raised, sidebar, hover, active;
    QColor border, borderStrong;
    // Text, from loud to quiet
    QColor text, textSecondary, textMuted, onAccent;
    // The one accent: primary action and selection only
    QColor accent, accentHover, accentPressed, accentSoft, accentText;
    // States: text or icon, and the soft ground under it
    QColor green, greenSoft, amber, amberSoft, red, redSoft, blue, blueSoft;
    // Selection inside text fields and lists that the platform paints
    QColor highlight;
    // Floating notes (toast, tool tip), the same in both themes but for their ground
    QColor inverse, onInverse, inverseMuted, inverseAction;
    QColor favourite, scrim, shadow;
    /// Series of charts and bars, in order of use; the last one is for "the rest".
    std::array<QColor, 5> series;
};

Tokens lightTokens();
Tokens darkTokens();

/// Text colour of a tone, and the soft ground that goes with it.
QColor toneColor(const Tokens& tokens, Tone tone);
QColor toneGround(const Tokens& tokens, Tone tone);

/// Measures in device-independent pixels.
namespace metric {
inline constexpr int controlRadius = 7;
inline constexpr int thumbRadius = 10;
inline constexpr int cardRadius = 12;
inline constexpr int controlHeight = 34;
inline constexpr int navRowHeight = 38;
inline constexpr int tableRowHeight = 52;
inline constexpr int headerHeight = 38;
inline constexpr int sidebarWidth = 252;
inline constexpr int pageMarginX = 28;
inline constexpr int pageMarginTop = 22;
inline constexpr int pageMarginBottom = 20;
inline constexpr int gapSmall = 8;
inline constexpr int gap = 14;
inline constexpr int gapLarge = 16;
inline constexpr int scrollBarExtent = 12;
inline constexpr int iconSize = 16;
} // namespace metric

} // namespace headroom::ui
