#pragma once

#include "core/base/result.h"

#include <QImage>
#include <QObject>

#include <functional>
#include <string>

namespace headroom::desktop {

/// Decodes a whole picture (JPEG, PNG, WebP), upright by EXIF, on a worker of the program's pool. `reply` is
/// called on the GUI thread unless `context` is gone by then; Corrupt when it cannot be read. GUI thread.
void decodePicture(std::string encoded, QObject* context, std::function<void(Result<QImage>)> reply);

} // namespace headroom::desktop
