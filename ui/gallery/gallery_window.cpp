#include "ui/gallery/gallery_window.h"

#include "ui/activity/activity_page.h"
#include "ui/create/create_page.h"
#include "ui/credits/credits_page.h"
#include "ui/exports/exports_page.h"
#include "ui/gallery/sample_create.h"
#include "ui/gallery/sample_credits.h"
#include "ui/gallery/sample_desk.h"
#include "ui/gallery/sample_exports.h"
#include "ui/gallery/sample_headshots.h"
#include "ui/gallery/sample_members.h"
#include "ui/gallery/sample_office.h"
#include "ui/gallery/sample_people.h"
#include "ui/gallery/sample_portraits.h"
#include "ui/gallery/sample_services.h"
#include "ui/gallery/sample_shell.h"
#include "ui/gallery/widget_sheet.h"
#include "ui/headshots/gallery_view.h"
#include "ui/headshots/headshot_viewer.h"
#include "ui/headshots/headshots_model.h"
#include "ui/headshots/headshots_page.h"
#include "ui/members/members_page.h"
#include "ui/settings/headshots_section.h"
#include "ui/settings/services_section.h"
#include "ui/settings/settings_page.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/thumbnails/thumbnail_cache.h"
#include "ui/widgets/toast.h"

#include <QApplication>
#include <QDialog>
#include <QPainter>
#include <QSettings>
#include <QTemporaryDir>

namespace headroom::ui::gallery {

using shell::PageKind;

struct GalleryWindow::Parts {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("gallery.ini")), QSettings::IniFormat};
    SamplePeople people{412};
    SamplePortraits portraits;
    ThumbnailCache thumbnails{portraits};
    SampleShell shell;
    SampleCredits credits{people};
    SampleMembers members{people};
    SampleHeadshots headshots{people, 1600};
    SampleCreate create;
    SampleExports exports;
    SampleActivity activity{60};
    SampleSettingsParts settingsParts;
    SampleDesk desk{people};
    shell::MainWindow window{shell, shell, settings};
    credits::CreditsPage* creditsPage = nullptr;
    members::MembersPage* membersPage = nullptr;
    headshots::HeadshotsPage* headshotsPage = nullptr;
    exports::ExportsPage* exportsPage = nullptr;
    activity::ActivityPage* activityPage = nullptr;
    settings::SettingsPage* settingsPage = nullptr;
    std::unique_ptr<QWidget> alone; ///< a page that is shown without the window around
};

GalleryWindow::GalleryWindow()
    : parts_(std::make_unique<Parts>()) {
    Parts& p = *parts_;
    p.creditsPage = new credits::CreditsPage(p.credits, p.credits, p.thumbnails);
    p.membersPage = new members::MembersPage(p.members, p.members);
    p.headshotsPage = new headshots::HeadshotsPage(p.headshots, p.headshots, p.thumbnails);
    p.exportsPage = new exports::ExportsPage(p.exports, p.exports);
    p.activityPage = new activity::ActivityPage(p.activity, p.activity);
    p.window.addPage(PageKind::Credits, p.creditsPage, [&p] { p.creditsPage->focusSearch(); });
    p.window.addPage(PageKind::Members, p.membersPage, [&p] { p.membersPage->focusSearch(); });
    p.window.addPage(PageKind::Create, new create::CreatePage(p.create, p.create, p.thumbnails));
    p.window.addPage(PageKind::Headshots, p.headshotsPage, [&p] { p.headshotsPage->focusSearch(); });
    p.window.addPage(PageKind::Exports, p.exportsPage);
    p.window.addPage(PageKind::Activity, p.activityPage, [&p] { p.activityPage->focusSearch(); });
    p.settingsPage = new settings::SettingsPage(p.settingsParts.parts());
    p.window.addPage(PageKind::Settings, p.settingsPage);
    p.desk.addTo(p.window);
    connectPages();
}

void GalleryWindow::connectPages() {
    Parts& p = *parts_;
    QObject::connect(p.creditsPage, &credits::CreditsPage::inviteRequested, &p.window, [&p] {
        p.window.showPage(PageKind::Members);
        p.membersPage->openInvite();
    });
    QObject::connect(p.creditsPage, &credits::CreditsPage::headshotsRequested, &p.window,
                     [&p](const MemberId& member) {
                         p.headshotsPage->showMember(member);
                         p.window.showPage(PageKind::Headshots);
                     });
    QObject::connect(p.headshotsPage, &headshots::HeadshotsPage::exportRequested, &p.window,
                     [&p](const QStringList& keys) {
                         p.exportsPage->setHeadshots(keys);
                         p.window.showPage(PageKind::Exports);
                     });
    QObject::connect(p.headshotsPage, &headshots::HeadshotsPage::createRequested, &p.window,
                     [&p] { p.window.showPage(PageKind::Create); });
}

GalleryWindow::~GalleryWindow() = default;

