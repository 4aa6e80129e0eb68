#include "app/desktop/adapters/headshot_thumbnails.h"

#include <algorithm>
#include <array>

namespace headroom::desktop {

namespace {

/// A few sizes for all views, so that the cache holds few pictures of each headshot.
int previewEdge(QSize pixels) {
    constexpr std::array edges{256, 512, 1024};
    const int wanted = std::max(pixels.width(), pixels.height());
    const auto found = std::ranges::find_if(edges, [&](int edge) { return edge >= wanted; });
    return found == edges.end() ? edges.back() : *found;
}

} // namespace

void HeadshotThumbnails::fetch(const QString& key, QSize pixels, std::function<void(QByteArray)> reply) {
    const auto id = HeadshotId::parse(key.toStdString());
    const client::ShownHeadshot* headshot = id ? session_.view().headshot(*id) : nullptr;
    if (!headshot) {
        if (others_) return others_->fetch(key, pixels, std::move(reply));
        return reply({});
    }
    if (headshot->row->sha256.empty()) return reply({}); // not finished: there are no bytes yet
    session_.headshotPreview(*headshot->row, previewEdge(pixels), this,
                             [reply = std::move(reply)](const Result<std::string>& bytes) {
                                 reply(bytes ? QByteArray::fromStdString(*bytes) : QByteArray());
                             });
}

} // namespace headroom::desktop
