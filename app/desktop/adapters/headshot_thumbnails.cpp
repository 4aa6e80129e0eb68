#include "app/desktop/adapters/headshot_thumbnails.h"

#include "core/client/headshot_thumbnail.h"

namespace headroom::desktop {

void HeadshotThumbnails::fetch(const QString& key, QSize pixels, std::function<void(QByteArray)> reply) {
    const auto id = HeadshotId::parse(key.toStdString());
    const client::ShownHeadshot* headshot = id ? session_.view().headshot(*id) : nullptr;
    if (!headshot) {
        if (others_) return others_->fetch(key, pixels, std::move(reply));
        return reply({});
    }
    if (headshot->row->sha256.empty()) return reply({}); // not finished: there are no bytes yet
    client::headshotThumbnail(session_, *headshot->row, pixels.width(), pixels.height(), this,
                              [reply = std::move(reply)](const Result<std::string>& bytes) {
                                  reply(bytes ? QByteArray::fromStdString(*bytes) : QByteArray());
                              });
}

} // namespace headroom::desktop
