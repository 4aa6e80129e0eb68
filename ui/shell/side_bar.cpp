#include "ui/shell/side_bar.h"

#include "ui/shell/navigation_delegate.h"
#include "ui/shell/pages.h"
#include "ui/shell/team_button.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

namespace headroom::ui::shell {
namespace {
constexpr int minuteMs = 60'000;
}

SideBar::SideBar(ShellSource& source, ShellActions& actions, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , team_(new TeamButton)
    , navigation_(new QListWidget)
    , balance_(new Card)
    , user_(new UserButton)
    , settings_(makeIconButton(QStringLiteral("settings"), tr("Settings"), this))
    , minute_(new QTimer(this)) {
    setFixedWidth(metric::sidebarWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 16, 14, 12);
    column->setSpacing(14);
    column->addWidget(team_);
    navigation_->setFrameShape(QFrame::NoFrame);
    navigation_->setItemDelegate(new NavigationDelegate(navigation_));
    navigation_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    navigation_->setMouseTracking(true);
    navigation_->setAccessibleName(tr("Navigation"));
    navigation_->viewport()->setAutoFillBackground(false);
    column->addWidget(navigation_, 1);
    auto* card = static_cast<Card*>(balance_);
    card->body()->setContentsMargins(14, 12, 14, 13);
    card->body()->setSpacing(1);
    card->body()->addWidget(new TextLabel(tr("Your credits"), TextStyle::Small, Tone::Muted));
    auto* number = new TextLabel({}, TextStyle::Display);
    number->setObjectName(QStringLiteral("ownCredits"));
    card->body()->addWidget(number);
    column->addWidget(balance_);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(user_, 1);
    row->addWidget(settings_);
    column->addLayout(row);

    connect(navigation_, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item) Q_EMIT pageRequested(PageKind(item->data(NavigationDelegate::Page).toInt()));
    });
    connect(settings_, &QPushButton::clicked, this, [this] { Q_EMIT pageRequested(PageKind::Settings); });
    connect(team_, &QAbstractButton::clicked, this, &SideBar::showTeams);
    connect(user_, &QAbstractButton::clicked, this, &SideBar::showAccount);
    connect(&source_, &ShellSource::changed, this, &SideBar::refresh);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
    minute_->setInterval(minuteMs);
    connect(minute_, &QTimer::timeout, this, &SideBar::refreshSync);
    minute_->start();
    refresh();
}

void SideBar::refresh() {
    const State state = source_.state();
    team_->setTeam(state.team);
    rebuildNavigation(state);
    balance_->setVisible(state.ownCredits.has_value());
    if (state.ownCredits)
        findChild<TextLabel*>(QStringLiteral("ownCredits"))->setText(formatNumber(*state.ownCredits));
    refreshSync();
}

void SideBar::refreshSync() {
    const State state = source_.state();
    user_->setState(state, syncText(state, QDateTime::currentDateTime()));
}

void SideBar::rebuildNavigation(const State& state) {
    std::vector<PageKind> pages = pagesFor(state.role);
    std::erase(pages, PageKind::Settings); // it has the gear below
    if (pages != shown_) {
        const QSignalBlocker blocker(navigation_);
        navigation_->clear();
        for (const PageKind page : pages) {
            auto* item = new QListWidgetItem(pageName(page), navigation_);
            item->setData(NavigationDelegate::Icon, pageIcon(page));
            item->setData(NavigationDelegate::Page, int(page));
            item->setToolTip(QString());
        }
        shown_ = pages;
        setCurrent(current_);
    }
    for (int row = 0; row < navigation_->count(); ++row) {
        QListWidgetItem* item = navigation_->item(row);
        const auto page = PageKind(item->data(NavigationDelegate::Page).toInt());
        const int badge = state.badges.value(page, 0);
        item->setData(NavigationDelegate::Badge, badge);
        item->setData(Qt::AccessibleTextRole,
                      badge > 0 ? tr("%1, %2 new").arg(pageName(page), formatNumber(badge)) : pageName(page));
    }
}

void SideBar::setCurrent(PageKind page) {
    current_ = page;
    const QSignalBlocker blocker(navigation_);
    int found = -1;
    for (int row = 0; row < navigation_->count(); ++row)
        if (navigation_->item(row)->data(NavigationDelegate::Page).toInt() == int(page)) found = row;
    navigation_->setCurrentRow(found);
    if (found < 0) navigation_->clearSelection();
    setVariant(settings_, ButtonVariant::Ghost);
    settings_->setCheckable(true);
    settings_->setChecked(page == PageKind::Settings);
}

void SideBar::showTeams() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const State state = source_.state();
    for (const Team& team : source_.teams()) {
        QAction* action = menu->addAction(team.name);
        action->setCheckable(true);
        action->setChecked(team.id == state.team.id);
        connect(action, &QAction::triggered, this, [this, id = team.id] { actions_.switchTeam(id); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Sign in to another team…")), &QAction::triggered, this,
            [this] { actions_.addTeam(); });
    menu->setMinimumWidth(team_->width());
    menu->popup(team_->mapToGlobal(QPoint(0, team_->height() + 4)));
}

void SideBar::showAccount() {
    const State state = source_.state();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* sync = menu->addAction(icon(QStringLiteral("refresh-cw")), tr("Sync now"));
    sync->setShortcut(Qt::Key_F5);
    connect(sync, &QAction::triggered, this, [this] { actions_.syncNow(); });
    QAction* outbox =
        menu->addAction(icon(QStringLiteral("cloud-upload")), tr("Changes waiting to be sent…"));
    outbox->setEnabled(state.waiting + state.refused > 0);
    connect(outbox, &QAction::triggered, this, &SideBar::outboxRequested);
    menu->addSeparator();
    connect(menu->addAction(icon(QStringLiteral("settings")), tr("Settings")), &QAction::triggered, this,
            [this] { Q_EMIT pageRequested(PageKind::Settings); });
    connect(menu->addAction(icon(QStringLiteral("log-out")), tr("Sign out")), &QAction::triggered, this,
            [this] { actions_.signOut(); });
    menu->setMinimumWidth(220);
    menu->ensurePolished();
    menu->popup(user_->mapToGlobal(QPoint(0, -menu->sizeHint().height() - 4)));
}

void SideBar::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    painter.fillRect(rect(), t.sidebar);
    const int edge = layoutDirection() == Qt::RightToLeft ? 0 : width() - 1;
    painter.fillRect(QRect(edge, 0, 1, height()), t.border);
}

} // namespace headroom::ui::shell
