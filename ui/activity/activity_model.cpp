#include "ui/activity/activity_model.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/pill.h"

#include <QPainter>

namespace headroom::ui::activity {

ActivityModel::ActivityModel(std::unique_ptr<ActivityRows> source, QObject* parent)
    : ActivityModel(source.release(), parent) {}

ActivityModel::ActivityModel(ActivityRows* source, QObject* parent)
    : RowModel(*source, ColumnCount, parent)
    , source_(source) {}

ActivityModel::~ActivityModel() = default;

QVariant ActivityModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    if (role == Qt::TextAlignmentRole && index.column() == Amount)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
    const ActivityRow found = row(index.row());
    switch (index.column()) {
    case What:
        return role == Qt::DisplayRole || found.detail.isEmpty()
                   ? found.title
                   : QString(found.title + QStringLiteral(", ") + found.detail);
    case Status:
        return found.status;
    case Amount:
        return found.amount;
    case When:
        return formatDateTime(found.when);
    default:
        return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Amount ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case What:
        return tr("What happened");
    case Status:
        return tr("Status");
    case Amount:
        return tr("Amount");
    case When:
        return tr("When");
    default:
        return {};
    }
}

ActivityDelegate::ActivityDelegate(TableView* view, const ActivityModel* model)
    : RowDelegate(view)
    , model_(model) {}

void ActivityDelegate::paintCell(QPainter* painter, const Cell& cell, const QModelIndex& index) const {
    const Tokens& t = Theme::t();
    const ActivityRow row = model_->row(index.row());
    switch (index.column()) {
    case ActivityModel::What: {
        const QRect circle(cell.rect.left(), cell.rect.center().y() - 15, 32, 32);
        drawRounded(painter, mirrored(cell.direction, cell.rect, circle), 16, toneGround(t, row.tone));
        drawIcon(painter, mirrored(cell.direction, cell.rect, circle.adjusted(8, 8, -8, -8)), row.icon,
                 row.tone == Tone::Secondary ? t.textSecondary : toneColor(t, row.tone));
        Cell text = cell;
        text.rect = mirrored(cell.direction, cell.rect, cell.rect.adjusted(44, 0, 0, 0));
        paintTwoLines(painter, text, row.title, row.detail);
        return;
    }
    case ActivityModel::Status:
        if (!row.status.isEmpty()) drawPill(painter, cell.rect, row.status, {}, row.tone, cell.direction);
        return;
    case ActivityModel::Amount:
        paintNumber(painter, cell, row.amount, t.text);
        return;
    case ActivityModel::When:
        paintText(painter, cell, formatDateTime(row.when), t.textSecondary);
        return;
    default:
        return;
    }
}

} // namespace headroom::ui::activity
