#include "core/client/headshot_thumbnail.h"

#include "core/sync/preview_sizes.h"

#include <QPointer>

#include <algorithm>
#include <cmath>

namespace headroom::client {

std::optional<int> previewEdgeFor(const sync::HeadshotRow& headshot, int width, int height) {
    const int ownWidth = headshot.width.value_or(0);
    const int ownHeight = headshot.height.value_or(0);
    if (ownWidth <= 0 || ownHeight <= 0) return std::nullopt;
    // The picture covers the frame, so the scarcer side decides.
    const double scale = std::max(double(width) / ownWidth, double(height) / ownHeight);
    const double wanted = std::ceil(scale * std::max(ownWidth, ownHeight));
    for (const int edge : sync::previewEdges)
        if (edge >= wanted && edge < std::max(ownWidth, ownHeight)) return edge;
    return std::nullopt;
}

void headshotThumbnail(TeamSession& session, const sync::HeadshotRow& headshot, int width, int height,
                       QObject* context, TeamSession::Bytes then) {
    const auto edge = previewEdgeFor(headshot, width, height);
    if (!edge) {
        session.headshotBytes(headshot, context, std::move(then));
        return;
    }
    session.headshotPreview(headshot, *edge, context,
                            [session = QPointer(&session), headshot, context = QPointer(context),
                             then = std::move(then)](Result<std::string> bytes) {
                                // Offline, or an endpoint that has no previews: the whole picture may have
                                // been looked at before.
                                if (!bytes && session && context)
                                    session->headshotBytes(headshot, context, then);
                                else
                                    then(std::move(bytes));
                            });
}

} // namespace headroom::client
