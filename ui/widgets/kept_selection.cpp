#include "ui/widgets/kept_selection.h"

#include "ui/rows/row_model.h"

#include <QItemSelectionModel>

#include <algorithm>

namespace headroom::ui {

KeptSelection::KeptSelection(QAbstractItemView* view, RowModel* model)
    : QObject(view)
    , view_(view)
    , model_(model) {
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &KeptSelection::remember);
    connect(model, &QAbstractItemModel::modelReset, this, &KeptSelection::restore);
}

void KeptSelection::remember() {
    keys_.clear();
    const QModelIndex current = view_->currentIndex();
    current_ = current.isValid() ? model_->keyAt(current.row()) : QString();
    if (selectedRowCount(view_) <= mostKept) keys_ = selectedKeys(view_, model_, mostKept);
}

void KeptSelection::restore() {
    QItemSelection selection;
    const int lastColumn = model_->columnCount() - 1;
    for (const QString& key : std::as_const(keys_)) {
        const int row = model_->rowOf(key);
        if (row >= 0) selection.select(model_->index(row, 0), model_->index(row, lastColumn));
    }
    const int row = current_.isEmpty() ? -1 : model_->rowOf(current_);
    if (row >= 0)
        view_->selectionModel()->setCurrentIndex(model_->index(row, 0), QItemSelectionModel::NoUpdate);
    // Also when empty: the view resets its selection without a signal, and whoever counts it must hear of it.
    view_->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (selection.isEmpty()) Q_EMIT view_->selectionModel()->selectionChanged({}, {});
}

int selectedRowCount(const QAbstractItemView* view) {
    if (!view->selectionModel()) return 0;
    int count = 0;
    const QItemSelection selection = view->selectionModel()->selection();
    // Row selections of a table may come as one range per column block; count those that hold column 0.
    for (const QItemSelectionRange& range : selection)
        if (range.left() == 0) count += range.height();
    return count;
}

QStringList selectedKeys(const QAbstractItemView* view, const RowModel* model, int limit) {
    std::vector<int> rows;
    const QItemSelection selection = view->selectionModel()->selection();
    for (const QItemSelectionRange& range : selection) {
        if (range.left() != 0) continue;
        for (int row = range.top(); row <= range.bottom() && int(rows.size()) < limit; ++row)
            rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end());
    QStringList keys;
    keys.reserve(qsizetype(rows.size()));
    for (const int row : rows)
        keys << model->keyAt(row);
    return keys;
}

} // namespace headroom::ui
