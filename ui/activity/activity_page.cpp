#include "ui/activity/activity_page.h"

#include "ui/activity/activity_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/kept_selection.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/table_card.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace headroom::ui::activity {
namespace {

constexpr std::array allKinds{ActivityKind::Ledger, ActivityKind::Payments, ActivityKind::People,
                              ActivityKind::Exports};

QString listName(ActivityKind kind) {
    switch (kind) {
    case ActivityKind::Ledger:
        return ActivityPage::tr("Ledger");
    case ActivityKind::Payments:
        return ActivityPage::tr("Payments");
    case ActivityKind::People:
        return ActivityPage::tr("People");
    case ActivityKind::Exports:
        return ActivityPage::tr("Exports");
    }
    return {};
}

QStringList listNames() {
    QStringList names;
    for (const ActivityKind kind : allKinds)
        names << listName(kind);
    return names;
}

bool hasColumn(ActivityKind kind, int column) {
    if (column == ActivityModel::Status) return kind != ActivityKind::Ledger;
    if (column == ActivityModel::Amount)
        return kind == ActivityKind::Ledger || kind == ActivityKind::Payments;
    return true;
}

QString emptyText(ActivityKind kind) {
    switch (kind) {
    case ActivityKind::Ledger:
        return ActivityPage::tr("Purchases, allocations and finished headshots appear here.");
    case ActivityKind::Payments:
        return ActivityPage::tr("Orders and refunds appear here.");
    case ActivityKind::People:
        return ActivityPage::tr("Who was invited, joined or left appears here.");
    case ActivityKind::Exports:
        return ActivityPage::tr("Exports from this computer appear here.");
    }
    return {};
}

} // namespace

ActivityPage::ActivityPage(ActivitySource& source, ActivityActions& actions, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , tabs_(new SegmentedControl(listNames(), tr("List")))
    , search_(new SearchField(tr("Search"), tr("Ctrl F")))
    , stack_(new QStackedWidget) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metric::pageMarginX, metric::pageMarginTop, metric::pageMarginX,
                               metric::pageMarginBottom);
    column->setSpacing(metric::gapLarge);
    auto* header = new PageHeader(tr("Activity"));
    header->setSubtitle(tr("Every credit, payment, member and export, newest first"));
    QPushButton* csv = makeButton(tr("Save as CSV…"), QStringLiteral("file-down"));
    header->addAction(csv);
    column->addWidget(header);
    auto* card = new TableCard;
    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 13, 14, 11);
    head->addWidget(tabs_);
    head->addStretch();
    search_->setFixedWidth(300);
    head->addWidget(search_);
    card->body()->addLayout(head);
    for (const ActivityKind kind : allKinds)
        addList(kind);
    card->body()->addWidget(stack_, 1);
    column->addWidget(card, 1);
    connect(tabs_, &SegmentedControl::chosen, this, [this](int index) { showKind(ActivityKind(index)); });
    connect(search_, &SearchField::searched, this, &ActivityPage::search);
    connect(csv, &QPushButton::clicked, this, &ActivityPage::chooseCsv);
}

void ActivityPage::addList(ActivityKind kind) {
    const auto at = std::size_t(kind);
    models_[at] = new ActivityModel(source_.open(kind), this);
    tables_[at] = new TableView(listName(kind));
    tables_[at]->setModel(models_[at]);
    tables_[at]->setItemDelegate(new ActivityDelegate(tables_[at], models_[at]));
    tables_[at]->setColumnWidths({150, 130, 190});
    for (int column = 0; column < ActivityModel::ColumnCount; ++column)
        tables_[at]->setColumnHidden(column, !hasColumn(kind, column));
    new KeptSelection(tables_[at], models_[at]);
    connect(tables_[at], &TableView::rowActivated, this,
            [this, kind, at](int row) { actions_.openRow(kind, models_[at]->keyAt(row)); });
    empty_[at] = new EmptyState;
    lists_[at] = new QStackedWidget;
    lists_[at]->addWidget(tables_[at]);
    lists_[at]->addWidget(empty_[at]);
    connect(models_[at], &QAbstractItemModel::modelReset, this, [this, kind] { showEmptiness(kind); });
    showEmptiness(kind);
    stack_->addWidget(lists_[at]);
}

void ActivityPage::search(const QString& text) {
    for (ActivityModel* model : models_)
        model->setText(text.trimmed());
    for (const ActivityKind kind : allKinds)
        showEmptiness(kind);
}

void ActivityPage::showEmptiness(ActivityKind kind) {
    const auto at = std::size_t(kind);
    if (search_->text().trimmed().isEmpty())
        empty_[at]->setContent(QStringLiteral("history"), tr("Nothing here yet"), emptyText(kind));
    else
        empty_[at]->setContent(QStringLiteral("search"), tr("Nothing found"),
                               tr("No line here has these words."));
    lists_[at]->setCurrentIndex(models_[at]->rowCount() == 0);
}

void ActivityPage::showKind(ActivityKind kind) {
    kind_ = kind;
    tabs_->setCurrent(int(kind));
    stack_->setCurrentWidget(lists_[std::size_t(kind)]);
}

TableView* ActivityPage::table() const {
    return tables_[std::size_t(kind_)];
}

void ActivityPage::chooseCsv() {
    auto* chooser = new QFileDialog(this, tr("Save as CSV"), {}, tr("CSV (*.csv)"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(QStringLiteral("csv"));
    chooser->selectFile(listName(kind_).toLower() + QStringLiteral(".csv"));
    connect(chooser, &QFileDialog::fileSelected, this, &ActivityPage::writeCsv);
    chooser->open();
}

void ActivityPage::writeCsv(const QString& path) {
    actions_.writeCsv(kind_, search_->text().trimmed(), path,
                      guarded(this, [this, path](const Result<void>& result) {
                          if (result)
                              showToast(this, {tr("Saved as %1").arg(path.section(QLatin1Char('/'), -1))});
                          else
                              showToast(this, {sentence(result.error()), Tone::Danger});
                      }));
}

void ActivityPage::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

} // namespace headroom::ui::activity
