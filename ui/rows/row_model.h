#pragma once

#include "ui/rows/row_source.h"

#include <QAbstractTableModel>
#include <QStringList>

namespace headroom::ui {

/// A Qt model over a RowSource: one row per row, columns by the subclass. A new order keeps persistent
/// indexes (and with them selection and current item) on their rows; a new set resets; KeptSelection in
/// ui/widgets then selects the same keys again. Scales with the source: it copies nothing but the keys of
/// persistent indexes.
class RowModel : public QAbstractTableModel {
    Q_OBJECT
public:
    RowModel(RowSource& source, int columns, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    QString keyAt(int row) const { return source_.keyAt(row); }
    int rowOf(const QString& key) const { return source_.rowOf(key); }

private:
    void aboutToChange(RowsChange change);
    void changed(RowsChange change);

    RowSource& source_;
    int columns_;
    QModelIndexList persistent_;
    QStringList persistentKeys_;
};

} // namespace headroom::ui
