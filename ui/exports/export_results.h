#pragma once

#include "ui/exports/exports_source.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/table_view.h"

#include <QAbstractTableModel>

namespace headroom::ui {
class EmptyState;
class SegmentedControl;
} // namespace headroom::ui

namespace headroom::ui::exports {

/// The files of an export: all, or only those that were not written.
class ExportResultsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { File, Outcome, ColumnCount };
    enum class Show { All, NotWritten };
    using QAbstractTableModel::QAbstractTableModel;

    void setResults(std::vector<FileResult> results);
    void setShow(Show show);
    const FileResult& result(int row) const { return results_[order_[std::size_t(row)]]; }
    int notWritten() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void select();

    std::vector<FileResult> results_;
    std::vector<std::size_t> order_;
    Show show_ = Show::All;
};

class ExportResultsDelegate : public RowDelegate {
    Q_OBJECT
public:
    ExportResultsDelegate(TableView* view, const ExportResultsModel* model);

protected:
    void paintCell(QPainter* painter, const Cell& cell, const QModelIndex& index) const override;

private:
    const ExportResultsModel* model_;
};

/// What became of each file of an export and why, and the list as a table in a file.
class ExportResults : public Dialog {
    Q_OBJECT
public:
    ExportResults(ExportsSource& source, ExportsActions& actions, const ExportRow& row, QWidget* parent);

    ExportResultsModel* model() const { return model_; }

private:
    void take(const Result<std::vector<FileResult>>& results);
    void chooseFile();

    ExportsActions& actions_;
    QString key_;
    ExportResultsModel* model_;
    SegmentedControl* which_;
    TableView* table_;
};

} // namespace headroom::ui::exports
