#include "ui/credits/balance_panel.h"

#include "ui/charts/credits_bar.h"
#include "ui/credits/latest_headshots.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace headroom::ui::credits {
namespace {
constexpr std::array<int, 4> lineSeries{0, 1, 2, -1};
}

BalancePanel::BalancePanel(ThumbnailCache& thumbnails, QWidget* parent)
    : Card(parent)
    , bar_(new CreditsBar)
    , debt_(new Notice)
    , latest_(new LatestHeadshots(thumbnails))
    , latestHead_(new QWidget) {
    body()->addWidget(new TextLabel(tr("Where credits are"), TextStyle::Title));
    body()->addSpacing(2);
    body()->addWidget(bar_);
    body()->addSpacing(2);
    const QStringList names{tr("In pool"), tr("With members"), tr("Held for running jobs"), tr("Used")};
    for (std::size_t line = 0; line < LineCount; ++line) {
        auto* row = new QHBoxLayout;
        row->setSpacing(8);
        row->addWidget(new LegendMark(lineSeries[line]));
        row->addWidget(new TextLabel(names[qsizetype(line)], TextStyle::Body, Tone::Secondary));
        row->addStretch();
        values_[line] = new TextLabel({}, TextStyle::BodyStrong);
        row->addWidget(values_[line]);
        body()->addLayout(row);
    }
    body()->addWidget(debt_);
    body()->addStretch();
    auto* head = new QHBoxLayout(latestHead_);
    head->setContentsMargins(0, 0, 0, 0);
    head->addWidget(new TextLabel(tr("Latest headshots"), TextStyle::BodyStrong));
    head->addStretch();
    QPushButton* all = makeButton(tr("View all"), {}, ButtonVariant::Link, this);
    all->setFixedHeight(20);
    head->addWidget(all);
    body()->addWidget(latestHead_);
    body()->addWidget(latest_);
    connect(all, &QPushButton::clicked, this, &BalancePanel::headshotsRequested);
    connect(latest_, &LatestHeadshots::clicked, this, &BalancePanel::headshotsRequested);
}

void BalancePanel::setOverview(const Overview& overview) {
    const qint64 withMembers = std::max<qint64>(0, overview.allocated - overview.held);
    const std::array<qint64, LineCount> numbers{overview.pool, withMembers, overview.held, overview.spent};
    const QStringList names{tr("In pool"), tr("With members"), tr("Held"), tr("Used")};
    std::vector<CreditsBar::Part> parts;
    for (std::size_t line = 0; line < LineCount; ++line) {
        values_[line]->setText(formatNumber(numbers[line]));
        parts.push_back({names[qsizetype(line)], numbers[line], lineSeries[line]});
    }
    bar_->setParts(std::move(parts));
    if (overview.debt > 0)
        debt_->setText(Tone::Warning,
                       tr("%n credit(s) are owed after a refund. The next purchase pays them first.", nullptr,
                          int(overview.debt)));
    else
        debt_->clear();
    latestHead_->setVisible(!overview.latestHeadshots.isEmpty());
    latest_->setVisible(!overview.latestHeadshots.isEmpty());
    latest_->setKeys(overview.latestHeadshots);
}

} // namespace headroom::ui::credits
