#pragma once

#include "app/desktop/adapters/headshot_thumbnails.h"
#include "app/desktop/adapters/settings_adapter.h"
#include "core/client/team_session.h"
#include "ui/shell/main_window.h"
#include "ui/thumbnails/thumbnail_cache.h"

namespace headroom::desktop {

/// What the pages of a team are made from. All of it outlives the window; the adapters become children of
/// `owner`.
struct PageParts {
    client::Client& client;
    client::TeamSession& session;
    HeadshotThumbnails& pictures;
    ui::ThumbnailCache& thumbnails;
    ProgramContext program;
    QObject* owner;
};

/// Adds the pages of a team to its window.
void addTeamPages(ui::shell::MainWindow& window, const PageParts& parts);

} // namespace headroom::desktop