bool GalleryWindow::open(const QString& page, QSize size) {
    Parts& p = *parts_;
    if ((p.alone = p.desk.open(page))) {
        p.alone->resize(size);
        p.alone->show();
        return true;
    }
    if (page == QLatin1String("widgets")) {
        p.alone = std::make_unique<WidgetSheet>();
        p.alone->resize(size);
        p.alone->show();
        return true;
    }
    static const QMap<QString, PageKind> pages{
        {QStringLiteral("credits"), PageKind::Credits},  {QStringLiteral("members"), PageKind::Members},
        {QStringLiteral("create"), PageKind::Create},    {QStringLiteral("headshots"), PageKind::Headshots},
        {QStringLiteral("exports"), PageKind::Exports},  {QStringLiteral("activity"), PageKind::Activity},
        {QStringLiteral("settings"), PageKind::Settings}};
    if (!pages.contains(page)) return false;
    p.window.resize(size);
    p.window.showPage(pages[page]);
    p.window.show();
    return p.window.currentPage() == pages[page];
}

/// Dialogs and states of the Settings page. False for another name.
bool GalleryWindow::openSettings(const QString& name) {
    Parts& p = *parts_;
    SampleSettingsParts& sides = p.settingsParts;
    const auto services = sides.services.services();
    if (name == QLatin1String("generators"))
        p.settingsPage->headshots()->openChoice();
    else if (name == QLatin1String("service-errors"))
        p.settingsPage->services()->openErrors(services[3].key);
    else if (name == QLatin1String("service-tests")) {
        using State = settings::ServiceTest::State;
        sides.services.test(services[0].key);
        sides.services.endTest(services[1].key, {State::Waiting, {}, 0});
        sides.services.endTest(services[2].key,
                               {State::Works, QStringLiteral("Wrote, read and removed 4096 bytes."), 123});
        sides.services.endTest(services[3].key,
                               {State::Fails, QStringLiteral("No answer within 30 s."), 2140});
    } else if (name == QLatin1String("settings-offline"))
        sides.setOffline(QStringLiteral("This needs a connection to the endpoint"));
    else if (name == QLatin1String("settings-unknown"))
        sides.forgetAnswers({});
    else if (name == QLatin1String("settings-failed"))
        sides.forgetAnswers(QStringLiteral("The endpoint is not available. Try again in a moment."));
    else if (name == QLatin1String("settings-member")) {
        sides.services.setOffered(false);
        sides.generators.setOffered(false);
    } else
        return false;
    return true;
}

bool GalleryWindow::openDialog(const QString& name) {
    Parts& p = *parts_;
    if (p.desk.openDialog(name) || openSettings(name)) return true;
    const auto person = [&](int index) { return p.people.rows()[std::size_t(index)]; };
    if (name == QLatin1String("buy"))
        p.creditsPage->openBuy();
    else if (name == QLatin1String("order"))
        p.credits.buy({QStringLiteral("professional"), 0},
                      [&](const Result<credits::Order>& order) { p.creditsPage->openOrder(order->id); });
    else if (name == QLatin1String("distribute"))
        p.creditsPage->openDistribute();
    else if (name == QLatin1String("reassign"))
        p.creditsPage->openReassign(person(3));
    else if (name == QLatin1String("give"))
        p.creditsPage->openGive({person(1), person(2), person(3)});
    else if (name == QLatin1String("invite"))
        p.membersPage->openInvite();
    else if (name == QLatin1String("remove"))
        p.membersPage->confirmRemove(person(9));
    else if (name == QLatin1String("selection")) {
        auto* view = p.headshotsPage->view();
        for (const int row : {4, 5, 9, 11})
            view->selectionModel()->select(view->model()->index(row, 0), QItemSelectionModel::Select);
    } else if (name == QLatin1String("viewer"))
        p.headshotsPage->viewer()->showHeadshot(4);
    else if (name == QLatin1String("compare"))
        p.headshotsPage->viewer()->compare({p.headshotsPage->model()->keyAt(4),
                                            p.headshotsPage->model()->keyAt(5),
                                            p.headshotsPage->model()->keyAt(6)});
    else if (name == QLatin1String("shortcuts"))
        p.window.showShortcuts();
    else if (name == QLatin1String("outbox")) {
        p.shell.setOutbox(
            {{QStringLiteral("1"), QStringLiteral("Give 10 credits to Grace Tanaka"),
              QDateTime::currentDateTime().addSecs(-300), shell::OutboxState::Waiting, std::nullopt},
             {QStringLiteral("2"), QStringLiteral("Make 8 headshots"),
              QDateTime::currentDateTime().addSecs(-900), shell::OutboxState::Refused,
              ErrorCode::InsufficientCredits}});
        p.window.showOutbox();
    } else if (name == QLatin1String("toast"))
        showToast(&p.window, {QStringLiteral("120 credits moved to Grace Tanaka"), Tone::Success,
                              QStringLiteral("Undo"), [] {}});
    else if (name == QLatin1String("offline")) {
        shell::State state = p.shell.state();
        state.sync = shell::SyncState::Offline;
        state.waiting = 3;
        p.shell.setState(state);
    } else
        return false;
    return true;
}

QPixmap GalleryWindow::grab() {
    Parts& p = *parts_;
    QWidget* base = p.alone ? p.alone.get() : static_cast<QWidget*>(&p.window);
    QPixmap picture = base->grab();
    if (QWidget* dialog = QApplication::activeModalWidget()) {
        QPainter painter(&picture);
        painter.fillRect(base->rect(), Theme::t().scrim);
        const QPoint place((base->width() - dialog->width()) / 2, (base->height() - dialog->height()) / 2);
        painter.drawPixmap(place, dialog->grab());
    }
    return picture;
}

} // namespace headroom::ui::gallery
