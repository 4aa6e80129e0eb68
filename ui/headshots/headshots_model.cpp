#include "ui/headshots/headshots_model.h"

#include "ui/words/words.h"

namespace headroom::ui::headshots {

HeadshotsModel::HeadshotsModel(std::unique_ptr<HeadshotSource> source, QObject* parent)
    : HeadshotsModel(source.release(), parent) {}

HeadshotsModel::HeadshotsModel(HeadshotSource* source, QObject* parent)
    : RowModel(*source, 1, parent)
    , source_(source) {}

HeadshotsModel::~HeadshotsModel() = default;

HeadshotRow HeadshotsModel::headshot(int row) const {
    return source_->rowAt(row);
}

HeadshotQuery HeadshotsModel::query() const {
    return source_->query();
}

void HeadshotsModel::setQuery(const HeadshotQuery& query) {
    source_->setQuery(query);
}

QString captionOf(const HeadshotRow& row) {
    return row.name.isEmpty() ? row.style : row.name;
}

QString stateText(const HeadshotRow& row) {
    switch (row.state) {
    case HeadshotState::Queued:
        return HeadshotsModel::tr("Waiting in the queue");
    case HeadshotState::Rendering:
        return HeadshotsModel::tr("Being made");
    case HeadshotState::Completed:
        return row.style;
    case HeadshotState::Failed:
        return HeadshotsModel::tr("Could not be made");
    }
    return {};
}

Qt::ItemFlags HeadshotsModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = RowModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsDragEnabled : flags;
}

QVariant HeadshotsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const HeadshotRow row = headshot(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.memberName;
    case Qt::AccessibleTextRole: {
        const QString text = tr("%1, %2").arg(row.memberName, captionOf(row));
        if (row.state != HeadshotState::Completed)
            return QString(text + QStringLiteral(", ") + stateText(row));
        return row.favourite ? tr("%1, favourite").arg(text) : text;
    }
    case Qt::ToolTipRole:
        if (row.state == HeadshotState::Failed)
            return sentence(row.error.value_or(ErrorCode::GeneratorFailed));
        return {};
    default:
        return {};
    }
}

} // namespace headroom::ui::headshots
