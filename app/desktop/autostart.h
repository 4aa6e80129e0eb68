#pragma once

#include "core/base/result.h"

#include <QString>

namespace headroom::desktop {

/// Whether the desktop starts Headroom as its user logs in: an entry by the freedesktop.org Autostart
/// specification (0.5) in the user's configuration. GUI thread; a small file.
namespace Autostart {

bool isOn();
/// The entry starts this very program on this data folder. FileAccess.
Result<void> set(bool on, const QString& dataFolder);

} // namespace Autostart

} // namespace headroom::desktop
