#include "ui/credits/distribution_model.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"

#include <QPainter>

namespace headroom::ui::credits {

void DistributionModel::setLines(std::vector<DistributionLine> lines) {
    beginResetModel();
    lines_ = std::move(lines);
    endResetModel();
}

int DistributionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(lines_.size());
}

int DistributionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DistributionModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Member ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    const DistributionLine& row = line(index.row());
    switch (index.column()) {
    case Member:
        return row.name;
    case Before:
        return formatNumber(row.before);
    case Gets:
        return formatSigned(row.gets);
    case After:
        return formatNumber(row.before + row.gets);
    default:
        return {};
    }
}

QVariant DistributionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Member ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Member:
        return tr("Member");
    case Before:
        return tr("Now");
    case Gets:
        return tr("Gets");
    case After:
        return tr("Then");
    default:
        return {};
    }
}

void DistributionDelegate::paintCell(QPainter* painter, const Cell& cell, const QModelIndex& index) const {
    const Tokens& t = Theme::t();
    if (index.column() == DistributionModel::Member) {
        const auto* model = static_cast<const DistributionModel*>(index.model());
        const DistributionLine& line = model->line(index.row());
        const QRect avatar(cell.rect.left(), cell.rect.center().y() - 11, 24, 24);
        drawAvatar(painter, mirrored(cell.direction, cell.rect, avatar), line.name, memberKey(line.member));
        Cell text = cell;
        text.rect = mirrored(cell.direction, cell.rect, cell.rect.adjusted(34, 0, 0, 0));
        paintText(painter, text, line.name, t.text, true);
        return;
    }
    const bool gets = index.column() == DistributionModel::Gets;
    paintNumber(painter, cell, index.data().toString(), gets ? t.green : t.textSecondary);
}

} // namespace headroom::ui::credits
