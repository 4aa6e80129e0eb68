#pragma once

#include "ui/theme/tokens.h"

#include <QString>

namespace headroom::ui {

/// The icon that stands before a message of this tone, in notices and toasts.
QString toneIcon(Tone tone);

} // namespace headroom::ui
