#include "ui/activity/activity_page.h"

#include "ui/activity/activity_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/kept_selection.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace headroom::ui::activity {
namespace {

QString emptyText(ActivityKind kind) {
    switch (kind) {
    case ActivityKind::Ledger:
        return ActivityPage::tr("Purchases, allocations and finished headshots appear here.");
    case ActivityKind::Payments:
        return ActivityPage::tr("Orders and refunds appear here.");
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
    , tabs_(new SegmentedControl({tr("Ledger"), tr("Payments"), tr("Exports")}, tr("List")))
    , search_(new SearchField(tr("Search"), tr("Ctrl F")))
    , stack_(new QStackedWidget) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metric::pageMarginX, metric::pageMarginTop, metric::pageMarginX,
                               metric::pageMarginBottom);
    column->setSpacing(metric::gapLarge);
    auto* header = new PageHeader(tr("Activity"));
    header->setSubtitle(tr("Every credit, payment and export, newest first"));
    QPushButton* csv = makeButton(tr("Save as CSV…"), QStringLiteral("file-down"));
    header->addAction(csv);
    column->addWidget(header);
    auto* card = new Card;
    card->body()->setContentsMargins(1, 0, 1, 3);
    card->body()->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 13, 14, 11);
    head->addWidget(tabs_);
    head->addStretch();
    search_->setFixedWidth(300);
    head->addWidget(search_);
    card->body()->addLayout(head);
    for (const ActivityKind kind : {ActivityKind::Ledger, ActivityKind::Payments, ActivityKind::Exports})
        addList(kind);
    card->body()->addWidget(stack_, 1);
    column->addWidget(card, 1);
    connect(tabs_, &SegmentedControl::chosen, this, [this](int index) { showKind(ActivityKind(index)); });
    connect(search_, &SearchField::searched, this, [this](const QString& text) {
        for (ActivityModel* model : models_)
            model->setText(text.trimmed());
    });
    connect(csv, &QPushButton::clicked, this, &ActivityPage::chooseCsv);
}

void ActivityPage::addList(ActivityKind kind) {
    const auto at = std::size_t(kind);
    models_[at] = new ActivityModel(source_.open(kind), this);
    tables_[at] = new TableView(kind == ActivityKind::Ledger     ? tr("Ledger")
                                : kind == ActivityKind::Payments ? tr("Payments")
                                                                 : tr("Exports"));
    tables_[at]->setModel(models_[at]);
    tables_[at]->setItemDelegate(new ActivityDelegate(tables_[at], models_[at]));
    tables_[at]->setColumnWidths({150, 130, 190});
    new KeptSelection(tables_[at], models_[at]);
    connect(tables_[at], &TableView::rowActivated, this,
            [this, kind, at](int row) { actions_.openRow(kind, models_[at]->keyAt(row)); });
    auto* empty = new EmptyState;
    empty->setContent(QStringLiteral("history"), tr("Nothing here"), emptyText(kind));
    lists_[at] = new QStackedWidget;
    lists_[at]->addWidget(tables_[at]);
    lists_[at]->addWidget(empty);
    const auto refresh = [list = lists_[at], model = models_[at]] {
        list->setCurrentIndex(model->rowCount() == 0);
    };
    connect(models_[at], &QAbstractItemModel::modelReset, lists_[at], refresh);
    refresh();
    stack_->addWidget(lists_[at]);
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
    connect(chooser, &QFileDialog::fileSelected, this, &ActivityPage::writeCsv);
    chooser->open();
}

void ActivityPage::writeCsv(const QString& path) {
    actions_.writeCsv(kind_, path, guarded(this, [this, path](const Result<void>& result) {
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
