#pragma once

#include <QByteArray>
#include <QImage>
#include <QSize>

namespace headroom::ui {

/// Decodes a picture to exactly `pixels`, filling it (the middle of the longer side is kept, a portrait a
/// little above the middle), upright by EXIF, with rounded corners of `radius` pixels baked in, because
/// clipping while painting costs ten times as much. A null image when it cannot be read. Any thread.
QImage decodeThumbnail(const QByteArray& encoded, QSize pixels, double radius);

} // namespace headroom::ui
