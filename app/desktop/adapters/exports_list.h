#pragma once

#include "app/desktop/adapters/activity_list.h"
#include "ui/exports/exports_source.h"

namespace headroom::desktop {

/// The exports of this computer as the Exports page has them. GUI thread; the source outlives it; without one
/// the list is empty.
class ExportsList : public ActivityList {
    Q_OBJECT

public:
    explicit ExportsList(ui::exports::ExportsSource* source, QObject* parent = nullptr);

protected:
    std::size_t entries() const override { return exports_.size(); }
    QString keyOf(std::size_t index) const override { return exports_[index].key; }
    ui::activity::ActivityRow entry(std::size_t index) const override;
    QStringList csvHeading() const override;
    std::vector<QStringList> csvRecords(std::size_t index) const override;

private:
    std::vector<ui::exports::ExportRow> exports_;
};

} // namespace headroom::desktop
