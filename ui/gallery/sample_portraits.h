#pragma once

#include "ui/thumbnails/thumbnail_provider.h"

#include <QImage>

namespace headroom::ui::gallery {

/// A drawn portrait, different for each number: stands for a headshot where there is no server.
QImage drawPortrait(int number, QSize size);

/// Serves drawn portraits; the number is the hash of the key.
class SamplePortraits : public ThumbnailProvider {
public:
    void fetch(const QString& key, QSize pixels, std::function<void(QByteArray)> reply) override;
};

} // namespace headroom::ui::gallery
