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

#include <type_traits>

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

/// Some pages ask the endpoint for what is in no team's cache.
template <class Adapter>
Adapter* makeAdapter(client::Client& client, client::TeamSession& session, QObject* owner) {
    if constexpr (std::is_constructible_v<Adapter, client::Client&, client::TeamSession&, QObject*>)
        return new Adapter(client, session, owner);
    else
        return new Adapter(session, owner);
}

/// Pages that work on pictures, and the ways between them.
void addPicturePages(MainWindow& window, client::Client& client, client::TeamSession& session,
                     HeadshotThumbnails& pictures, ui::ThumbnailCache& thumbnails, QObject* owner) {
#ifdef HEADROOM_HAS_CREATE
    auto* create = makeAdapter<CreateAdapter>(client, session, owner);
    pictures.setOthers(create);
    window.addPage(PageKind::Create, new ui::create::CreatePage(*create, *create, thumbnails));
#endif
#ifdef HEADROOM_HAS_HEADSHOTS
    auto* headshots = makeAdapter<HeadshotsAdapter>(client, session, owner);
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
    auto* exports = makeAdapter<ExportsAdapter>(client, session, owner);
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
    Q_UNUSED(client);
    Q_UNUSED(session);
    Q_UNUSED(pictures);
    Q_UNUSED(thumbnails);
    Q_UNUSED(owner);
}

void addRecordPages(MainWindow& window, client::Client& client, client::TeamSession& session,
                    QObject* owner) {
#ifdef HEADROOM_HAS_ACTIVITY
    auto* activity = makeAdapter<ActivityAdapter>(client, session, owner);
#ifdef HEADROOM_HAS_EXPORTS
    auto* exports = owner->findChild<ExportsAdapter*>();
    activity->setExports(exports, exports);
#endif
    auto* activityPage = new ui::activity::ActivityPage(*activity, *activity);
    window.addPage(PageKind::Activity, activityPage, [activityPage] { activityPage->focusSearch(); });
#endif
#ifdef HEADROOM_HAS_SETTINGS
    auto* settings = makeAdapter<SettingsAdapter>(client, session, owner);
    window.addPage(PageKind::Settings, new ui::settings::SettingsPage(*settings, *settings));
#endif
    Q_UNUSED(window);
    Q_UNUSED(client);
    Q_UNUSED(session);
    Q_UNUSED(owner);
}

} // namespace

void addTeamPages(MainWindow& window, client::Client& client, client::TeamSession& session,
                  HeadshotThumbnails& pictures, ui::ThumbnailCache& thumbnails, QObject* owner) {
    addPeoplePages(window, client, session, thumbnails, owner);
    addPicturePages(window, client, session, pictures, thumbnails, owner);
    addRecordPages(window, client, session, owner);
}

} // namespace headroom::desktop
