#include "app/desktop/team_window.h"

#include "app/desktop/team_pages.h"

#include <QMap>

namespace headroom::desktop {

using ui::shell::PageKind;

TeamWindow::TeamWindow(client::Client& client, std::unique_ptr<client::TeamSession> session,
                       std::vector<client::Membership> memberships, ShellRequests requests,
                       ProgramContext program)
    : session_(std::move(session))
    , pictures_(*session_)
    , thumbnails_(pictures_)
    , shell_(*session_, std::move(memberships), std::move(requests))
    , adapters_(this)
    , notifier_(*session_, program.settings)
    , window_(std::make_unique<ui::shell::MainWindow>(shell_, shell_, program.settings)) {
    addTeamPages(*window_, {client, *session_, pictures_, thumbnails_, std::move(program), &adapters_});
    const bool manages = session_->membership().role != sync::Role::Member;
    window_->showPage(manages ? PageKind::Credits : PageKind::Create);
    window_->restoreLastPage();
}

void TeamWindow::showNamedPage(const QString& name) {
    static const QMap<QString, PageKind> pages{
        {QStringLiteral("credits"), PageKind::Credits},   {QStringLiteral("members"), PageKind::Members},
        {QStringLiteral("create"), PageKind::Create},     {QStringLiteral("headshots"), PageKind::Headshots},
        {QStringLiteral("exports"), PageKind::Exports},   {QStringLiteral("activity"), PageKind::Activity},
        {QStringLiteral("settings"), PageKind::Settings},
    };
    if (pages.contains(name)) window_->showPage(pages.value(name));
}

} // namespace headroom::desktop
