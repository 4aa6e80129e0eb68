#pragma once

#include "app/desktop/adapters/headshot_thumbnails.h"
#include "app/desktop/adapters/settings_adapter.h"
#include "app/desktop/adapters/shell_adapter.h"
#include "app/desktop/finished_notifier.h"
#include "ui/shell/main_window.h"
#include "ui/thumbnails/thumbnail_cache.h"

namespace headroom::desktop {

/// An opened team and the window that shows it. GUI thread; the client outlives it.
class TeamWindow : public QObject {
    Q_OBJECT

public:
    TeamWindow(client::Client& client, std::unique_ptr<client::TeamSession> session,
               std::vector<client::Membership> memberships, ShellRequests requests, ProgramContext program);

    client::TeamSession& session() { return *session_; }
    ui::shell::MainWindow& window() { return *window_; }
    void showNamedPage(const QString& name);

private:
    // Freed from below: the window first, then what it shows, then the session.
    std::unique_ptr<client::TeamSession> session_;
    HeadshotThumbnails pictures_;
    ui::ThumbnailCache thumbnails_;
    ShellAdapter shell_;
    QObject adapters_;
    FinishedNotifier notifier_;
    std::unique_ptr<ui::shell::MainWindow> window_;
};

} // namespace headroom::desktop
