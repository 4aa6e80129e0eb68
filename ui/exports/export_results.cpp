#include "ui/exports/export_results.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/segmented_control.h"
#include "ui/words/words.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace headroom::ui::exports {
namespace {

constexpr QSize dialogSize{760, 560};
constexpr int outcomeWidth = 340;

QString outcomeText(const FileResult& result) {
    switch (result.state) {
    case FileState::Pending:
        return ExportResults::tr("Not reached");
    case FileState::Written:
        return ExportResults::tr("Written, %1").arg(formatBytes(result.bytes));
    case FileState::Skipped:
        return ExportResults::tr("Already there");
    case FileState::Failed:
        return sentence(result.error.value_or(ErrorCode::Internal));
    }
    return {};
}

QColor outcomeColour(FileState state) {
    switch (state) {
    case FileState::Pending:
    case FileState::Skipped:
        return Theme::t().textMuted;
    case FileState::Written:
        return Theme::t().textSecondary;
    case FileState::Failed:
        return toneColor(Theme::t(), Tone::Danger);
    }
    return {};
}

} // namespace

void ExportResultsModel::setResults(std::vector<FileResult> results) {
    beginResetModel();
    results_ = std::move(results);
    select();
    endResetModel();
}

void ExportResultsModel::setShow(Show show) {
    beginResetModel();
    show_ = show;
    select();
    endResetModel();
}

void ExportResultsModel::select() {
    order_.clear();
    for (std::size_t i = 0; i < results_.size(); ++i)
        if (show_ == Show::All || results_[i].state != FileState::Written) order_.push_back(i);
}

int ExportResultsModel::notWritten() const {
    int count = 0;
    for (const FileResult& result : results_)
        count += result.state != FileState::Written;
    return count;
}

int ExportResultsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(order_.size());
}

int ExportResultsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ExportResultsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole) return {};
    const FileResult& found = result(index.row());
    return index.column() == File ? found.path : outcomeText(found);
}

QVariant ExportResultsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == File ? tr("File") : tr("Result");
}

ExportResultsDelegate::ExportResultsDelegate(TableView* view, const ExportResultsModel* model)
    : RowDelegate(view)
    , model_(model) {}

void ExportResultsDelegate::paintCell(QPainter* painter, const Cell& cell, const QModelIndex& index) const {
    const FileResult& result = model_->result(index.row());
    if (index.column() == ExportResultsModel::File)
        paintText(painter, cell, result.path, Theme::t().text, true);
    else
        paintText(painter, cell, outcomeText(result), outcomeColour(result.state));
}

ExportResults::ExportResults(ExportsSource& source, ExportsActions& actions, const ExportRow& row,
                             QWidget* parent)
    : Dialog(row.title, row.folder, parent)
    , actions_(actions)
    , key_(row.key)
    , model_(new ExportResultsModel(this))
    , which_(new SegmentedControl({tr("All files"), tr("Not written")}, tr("Files")))
    , table_(new TableView(tr("Files"))) {
    setAttribute(Qt::WA_DeleteOnClose);
    resize(dialogSize);
    auto* head = new QHBoxLayout;
    head->addWidget(which_);
    head->addStretch();
    body()->addLayout(head);
    table_->setModel(model_);
    table_->setItemDelegate(new ExportResultsDelegate(table_, model_));
    table_->setColumnWidths({outcomeWidth});
    body()->addWidget(table_, 1);
    connect(which_, &SegmentedControl::chosen, this,
            [this](int index) { model_->setShow(ExportResultsModel::Show(index)); });
    QPushButton* save = addButton(tr("Save as table…"), QStringLiteral("file-down"));
    connect(save, &QPushButton::clicked, this, &ExportResults::chooseFile);
    addCancel(tr("Close"));
    source.results(row.key,
                   guarded(this, [this](const Result<std::vector<FileResult>>& results) { take(results); }));
}

void ExportResults::take(const Result<std::vector<FileResult>>& results) {
    if (!results) return showNotice(Tone::Danger, sentence(results.error()));
    model_->setResults(*results);
    // Whoever opens this after failures wants to see those.
    if (model_->notWritten() == 0) return;
    which_->setCurrent(int(ExportResultsModel::Show::NotWritten));
    model_->setShow(ExportResultsModel::Show::NotWritten);
}

void ExportResults::chooseFile() {
    auto* chooser = new QFileDialog(this, tr("Save as table"), {}, tr("CSV (*.csv)"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(QStringLiteral("csv"));
    chooser->selectFile(QStringLiteral("export.csv"));
    connect(chooser, &QFileDialog::fileSelected, this, [this](const QString& path) {
        actions_.writeResults(key_, path, guarded(this, [this, path](const Result<void>& written) {
                                  if (written)
                                      showNotice(Tone::Success, tr("Saved as %1").arg(path));
                                  else
                                      showNotice(Tone::Danger, sentence(written.error()));
                              }));
    });
    chooser->open();
}

} // namespace headroom::ui::exports
