#include "app/desktop/team_pages.h"

#include "app/desktop/adapters/activity_adapter.h"
#include "app/desktop/adapters/create_adapter.h"
#include "app/desktop/adapters/credits_adapter.h"
#include "app/desktop/adapters/data_copy_adapter.h"
#include "app/desktop/adapters/exports_adapter.h"
#include "app/desktop/adapters/generators_adapter.h"
#include "app/desktop/adapters/headshots_adapter.h"
#include "app/desktop/adapters/mail_settings_adapter.h"
#include "app/desktop/adapters/members_adapter.h"
#include "app/desktop/adapters/services_adapter.h"
#include "app/desktop/adapters/settings_adapter.h"
#include "ui/activity/activity_page.h"
#include "ui/create/create_page.h"
#include "ui/credits/credits_page.h"
#include "ui/exports/exports_page.h"
#include "ui/headshots/headshots_page.h"
#include "ui/members/members_page.h"
#include "ui/settings/settings_page.h"

namespace headroom::desktop {

namespace {

using ui::shell::MainWindow;
using ui::shell::PageKind;

void addPeoplePages(MainWindow& window, const PageParts& parts) {
    auto* credits = new CreditsAdapter(parts.client, parts.session, parts.owner);
    auto* creditsPage = new ui::credits::CreditsPage(*credits, *credits, parts.thumbnails);
    auto* members = new MembersAdapter(parts.client, parts.session, parts.owner);
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
void addPicturePages(MainWindow& window, const PageParts& parts) {
    auto* create = new CreateAdapter(parts.client, parts.session, parts.owner);
    parts.pictures.setOthers(create);
    auto* createPage = new ui::create::CreatePage(*create, *create, parts.thumbnails);
    window.addPage(PageKind::Create, createPage);
    auto* headshots = new HeadshotsAdapter(parts.session, parts.owner);
    auto* headshotsPage = new ui::headshots::HeadshotsPage(*headshots, *headshots, parts.thumbnails);
    window.addPage(PageKind::Headshots, headshotsPage, [headshotsPage] { headshotsPage->focusSearch(); });
    QObject::connect(headshotsPage, &ui::headshots::HeadshotsPage::createRequested, &window,
                     [&window] { window.showPage(PageKind::Create); });
    // What was just asked for is watched where it appears.
    QObject::connect(createPage, &ui::create::CreatePage::generated, &window, [&window, headshotsPage] {
        headshotsPage->showMember({});
        window.showPage(PageKind::Headshots);
    });
    const auto showMember = [&window, headshotsPage](const MemberId& member) {
        headshotsPage->showMember(member);
        window.showPage(PageKind::Headshots);
    };
    auto* creditsPage = qobject_cast<ui::credits::CreditsPage*>(window.page(PageKind::Credits));
    QObject::connect(creditsPage, &ui::credits::CreditsPage::headshotsRequested, &window, showMember);
    auto* membersPage = qobject_cast<ui::members::MembersPage*>(window.page(PageKind::Members));
    QObject::connect(membersPage, &ui::members::MembersPage::headshotsRequested, &window, showMember);
    auto* exports = new ExportsAdapter(parts.client, parts.session, parts.owner);
    auto* exportsPage = new ui::exports::ExportsPage(*exports, *exports);
    window.addPage(PageKind::Exports, exportsPage);
    QObject::connect(headshotsPage, &ui::headshots::HeadshotsPage::exportRequested, &window,
                     [&window, exportsPage](const QStringList& keys) {
                         exportsPage->setHeadshots(keys);
                         window.showPage(PageKind::Exports);
                     });
}

void addRecordPages(MainWindow& window, const PageParts& parts) {
    auto* activity = new ActivityAdapter(parts.session, parts.owner);
    auto* exports = parts.owner->findChild<ExportsAdapter*>();
    activity->setExports(exports, exports);
    auto* activityPage = new ui::activity::ActivityPage(*activity, *activity);
    window.addPage(PageKind::Activity, activityPage, [activityPage] { activityPage->focusSearch(); });
}

void addSettingsPage(MainWindow& window, const PageParts& parts) {
    auto* settings = new SettingsAdapter(parts.client, parts.session, parts.program, parts.owner);
    auto* mail = new MailSettingsAdapter(parts.client, parts.session, parts.owner);
    auto* services = new ServicesAdapter(parts.client, parts.session, parts.owner);
    auto* dataCopies = new DataCopyAdapter(parts.client, parts.session, parts.owner);
    auto* generators = new GeneratorsAdapter(parts.client, parts.session, *services, parts.owner);
    window.addPage(PageKind::Settings, new ui::settings::SettingsPage({*settings, *settings, *mail, *mail,
                                                                       *generators, *generators, *services,
                                                                       *services, *dataCopies, *dataCopies}));
}

} // namespace

void addTeamPages(MainWindow& window, const PageParts& parts) {
    addPeoplePages(window, parts);
    addPicturePages(window, parts);
    addRecordPages(window, parts);
    addSettingsPage(window, parts);
}

} // namespace headroom::desktop
