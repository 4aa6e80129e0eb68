#include "app/desktop/adapters/headshot_thumbnails.h"

namespace headroom::desktop {

void HeadshotThumbnails::fetch(const QString& key, QSize pixels, std::function<void(QByteArray)> reply) {
    const auto id = HeadshotId::parse(key.toStdString());
    const client::ShownHeadshot* headshot = id ? session_.view().headshot(*id) : nullptr;
    if (!headshot) {
        if (others_) return others_->fetch(key, pixels, std::move(reply));
        return reply({});
    }
    if (headshot->row->sha256.empty()) return reply({}); // not finished: there are no bytes yet
    // The whole picture, a few hundred kilobytes: it is there for the full view then, and offline.
    session_.headshotBytes(*headshot->row, this,
                           [reply = std::move(reply)](const Result<std::string>& bytes) {
                               reply(bytes ? QByteArray::fromStdString(*bytes) : QByteArray());
                           });
}

} // namespace headroom::desktop
