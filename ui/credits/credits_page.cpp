#include "ui/credits/credits_page.h"

#include "ui/credits/allocate_dialog.h"
#include "ui/credits/balance_panel.h"
#include "ui/credits/buy_dialog.h"
#include "ui/credits/distribute_dialog.h"
#include "ui/credits/members_panel.h"
#include "ui/credits/reassign_dialog.h"
#include "ui/credits/usage_panel.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/page_scroll.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace headroom::ui::credits {
namespace {
constexpr int balanceWidth = 352;
constexpr int leastBalanceWidth = 280;
constexpr int leastWideWidth = 880; // four numbers in a row, and the chart beside the balance
constexpr int chartRowHeight = 316;
} // namespace

CreditsPage::CreditsPage(CreditsSource& source, CreditsActions& actions, ThumbnailCache& thumbnails,
                         QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , header_(new PageHeader(tr("Credits")))
    , pool_(new MetricCard(QStringLiteral("wallet"), tr("Available in pool")))
    , allocated_(new MetricCard(QStringLiteral("users-round"), tr("With members")))
    , used_(new MetricCard(QStringLiteral("sparkles"), tr("Used this month")))
    , lasts_(new MetricCard(QStringLiteral("clock"), tr("Pool lasts")))
    , usage_(new UsagePanel(source))
    , balance_(new BalancePanel(thumbnails))
    , members_(new MembersPanel(source)) {
    QVBoxLayout* column = scrollIn(this)->column();

    QPushButton* distribute = makeButton(tr("Auto-distribute"), QStringLiteral("wand-sparkles"));
    QPushButton* reassign = makeButton(tr("Reassign"), QStringLiteral("arrow-right-left"));
    QPushButton* buy = makeButton(tr("Buy credits"), QStringLiteral("plus"), ButtonVariant::Primary);
    for (QPushButton* button : {distribute, reassign, buy})
        header_->addAction(button);
    column->addWidget(header_);
    metrics_ = new QGridLayout;
    metrics_->setSpacing(metric::gap);
    column->addLayout(metrics_);
    middle_ = new QBoxLayout(QBoxLayout::LeftToRight);
    middle_->setSpacing(metric::gap);
    usage_->setMinimumHeight(chartRowHeight);
    balance_->setMinimumWidth(leastBalanceWidth);
    middle_->addWidget(usage_, 2);
    middle_->addWidget(balance_, 1);
    column->addLayout(middle_);
    column->addWidget(members_, 1);

    connect(distribute, &QPushButton::clicked, this, &CreditsPage::openDistribute);
    connect(reassign, &QPushButton::clicked, this, [this] { openReassign(std::nullopt); });
    connect(buy, &QPushButton::clicked, this, &CreditsPage::openBuy);
    connect(balance_, &BalancePanel::headshotsRequested, this, [this] { Q_EMIT headshotsRequested({}); });
    connect(&source_, &CreditsSource::changed, this, &CreditsPage::refresh);
    connectMembers();
    arrange(Width::Wide);
    refresh();
}

void CreditsPage::arrange(Width room) {
    room_ = room;
    const bool wide = room == Width::Wide;
    const int columns = wide ? 4 : 2;
    int place = 0;
    for (MetricCard* card : {pool_, allocated_, used_, lasts_}) {
        metrics_->addWidget(card, place / columns, place % columns);
        ++place;
    }
    for (int column = 0; column < 4; ++column)
        metrics_->setColumnStretch(column, column < columns ? 1 : 0);
    middle_->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    balance_->setMaximumWidth(wide ? balanceWidth : QWIDGETSIZE_MAX);
}

void CreditsPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const Width room = width() < leastWideWidth ? Width::Narrow : Width::Wide;
    if (room != room_) arrange(room);
}

void CreditsPage::connectMembers() {
    connect(members_, &MembersPanel::giveRequested, this, &CreditsPage::openGive);
    connect(members_, &MembersPanel::takeBackRequested, this, &CreditsPage::openTakeBack);
    connect(members_, &MembersPanel::reassignRequested, this,
            [this](const MemberRow& from) { openReassign(from); });
    connect(members_, &MembersPanel::availableEdited, this, &CreditsPage::changeAvailable);
    connect(members_, &MembersPanel::inviteRequested, this, &CreditsPage::inviteRequested);
    connect(members_, &MembersPanel::headshotsRequested, this, &CreditsPage::headshotsRequested);
}

void CreditsPage::refresh() {
    const Overview overview = source_.overview();
    header_->setSubtitle(tr("Pool, allocations and usage for %1").arg(overview.teamName));
    refreshMetrics(overview);
    usage_->refresh();
    balance_->setOverview(overview);
}

