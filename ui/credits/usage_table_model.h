#pragma once

#include "ui/credits/credits_values.h"

#include <QAbstractTableModel>

namespace headroom::ui::credits {

/// The days of the usage chart as rows, newest first, for those who read numbers better than lines.
class UsageTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Day, Credits, Previous, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setDays(std::vector<UsageDay> days);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<UsageDay> days_;
};

} // namespace headroom::ui::credits
