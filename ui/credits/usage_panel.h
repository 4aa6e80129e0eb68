#pragma once

#include "ui/credits/credits_source.h"
#include "ui/widgets/card.h"

class QStackedWidget;
class QTableView;

namespace headroom::ui {
class SegmentedControl;
class UsageChart;
} // namespace headroom::ui

namespace headroom::ui::credits {

class UsageTableModel;

/// Usage over 30, 90 or 365 days as a chart, or the same numbers as a table.
class UsagePanel : public Card {
    Q_OBJECT
public:
    explicit UsagePanel(CreditsSource& source, QWidget* parent = nullptr);

    void refresh();
    UsagePeriod period() const { return period_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildLegend();
    void choosePeriod(int index);
    void showAsTable(bool table);

    CreditsSource& source_;
    UsagePeriod period_ = UsagePeriod::Days30;
    SegmentedControl* periods_;
    QWidget* legend_ = nullptr;
    QStackedWidget* stack_;
    UsageChart* chart_;
    QTableView* table_;
    UsageTableModel* model_;
};

} // namespace headroom::ui::credits
