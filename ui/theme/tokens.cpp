#include "ui/theme/tokens.h"

namespace headroom::ui {

Tokens lightTokens() {
    Tokens t;
    t.background = QColor(0xF5F6F8);
    t.surface = QColor(0xFFFFFF);
    t.sunken = QColor(0xF0F2F5);
    t.raised = QColor(0xFFFFFF);
    t.sidebar = QColor(0xFBFBFC);
    t.hover = QColor(0xF2F4F7);
    t.active = QColor(0xE9ECF1);
    t.border = QColor(0xE4E7EC);
    t.borderStrong = QColor(0xCFD5DE);
    t.text = QColor(0x141A26);
    t.textSecondary = QColor(0x485264);
    t.textMuted = QColor(0x5D6779);
    t.onAccent = QColor(0xFFFFFF);
    t.accent = QColor(0x4B4DDB);
    t.accentHover = QColor(0x3F40C6);
    t.accentPressed = QColor(0x3435A8);
    t.accentSoft = QColor(0xEDEEFE);
    t.accentText = QColor(0x3F40C6);
    t.green = QColor(0x0A6F44);
    t.greenSoft = QColor(0xE3F6EC);
    t.amber = QColor(0x8A5200);
    t.amberSoft = QColor(0xFDF1DC);
    t.red = QColor(0xB0231B);
    t.redSoft = QColor(0xFDE9E7);
    t.blue = QColor(0x125CAB);
    t.blueSoft = QColor(0xE4F0FC);
    t.highlight = QColor(0xD3D5FB);
    t.inverse = QColor(0x1B2231);
    t.onInverse = QColor(0xFFFFFF);
    t.inverseMuted = QColor(0xB3BBC9);
    t.inverseAction = QColor(0xB9BBFF);
    t.favourite = QColor(0xFF6B81);
    t.scrim = QColor(16, 22, 36, 110);
    t.shadow = QColor(16, 24, 40, 20);
    t.series = {QColor(0x4B4DDB), QColor(0x12A594), QColor(0xF0A23B), QColor(0xE5637E), QColor(0x8D98AB)};
    return t;
}

Tokens darkTokens() {
    Tokens t;
    t.dark = true;
    t.background = QColor(0x0F1115);
    t.surface = QColor(0x171A20);
    t.sunken = QColor(0x1E222A);
    t.raised = QColor(0x1E222A);
    t.sidebar = QColor(0x13161B);
    t.hover = QColor(0x20242D);
    t.active = QColor(0x292E39);
    t.border = QColor(0x272C36);
    t.borderStrong = QColor(0x3A414F);
    t.text = QColor(0xEEF1F6);
    t.textSecondary = QColor(0xB3BBC9);
    t.textMuted = QColor(0x929CAE);
    t.onAccent = QColor(0xFFFFFF);
    t.accent = QColor(0x5F61EC);
    t.accentHover = QColor(0x5557E2);
    t.accentPressed = QColor(0x4A4CCB);
    t.accentSoft = QColor(0x25274A);
    t.accentText = QColor(0xA9ABFF);
    t.green = QColor(0x4CD394);
    t.greenSoft = QColor(0x15332A);
    t.amber = QColor(0xF2B455);
    t.amberSoft = QColor(0x37290F);
    t.red = QColor(0xFF8A80);
    t.redSoft = QColor(0x3D1B1B);
    t.blue = QColor(0x78B6F7);
    t.blueSoft = QColor(0x142C47);
    t.highlight = QColor(0x3A3D7A);
    t.inverse = QColor(0x2F3542);
    t.onInverse = QColor(0xFFFFFF);
    t.inverseMuted = QColor(0xB3BBC9);
    t.inverseAction = QColor(0xB9BBFF);
    t.favourite = QColor(0xFF6B81);
    t.scrim = QColor(0, 0, 0, 150);
    t.shadow = QColor(0, 0, 0, 70);
    t.series = {QColor(0x7C7EFA), QColor(0x2CC3B0), QColor(0xF2B455), QColor(0xF28098), QColor(0x77839A)};
    return t;
}

QColor toneColor(const Tokens& tokens, Tone tone) {
    switch (tone) {
    case Tone::Primary:
        return tokens.text;
    case Tone::Secondary:
        return tokens.textSecondary;
    case Tone::Muted:
        return tokens.textMuted;
    case Tone::Accent:
        return tokens.accentText;
    case Tone::Success:
        return tokens.green;
    case Tone::Warning:
        return tokens.amber;
    case Tone::Danger:
        return tokens.red;
    case Tone::Info:
        return tokens.blue;
    }
    return tokens.text;
}

QColor toneGround(const Tokens& tokens, Tone tone) {
    switch (tone) {
    case Tone::Primary:
    case Tone::Secondary:
    case Tone::Muted:
        return tokens.sunken;
    case Tone::Accent:
        return tokens.accentSoft;
    case Tone::Success:
        return tokens.greenSoft;
    case Tone::Warning:
        return tokens.amberSoft;
    case Tone::Danger:
        return tokens.redSoft;
    case Tone::Info:
        return tokens.blueSoft;
    }
    return tokens.sunken;
}

} // namespace headroom::ui
