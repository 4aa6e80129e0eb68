#include "ui/shell/main_window.h"

#include "ui/shell/outbox_dialog.h"
#include "ui/shell/pages.h"
#include "ui/shell/side_bar.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/text_label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QScreen>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::shell {
namespace {
const QString geometryKey = QStringLiteral("window/geometry");
const QString pageKey = QStringLiteral("window/page");
constexpr int shortcutPages = 7;
constexpr QSize usualSize(1440, 940);
constexpr QSize leastSize(1000, 640);
} // namespace

MainWindow::MainWindow(ShellSource& source, ShellActions& actions, QSettings& settings)
    : source_(source)
    , actions_(actions)
    , settings_(settings)
    , sideBar_(new SideBar(source, actions))
    , banner_(new Notice)
    , stack_(new QStackedWidget) {
    setWindowTitle(QStringLiteral("Headroom"));
    setWindowIcon(applicationIcon());
    setMinimumSize(leastSize);
    auto* central = new QWidget;
    auto* row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(sideBar_);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    bannerBox_ = new QWidget;
    auto* bannerBox = new QHBoxLayout(bannerBox_);
    bannerBox->setContentsMargins(metric::pageMarginX, 12, metric::pageMarginX, 0);
    bannerBox->addWidget(banner_);
    column->addWidget(bannerBox_);
    column->addWidget(stack_, 1);
    row->addLayout(column, 1);
    setCentralWidget(central);
    connect(sideBar_, &SideBar::pageRequested, this, &MainWindow::showPage);
    connect(sideBar_, &SideBar::outboxRequested, this, &MainWindow::showOutbox);
    connect(banner_, &Notice::actionTriggered, this, [this] {
        if (source_.state().refused > 0)
            showOutbox();
        else
            actions_.syncNow();
    });
    connect(&source_, &ShellSource::changed, this, &MainWindow::refresh);
    addShortcuts();
    if (!restoreGeometry(settings_.value(geometryKey).toByteArray())) {
        const QSize room = screen()->availableSize() - QSize(40, 60);
        resize(usualSize.boundedTo(room).expandedTo(leastSize));
    }
    refresh();
}

MainWindow::~MainWindow() = default;

void MainWindow::addShortcuts() {
    const auto bind = [this](const QKeySequence& keys, std::function<void()> run) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, std::move(run));
    };
    for (int number = 1; number <= shortcutPages; ++number)
        bind(QKeySequence(QStringLiteral("Ctrl+%1").arg(number)), [this, number] {
            const std::vector<PageKind> order = pagesFor(source_.state().role);
            if (number <= int(order.size())) showPage(order[std::size_t(number - 1)]);
        });
    bind(QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] { showPage(PageKind::Settings); });
    bind(QKeySequence::Find, [this] {
        if (const auto search = searches_.value(current_)) search();
    });
    bind(QKeySequence(Qt::Key_F5), [this] { actions_.syncNow(); });
    bind(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Question), [this] { showShortcuts(); });
    bind(QKeySequence(Qt::Key_F1), [this] { showShortcuts(); });
}

void MainWindow::addPage(PageKind kind, QWidget* page, std::function<void()> focusSearch) {
    pages_.insert(kind, page);
    searches_.insert(kind, std::move(focusSearch));
    stack_->addWidget(page);
    if (pages_.size() == 1) showPage(kind);
}

void MainWindow::showPage(PageKind kind) {
    const std::vector<PageKind> allowed = pagesFor(source_.state().role);
    QWidget* page = pages_.value(kind);
    if (!page || std::find(allowed.begin(), allowed.end(), kind) == allowed.end()) {
        sideBar_->setCurrent(current_);
        return;
    }
    current_ = kind;
    stack_->setCurrentWidget(page);
    sideBar_->setCurrent(kind);
    setWindowTitle(tr("%1 – Headroom").arg(pageName(kind)));
    Q_EMIT pageShown(kind);
}

void MainWindow::restoreLastPage() {
    const QVariant last = settings_.value(pageKey);
    if (last.isValid()) showPage(PageKind(last.toInt()));
}

void MainWindow::refresh() {
    const State state = source_.state();
    if (state.refused > 0)
        banner_->setText(Tone::Danger, tr("%n change(s) could not be made.", nullptr, state.refused),
                         tr("Show"));
    else if (state.sync == SyncState::Offline)
        banner_->setText(
            Tone::Warning,
            tr("You are offline. What you see is from %1; changes are kept and sent later.")
                .arg(state.lastSync.isValid()
                         ? QLocale().toString(state.lastSync.toLocalTime().time(), QLocale::ShortFormat)
                         : tr("an earlier time")),
            tr("Try now"));
    else if (state.sync == SyncState::Problem)
        banner_->setText(Tone::Warning, tr("The server cannot be reached. Changes are kept and sent later."),
                         tr("Try now"));
    else
        banner_->clear();
    bannerBox_->setVisible(!banner_->isHidden());
    // A role that changed may have lost the page that is open.
    const std::vector<PageKind> allowed = pagesFor(state.role);
    if (!pages_.isEmpty() && std::find(allowed.begin(), allowed.end(), current_) == allowed.end())
        for (const PageKind kind : allowed)
            if (pages_.contains(kind)) {
                showPage(kind);
                return;
            }
}

void MainWindow::showOutbox() {
    (new OutboxDialog(source_, actions_, this))->open();
}

void MainWindow::showShortcuts() {
    auto* dialog = new Dialog(tr("Keys"), {}, this);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(8);
    const std::pair<QString, QString> rows[] = {
        {tr("Ctrl+1 … 7"), tr("Go to a page")},
        {tr("Ctrl+F"), tr("Search on this page")},
        {tr("F5"), tr("Sync now")},
        {tr("Ctrl+,"), tr("Settings")},
        {tr("F2 or Return"), tr("Edit a member's available credits")},
        {tr("Ctrl+A"), tr("Select all")},
        {tr("Ctrl+C"), tr("Copy the selected rows")},
        {tr("F"), tr("Mark headshots as favourites")},
        {tr("Space or Return"), tr("Open a headshot")},
        {tr("Left, Right"), tr("Move in charts and between headshots")},
        {tr("Esc"), tr("Close, or clear the search")},
        {tr("F1"), tr("This list")}};
    int line = 0;
    for (const auto& [keys, what] : rows) {
        grid->addWidget(new TextLabel(keys, TextStyle::BodyStrong), line, 0);
        grid->addWidget(new TextLabel(what, TextStyle::Body, Tone::Secondary), line++, 1);
    }
    dialog->body()->addLayout(grid);
    dialog->addCancel(tr("Close"));
    dialog->open();
}

void MainWindow::remember() {
    settings_.setValue(geometryKey, saveGeometry());
    settings_.setValue(pageKey, int(current_));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    remember();
    QMainWindow::closeEvent(event);
}

} // namespace headroom::ui::shell
