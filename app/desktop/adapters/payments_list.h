#pragma once

#include "app/desktop/adapters/activity_list.h"
#include "core/client/team_view.h"

namespace headroom::desktop {

/// Orders and what became of them, from the team's cache. GUI thread; the view outlives it.
class PaymentsList : public ActivityList {
    Q_OBJECT

public:
    explicit PaymentsList(client::TeamView& view, QObject* parent = nullptr);

protected:
    std::size_t entries() const override { return payments_->size(); }
    QString keyOf(std::size_t index) const override;
    ui::activity::ActivityRow entry(std::size_t index) const override;
    QStringList csvHeading() const override;
    std::vector<QStringList> csvRecords(std::size_t index) const override;

private:
    client::TeamView& view_;
    client::Shared<sync::PaymentRow> payments_;
};

} // namespace headroom::desktop
