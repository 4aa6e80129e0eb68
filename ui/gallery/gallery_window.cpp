#include "ui/gallery/gallery_window.h"

#include "ui/credits/credits_page.h"
#include "ui/gallery/sample_credits.h"
#include "ui/gallery/sample_desk.h"
#include "ui/gallery/sample_people.h"
#include "ui/gallery/sample_portraits.h"
#include "ui/gallery/sample_shell.h"
#include "ui/gallery/widget_sheet.h"
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
    SampleDesk desk{people};
    shell::MainWindow window{shell, shell, settings};
    credits::CreditsPage* creditsPage = nullptr;
    std::unique_ptr<QWidget> alone; ///< a page that is shown without the window around
};

GalleryWindow::GalleryWindow()
    : parts_(std::make_unique<Parts>()) {
    Parts& p = *parts_;
    p.creditsPage = new credits::CreditsPage(p.credits, p.credits, p.thumbnails);
    p.window.addPage(PageKind::Credits, p.creditsPage, [&p] { p.creditsPage->focusSearch(); });
    p.desk.addTo(p.window);
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

bool GalleryWindow::openDialog(const QString& name) {
    Parts& p = *parts_;
    if (p.desk.openDialog(name)) return true;
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
