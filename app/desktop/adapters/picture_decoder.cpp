#include "app/desktop/adapters/picture_decoder.h"

#include "core/client/worker.h"

#include <QBuffer>
#include <QImageReader>
#include <QThreadPool>

namespace headroom::desktop {

namespace {

Result<QImage> decoded(const std::string& encoded) {
    QByteArray bytes = QByteArray::fromRawData(encoded.data(), static_cast<qsizetype>(encoded.size()));
    QBuffer buffer(&bytes);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    QImage image = reader.read();
    if (image.isNull()) return fail(ErrorCode::Corrupt, reader.errorString().toStdString());
    return image;
}

} // namespace

void decodePicture(std::string encoded, QObject* context, std::function<void(Result<QImage>)> reply) {
    auto postbox = std::make_shared<client::Postbox>(context);
    QThreadPool::globalInstance()->start([encoded = std::move(encoded), postbox, reply = std::move(reply)] {
        postbox->deliver([reply, image = decoded(encoded)] { reply(image); });
    });
}

} // namespace headroom::desktop
