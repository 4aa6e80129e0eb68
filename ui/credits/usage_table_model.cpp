#include "ui/credits/usage_table_model.h"

#include "ui/widgets/formats.h"

#include <algorithm>

namespace headroom::ui::credits {

void UsageTableModel::setDays(std::vector<UsageDay> days) {
    beginResetModel();
    days_ = std::move(days);
    std::reverse(days_.begin(), days_.end());
    endResetModel();
}

int UsageTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(days_.size());
}

int UsageTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant UsageTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Day ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    const UsageDay& day = days_[std::size_t(index.row())];
    switch (index.column()) {
    case Day:
        return formatDate(day.date);
    case Credits:
        return formatNumber(day.credits);
    case Previous:
        return day.previous ? formatNumber(*day.previous) : QStringLiteral("–");
    default:
        return {};
    }
}

QVariant UsageTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Day ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Day:
        return tr("Day");
    case Credits:
        return tr("Credits");
    case Previous:
        return tr("Period before");
    default:
        return {};
    }
}

} // namespace headroom::ui::credits
