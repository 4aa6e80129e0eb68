#include "app/desktop/team_pages.h"

#include "app/desktop/adapters/credits_adapter.h"
#include "app/desktop/adapters/members_adapter.h"
#include "ui/activity/activity_page.h"
#include "ui/create/create_page.h"
#include "ui/credits/credits_page.h"
#include "ui/exports/exports_page.h"
#include "ui/headshots/headshots_page.h"
#include "ui/members/members_page.h"
#include "ui/settings/settings_page.h"

#ifdef HEADROOM_HAS_CREATE
#include "app/desktop/adapters/create_adapter.h"
#endif
#ifdef HEADROOM_HAS_HEADSHOTS
#include "app/desktop/adapters/headshots_adapter.h"
#endif
#ifdef HEADROOM_HAS_EXPORTS
#include "app/desktop/adapters/exports_adapter.h"
#endif
#ifdef HEADROOM_HAS_ACTIVITY
#include "app/desktop/adapters/activity_adapter.h"
#endif
#ifdef HEADROOM_HAS_SETTINGS
#include "app/desktop/adapters/settings_adapter.h"
#endif

namespace headroom::desktop {

namespace {

using ui::shell::MainWindow;
using ui::shell::PageKind;

void addPeoplePages(MainWindow& window, client::Client& client, client::TeamSession& session,
                    ui::ThumbnailCache& thumbnails, QObject* owner) {
    auto* credits = new CreditsAdapter(client, session, owner);
    auto* creditsPage = new ui::credits::CreditsPage(*credits, *credits, thumbnails);
    auto* members = new MembersAdapter(client, session, owner);
    auto* membersPage = new ui::members::MembersPage(*members, *members);
    window.addPage(PageKind::Credits, creditsPage, [creditsPage] { creditsPage->focusSearch(); });
    window.addPage(PageKind::Members, membersPage, [membersPage] { membersPage->focusSearch(); });
    QObject::connect(creditsPage, &ui::credits::CreditsPage::inviteRequested, &window,
                     [&window, membersPage] {
                         window.showPage(PageKind::Members);
                         membersPage->openInvite();
                     });
}

/// Pages that work on pictures, and the ways between them.
void addPicturePages(MainWindow& window, client::TeamSession& session, ui::ThumbnailCache& thumbnails,
                     QObject* owner) {
#ifdef HEADROOM_HAS_CREATE
    auto* create = new CreateAdapter(session, owner);
    window.addPage(PageKind::Create, new ui::create::CreatePage(*create, *create, thumbnails));
#endif
#ifdef HEADROOM_HAS_HEADSHOTS
    auto* headshots = new HeadshotsAdapter(session, owner);
    auto* headshotsPage = new ui::headshots::HeadshotsPage(*headshots, *headshots, thumbnails);
    window.addPage(PageKind::Headshots, headshotsPage, [headshotsPage] { headshotsPage->focusSearch(); });
    QObject::connect(headshotsPage, &ui::headshots::HeadshotsPage::createRequested, &window,
                     [&window] { window.showPage(PageKind::Create); });
    auto* creditsPage = qobject_cast<ui::credits::CreditsPage*>(window.page(PageKind::Credits));
    if (creditsPage)
        QObject::connect(creditsPage, &ui::credits::CreditsPage::headshotsRequested, &window,
                         [&window, headshotsPage](const MemberId& member) {
                             headshotsPage->showMember(member);
                             window.showPage(PageKind::Headshots);
                         });
#endif
#ifdef HEADROOM_HAS_EXPORTS
    auto* exports = new ExportsAdapter(session, owner);
    auto* exportsPage = new ui::exports::ExportsPage(*exports, *exports);
    window.addPage(PageKind::Exports, exportsPage);
#ifdef HEADROOM_HAS_HEADSHOTS
    QObject::connect(headshotsPage, &ui::headshots::HeadshotsPage::exportRequested, &window,
                     [&window, exportsPage](const QStringList& keys) {
                         exportsPage->setHeadshots(keys);
                         window.showPage(PageKind::Exports);
                     });
#endif
#endif
    Q_UNUSED(window);
    Q_UNUSED(session);
    Q_UNUSED(thumbnails);
    Q_UNUSED(owner);
}

void addRecordPages(MainWindow& window, client::TeamSession& session, QObject* owner) {
#ifdef HEADROOM_HAS_ACTIVITY
    auto* activity = new ActivityAdapter(session, owner);
    auto* activityPage = new ui::activity::ActivityPage(*activity, *activity);
    window.addPage(PageKind::Activity, activityPage, [activityPage] { activityPage->focusSearch(); });
#endif
#ifdef HEADROOM_HAS_SETTINGS
    auto* settings = new SettingsAdapter(session, owner);
    window.addPage(PageKind::Settings, new ui::settings::SettingsPage(*settings, *settings));
#endif
    Q_UNUSED(window);
    Q_UNUSED(session);
    Q_UNUSED(owner);
}

} // namespace

void addTeamPages(MainWindow& window, client::Client& client, client::TeamSession& session,
                  ui::ThumbnailCache& thumbnails, QObject* owner) {
    addPeoplePages(window, client, session, thumbnails, owner);
    addPicturePages(window, session, thumbnails, owner);
    addRecordPages(window, session, owner);
}

} // namespace headroom::desktop
