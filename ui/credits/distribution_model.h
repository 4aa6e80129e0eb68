#pragma once

#include "ui/credits/credits_values.h"
#include "ui/widgets/table_view.h"

#include <QAbstractTableModel>

namespace headroom::ui::credits {

/// The lines of a distribution preview.
class DistributionModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Member, Before, Gets, After, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setLines(std::vector<DistributionLine> lines);
    const DistributionLine& line(int row) const { return lines_[std::size_t(row)]; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<DistributionLine> lines_;
};

class DistributionDelegate : public RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter* painter, const Cell& cell, const QModelIndex& index) const override;
};

} // namespace headroom::ui::credits
