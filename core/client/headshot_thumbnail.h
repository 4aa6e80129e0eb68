#pragma once

#include "core/client/team_session.h"

#include <optional>

namespace headroom::client {

/// The smallest of the endpoint's previews in which this headshot fills a frame of that many pixels; nothing
/// when only the whole picture does.
std::optional<int> previewEdgeFor(const sync::HeadshotRow& headshot, int width, int height);

/// Bytes of a headshot that fill a frame of that many pixels: a preview, or the whole picture where that
/// would be too small. When the endpoint cannot be asked, whatever of it is on this computer. `then` is
/// called once on the GUI's thread unless `context` is gone by then. Errors: those of
/// TeamSession::headshotBytes().
void headshotThumbnail(TeamSession& session, const sync::HeadshotRow& headshot, int width, int height,
                       QObject* context, TeamSession::Bytes then);

} // namespace headroom::client
