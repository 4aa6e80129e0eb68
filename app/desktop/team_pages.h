#pragma once

#include "app/desktop/adapters/headshot_thumbnails.h"
#include "core/client/team_session.h"
#include "ui/shell/main_window.h"
#include "ui/thumbnails/thumbnail_cache.h"

namespace headroom::desktop {

/// Adds the pages of a team to its window. The adapters behind them are children of `owner`, which must
/// outlive the window.
void addTeamPages(ui::shell::MainWindow& window, client::Client& client, client::TeamSession& session,
                  HeadshotThumbnails& pictures, ui::ThumbnailCache& thumbnails, QObject* owner);

} // namespace headroom::desktop
