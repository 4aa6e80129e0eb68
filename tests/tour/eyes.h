#pragma once

#include <QImage>
#include <QRect>

namespace headroom::tour {

/// What stands on the screen now, in `area` of it (all of it when empty).
QImage pictureOfScreen(const QRect& area = {});

} // namespace headroom::tour
