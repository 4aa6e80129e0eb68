#include "ui/credits/usage_panel.h"

#include "ui/charts/credits_bar.h"
#include "ui/charts/usage_chart.h"
#include "ui/credits/usage_table_model.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace headroom::ui::credits {
namespace {
constexpr int legendRest = -1;
constexpr int denseRowHeight = 32;
constexpr int leastWidthWithLegend = 620; // narrower, the period is what must be reachable
} // namespace

UsagePanel::UsagePanel(CreditsSource& source, QWidget* parent)
    : Card(parent)
    , source_(source)
    , periods_(new SegmentedControl({tr("30 days"), tr("90 days"), tr("Year")}, tr("Period")))
    , stack_(new QStackedWidget)
    , chart_(new UsageChart)
    , table_(new TableView(tr("Credits used per day")))
    , model_(new UsageTableModel(this)) {
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new TextLabel(tr("Usage"), TextStyle::Title));
    auto* unit = new TextLabel(tr("credits a day"), TextStyle::Small, Tone::Muted);
    head->addWidget(unit);
    head->addStretch();
    legend_ = buildLegend();
    head->addWidget(legend_);
    head->addWidget(periods_);
    QPushButton* asTable = makeIconButton(QStringLiteral("table-2"), tr("Show as table"), this);
    asTable->setCheckable(true);
    head->addWidget(asTable);
    body()->addLayout(head);

    table_->setModel(model_);
    table_->verticalHeader()->setDefaultSectionSize(denseRowHeight);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    stack_->addWidget(chart_);
    stack_->addWidget(table_);
    body()->addWidget(stack_, 1);

    connect(periods_, &SegmentedControl::chosen, this, &UsagePanel::choosePeriod);
    connect(asTable, &QPushButton::toggled, this, &UsagePanel::showAsTable);
    refresh();
}

QWidget* UsagePanel::buildLegend() {
    auto* legend = new QWidget;
    auto* row = new QHBoxLayout(legend);
    row->setContentsMargins(0, 0, 8, 0);
    row->setSpacing(8);
    row->addWidget(new LegendMark(0));
    row->addWidget(new TextLabel(tr("This period"), TextStyle::Small, Tone::Secondary));
    row->addSpacing(6);
    row->addWidget(new LegendMark(legendRest));
    row->addWidget(new TextLabel(tr("Previous"), TextStyle::Small, Tone::Secondary));
    return legend;
}

void UsagePanel::resizeEvent(QResizeEvent* event) {
    Card::resizeEvent(event);
    legend_->setVisible(width() >= leastWidthWithLegend);
}

void UsagePanel::choosePeriod(int index) {
    static constexpr std::array choices{UsagePeriod::Days30, UsagePeriod::Days90, UsagePeriod::Days365};
    period_ = choices[std::size_t(index)];
    refresh();
}

void UsagePanel::showAsTable(bool table) {
    stack_->setCurrentWidget(table ? static_cast<QWidget*>(table_) : chart_);
}

void UsagePanel::refresh() {
    std::vector<UsageDay> days = source_.usage(period_);
    std::vector<ChartPoint> points;
    points.reserve(days.size());
    for (const UsageDay& day : days)
        points.push_back({day.date, day.credits, day.previous});
    chart_->setPoints(std::move(points));
    model_->setDays(std::move(days));
}

} // namespace headroom::ui::credits
