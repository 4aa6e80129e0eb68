#include "ui/rows/row_model.h"

namespace headroom::ui {

RowModel::RowModel(RowSource& source, int columns, QObject* parent)
    : QAbstractTableModel(parent)
    , source_(source)
    , columns_(columns) {
    connect(&source, &RowSource::rowsAboutToChange, this, &RowModel::aboutToChange);
    connect(&source, &RowSource::rowsChanged, this, &RowModel::changed);
    connect(&source, &RowSource::rowsUpdated, this, [this](int first, int last) {
        if (first >= 0 && last < rowCount()) Q_EMIT dataChanged(index(first, 0), index(last, columns_ - 1));
    });
}

int RowModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : source_.count();
}

int RowModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columns_;
}

bool RowModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && source_.hasMore();
}

void RowModel::fetchMore(const QModelIndex& parent) {
    if (!parent.isValid()) source_.loadMore();
}

void RowModel::aboutToChange(RowsChange change) {
    switch (change) {
    case RowsChange::Set:
        beginResetModel();
        return;
    case RowsChange::Order:
        Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        persistent_ = persistentIndexList();
        persistentKeys_.clear();
        for (const QModelIndex& index : std::as_const(persistent_))
            persistentKeys_ << source_.keyAt(index.row());
        return;
    }
}

void RowModel::changed(RowsChange change) {
    switch (change) {
    case RowsChange::Set:
        endResetModel();
        return;
    case RowsChange::Order: {
        QModelIndexList moved;
        for (qsizetype at = 0; at < persistent_.size(); ++at) {
            const int row = source_.rowOf(persistentKeys_[at]);
            moved << (row < 0 ? QModelIndex() : index(row, persistent_[at].column()));
        }
        changePersistentIndexList(persistent_, moved);
        persistent_.clear();
        persistentKeys_.clear();
        Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
        return;
    }
    }
}

} // namespace headroom::ui
