#pragma once

#include <QAbstractItemView>
#include <QPointer>
#include <QStringList>

namespace headroom::ui {

class RowModel;

/// Keeps what is selected selected, by key, when a RowModel is reset (a filter, a feed batch). Owned by the
/// view. Selections of more than `mostKept` rows are dropped instead: restoring them would cost more than it
/// helps.
class KeptSelection : public QObject {
    Q_OBJECT
public:
    KeptSelection(QAbstractItemView* view, RowModel* model);

    static constexpr int mostKept = 2000;

private:
    void remember();
    void restore();

    QPointer<QAbstractItemView> view_;
    RowModel* model_;
    QStringList keys_;
    QString current_;
};

/// Number of selected rows, without building a list of indexes.
int selectedRowCount(const QAbstractItemView* view);

/// Keys of the selected rows, in row order, at most `limit`.
QStringList selectedKeys(const QAbstractItemView* view, const RowModel* model, int limit);

} // namespace headroom::ui
