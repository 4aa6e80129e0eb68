#pragma once

#include "app/desktop/desktop.h"

namespace headroom::desktop {

/// For documentation and tests: once the team has synced (or the sign-in page stands), writes a picture of
/// the window and ends the program; with an error after a minute.
void takePictureAndQuit(Desktop& desktop, const QString& file);

} // namespace headroom::desktop