void CreditsPage::refreshMetrics(const Overview& overview) {
    const double purchased = double(std::max<qint64>(1, overview.purchased));
    pool_->setValue(formatNumber(overview.pool), tr("of %1 purchased").arg(formatNumber(overview.purchased)));
    pool_->setShare(double(overview.pool) / purchased);
    allocated_->setValue(formatNumber(overview.allocated),
                         tr("%1 of %Ln member(s) with credits", nullptr, overview.memberCount)
                             .arg(formatNumber(overview.membersWithCredits)));
    allocated_->setShare(double(overview.allocated) / purchased);
    used_->setValue(formatNumber(overview.usedThisMonth),
                    tr("%Ln headshot(s) made in all", nullptr, int(overview.spent)));
    used_->setShare(-1);
    if (overview.monthTrend) {
        const bool up = *overview.monthTrend >= 0;
        const QString percent = QLocale().toString(std::abs(*overview.monthTrend) * 100, 'f', 0);
        used_->setPill(tr("%1%").arg(percent),
                       up ? QStringLiteral("trending-up") : QStringLiteral("trending-down"),
                       up ? Tone::Success : Tone::Secondary);
    } else {
        used_->setPill({}, {}, Tone::Secondary);
    }
    if (overview.poolLastsDays)
        lasts_->setValue(tr("%n day(s)", nullptr, *overview.poolLastsDays),
                         tr("at the present pace, until %1").arg(formatDay(overview.poolEndsOn)));
    else
        lasts_->setValue(QStringLiteral("–"), overview.spent > 0 ? tr("known after a day of use")
                                                                 : tr("no credits were used yet"));
    lasts_->setShare(-1);
    lasts_->setPill(overview.poolIsLow ? tr("Low soon") : QString(), QStringLiteral("triangle-alert"),
                    Tone::Warning);
}

void CreditsPage::openBuy() {
    auto* dialog = new BuyDialog(source_, actions_, window());
    connect(dialog, &BuyDialog::paid, this, [this](const Order& order) {
        showToast(this, {tr("%n credit(s) added to the pool", nullptr, int(order.credits))});
    });
    dialog->open();
}

void CreditsPage::openOrder(const OrderId& id) {
    const std::optional<Order> order = source_.order(id);
    if (!order) return;
    auto* dialog = new BuyDialog(source_, actions_, window());
    dialog->showOrder(*order);
    dialog->open();
}

void CreditsPage::openDistribute() {
    auto* dialog = new DistributeDialog(source_, actions_, window());
    connect(dialog, &DistributeDialog::distributed, this, [this](qint64 total, int members) {
        showToast(this, {tr("%1 credits given to %n member(s)", nullptr, members).arg(formatNumber(total))});
    });
    dialog->open();
}

void CreditsPage::openReassign(std::optional<MemberRow> from) {
    auto* dialog = new ReassignDialog(std::move(from), source_, actions_, window());
    const auto done = [this](const MemberRow& giver, const MemberRow& taker, qint64 credits) {
        const auto undo = [this, giver, taker, credits] {
            actions_.reassign(taker.id, giver.id, credits, guarded(this, [this](const Result<void>& result) {
                                  if (!result) showToast(this, {sentence(result.error()), Tone::Danger});
                              }));
        };
        showToast(this, {tr("%n credit(s) moved to %1", nullptr, int(credits)).arg(taker.name), Tone::Success,
                         tr("Undo"), undo});
    };
    connect(dialog, &ReassignDialog::reassigned, this, done);
    dialog->open();
}

void CreditsPage::openGive(std::vector<MemberRow> members) {
    openAllocate(std::move(members), int(AllocateDirection::Give));
}

void CreditsPage::openTakeBack(std::vector<MemberRow> members) {
    openAllocate(std::move(members), int(AllocateDirection::TakeBack));
}

void CreditsPage::openAllocate(std::vector<MemberRow> members, int direction) {
    if (members.empty()) return;
    auto* dialog =
        new AllocateDialog(AllocateDirection(direction), std::move(members), source_, actions_, window());
    connect(dialog, &AllocateDialog::allocated, this, &CreditsPage::toastAllocation);
    dialog->open();
}

void CreditsPage::changeAvailable(const MemberRow& member, qint64 available) {
    const qint64 difference = available - member.available;
    const std::vector<AllocationLine> lines{{member.id, difference}};
    const QString summary =
        difference > 0 ? tr("%n credit(s) given to %1", nullptr, int(difference)).arg(member.name)
                       : tr("%n credit(s) taken back from %1", nullptr, int(-difference)).arg(member.name);
    auto finish = guarded(this, [this, lines, summary](const Result<void>& result) {
        if (result)
            toastAllocation(lines, summary);
        else
            showToast(this, {sentence(result.error()), Tone::Danger});
    });
    actions_.allocate(lines, finish);
}

void CreditsPage::toastAllocation(const std::vector<AllocationLine>& lines, const QString& summary) {
    std::vector<AllocationLine> reverse = lines;
    for (AllocationLine& line : reverse)
        line.credits = -line.credits;
    const auto undo = [this, reverse] {
        actions_.allocate(reverse, guarded(this, [this](const Result<void>& result) {
                              if (!result) showToast(this, {sentence(result.error()), Tone::Danger});
                          }));
    };
    showToast(this, {summary, Tone::Success, tr("Undo"), undo});
}

void CreditsPage::focusSearch() {
    members_->searchField()->setFocus(Qt::ShortcutFocusReason);
    members_->searchField()->selectAll();
}

} // namespace headroom::ui::credits
