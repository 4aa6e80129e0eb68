#include "ui/thumbnails/thumbnail_decoder.h"

#include "ui/thumbnails/thumbnail_limits.h"

#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QPainterPath>

namespace headroom::ui {
namespace {

/// Where faces are: a crop that loses height loses twice as much below as above.
constexpr double shareCutAbove = 1.0 / 3;

QImage roundCorners(const QImage& image, double radius) {
    QImage result(image.size(), QImage::Format_ARGB32_Premultiplied);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(image);
    painter.drawRoundedRect(QRectF(result.rect()), radius, radius);
    return result;
}

} // namespace

QImage decodeThumbnail(const QByteArray& encoded, QSize pixels, double radius) {
    if (encoded.isEmpty() || pixels.isEmpty()) return {};
    QBuffer buffer;
    buffer.setData(encoded);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    const QSize stored = reader.size();
    if (!stored.isValid() || qint64(stored.width()) * stored.height() > thumbnail_limits::mostPixels)
        return {};
    const bool turned = reader.transformation() & QImageIOHandler::TransformationRotate90;
    const QSize upright = turned ? stored.transposed() : stored;
    const QSize covering = upright.scaled(pixels, Qt::KeepAspectRatioByExpanding);
    // The decoder scales before it turns. JPEG then decodes at an eighth, quarter or half, which is the
    // speed.
    reader.setScaledSize(turned ? covering.transposed() : covering);
    QImage image = reader.read();
    if (image.isNull()) return {};
    if (image.size() != covering)
        image = image.scaled(covering, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    const int x = (image.width() - pixels.width()) / 2;
    const int y = int((image.height() - pixels.height()) * shareCutAbove);
    image = image.copy(x, y, pixels.width(), pixels.height());
    return radius > 0 ? roundCorners(image, radius)
                      : image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

} // namespace headroom::ui
