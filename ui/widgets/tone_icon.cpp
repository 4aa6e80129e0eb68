#include "ui/widgets/tone_icon.h"

namespace headroom::ui {

QString toneIcon(Tone tone) {
    switch (tone) {
    case Tone::Success:
        return QStringLiteral("circle-check");
    case Tone::Warning:
        return QStringLiteral("triangle-alert");
    case Tone::Danger:
        return QStringLiteral("circle-alert");
    case Tone::Primary:
    case Tone::Secondary:
    case Tone::Muted:
    case Tone::Accent:
    case Tone::Info:
        return QStringLiteral("info");
    }
    return QStringLiteral("info");
}

} // namespace headroom::ui
