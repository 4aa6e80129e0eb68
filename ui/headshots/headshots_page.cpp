#include "ui/headshots/headshots_page.h"

#include "ui/headshots/gallery_view.h"
#include "ui/headshots/headshot_viewer.h"
#include "ui/headshots/headshots_limits.h"
#include "ui/headshots/headshots_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/chip_row.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/kept_selection.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/selection_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::headshots {
namespace {
const QString allKey = QStringLiteral("all");
const QString favouritesKey = QStringLiteral("favourites");
const QString freshKey = QStringLiteral("fresh");
const QString unfinishedKey = QStringLiteral("unfinished");
const QString stylePrefix = QStringLiteral("style:");
constexpr int edge = 12; // the scroll bar stands in the margin
constexpr int narrowPage = 900;
constexpr int wideSearch = 300;
constexpr int narrowSearch = 200;
} // namespace

HeadshotsPage::HeadshotsPage(HeadshotsSource& source, HeadshotsActions& actions, ThumbnailCache& thumbnails,
                             QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , model_(new HeadshotsModel(source.openHeadshots(), this))
    , header_(new PageHeader(tr("Headshots")))
    , search_(new SearchField(tr("Search by member or style"), tr("Ctrl F")))
    , chips_(new ChipRow(tr("Filter")))
    , sort_(new QComboBox)
    , size_(new QSlider(Qt::Horizontal))
    , stack_(new QStackedWidget)
    , view_(new GalleryView(thumbnails, model_))
    , empty_(new EmptyState)
    , selectionBar_(new SelectionBar(this))
    , viewer_(new HeadshotViewer(source, model_, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metric::pageMarginX - 7, metric::pageMarginTop, edge, 0);
    column->setSpacing(metric::gap);
    column->addLayout(buildHeader());
    column->addLayout(buildFilters());
    stack_->addWidget(view_);
    stack_->addWidget(empty_);
    column->addWidget(stack_, 1);
    buildSelection();
    connect(view_, &GalleryView::opened, this, [this](int row) {
        if (model_->headshot(row).state == HeadshotState::Completed) viewer_->showHeadshot(row);
    });
    connect(view_, &GalleryView::favouriteRequested, this, &HeadshotsPage::toggleFavourites);
    connect(view_, &GalleryView::removeRequested, this, &HeadshotsPage::removeSelected);
    connect(view_, &GalleryView::renameRequested, this, &HeadshotsPage::rename);
    connect(view_, &GalleryView::dragRequested, this, &HeadshotsPage::dragOut);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HeadshotsPage::refreshSelection);
    view_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(view_, &QWidget::customContextMenuRequested, this, [this](const QPoint& position) {
        if (view_->indexAt(position).isValid()) showMenu(view_->viewport()->mapToGlobal(position));
    });
    connect(model_, &HeadshotsModel::favouriteToggled, this, [this](const QString& key, bool favourite) {
        actions_.setFavourite({key}, favourite ? Favourite::Yes : Favourite::No, report());
    });
    connect(viewer_, &HeadshotViewer::favouriteRequested, this, [this](const QString& key) {
        const int row = model_->rowOf(key);
        if (row < 0) return;
        const Favourite wanted = model_->headshot(row).favourite ? Favourite::No : Favourite::Yes;
        actions_.setFavourite({key}, wanted, report());
    });
    connect(viewer_, &HeadshotViewer::exportRequested, this, &HeadshotsPage::exportRequested);
    connect(viewer_, &HeadshotViewer::seen, this, [this](const QString& key) { actions_.markSeen(key); });
    connect(viewer_, &HeadshotViewer::closed, this, [this] { view_->setFocus(); });
    connect(model_, &QAbstractItemModel::modelReset, this, &HeadshotsPage::refreshRows);
    connect(&source_, &HeadshotsSource::changed, this, &HeadshotsPage::refresh);
    refresh();
    refreshRows();
}

QHBoxLayout* HeadshotsPage::buildHeader() {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(7, 0, metric::pageMarginX - edge, 0);
    search_->setFixedWidth(wideSearch);
    QPushButton* all = makeButton(tr("Export all"), QStringLiteral("folder-down"));
    QPushButton* create = makeButton(tr("New headshots"), QStringLiteral("sparkles"), ButtonVariant::Primary);
    header_->addAction(search_);
    header_->addAction(all);
    header_->addAction(create);
    row->addWidget(header_);
    connect(search_, &SearchField::searched, this, [this](const QString& text) {
        HeadshotQuery query = model_->query();
        query.text = text.trimmed();
        model_->setQuery(query);
    });
    connect(all, &QPushButton::clicked, this, [this] { Q_EMIT exportRequested({}); });
    connect(create, &QPushButton::clicked, this, &HeadshotsPage::createRequested);
    return row;
}

QHBoxLayout* HeadshotsPage::buildFilters() {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(7, 0, metric::pageMarginX - edge, 0);
    row->setSpacing(10);
    row->addWidget(chips_, 1);
    sort_->addItems({tr("Newest first"), tr("By member"), tr("By style")});
    sort_->setAccessibleName(tr("Sort"));
    sort_->setAccessibleDescription(tr("Order of the headshots"));
    auto* tools = new QHBoxLayout;
    tools->setSpacing(10);
    tools->addWidget(sort_);
    auto* mark = new IconLabel(QStringLiteral("grid-2x2"));
    tools->addWidget(mark, 0, Qt::AlignVCenter);
    size_->setRange(limits::smallestThumb, limits::largestThumb);
    size_->setValue(limits::usualThumb);
    size_->setFixedWidth(110);
    size_->setAccessibleName(tr("Size of the pictures"));
    tools->addWidget(size_, 0, Qt::AlignVCenter);
    row->addLayout(tools);
    row->setAlignment(tools, Qt::AlignTop); // the chips may take more than one line
    connect(chips_, &ChipRow::chosen, this, &HeadshotsPage::chooseChip);
    connect(size_, &QSlider::valueChanged, view_, &GalleryView::setThumbWidth);
    connect(sort_, &QComboBox::currentIndexChanged, this, [this](int index) {
        HeadshotQuery query = model_->query();
        query.sort = HeadshotSort(index);
        model_->setQuery(query);
    });
    return row;
}

void HeadshotsPage::buildSelection() {
    QPushButton* favourite = selectionBar_->addAction(tr("Favourite"), QStringLiteral("heart"));
    compare_ = selectionBar_->addAction(tr("Compare"), QStringLiteral("columns-2"));
    QPushButton* remove = selectionBar_->addAction(tr("Delete"), QStringLiteral("trash-2"));
    QPushButton* save =
        selectionBar_->addAction(tr("Export…"), QStringLiteral("folder-down"), ButtonVariant::Primary);
    connect(favourite, &QPushButton::clicked, this, &HeadshotsPage::toggleFavourites);
    connect(static_cast<QPushButton*>(compare_), &QPushButton::clicked, this,
            [this] { viewer_->compare(selection()); });
    connect(remove, &QPushButton::clicked, this, &HeadshotsPage::removeSelected);
    connect(save, &QPushButton::clicked, this, [this] { Q_EMIT exportRequested(selection()); });
    connect(selectionBar_, &SelectionBar::cleared, view_, &QAbstractItemView::clearSelection);
}

void HeadshotsPage::refresh() {
    const Overview overview = source_.overview();
    header_->setSubtitle(
        tr("%1 headshots of %n member(s)", nullptr, overview.members).arg(formatNumber(overview.total)));
    if (overview.styles != styles_ || chips_->current().isEmpty()) refreshChips(overview.styles);
}

void HeadshotsPage::refreshChips(const QStringList& styles) {
    const QString current = chips_->current();
    styles_ = styles;
    chips_->clear();
    chips_->addChip(allKey, tr("All"));
    chips_->addChip(favouritesKey, tr("Favourites"), QStringLiteral("heart"));
    chips_->addChip(freshKey, tr("New"));
    chips_->addChip(unfinishedKey, tr("In progress"));
    for (const QString& style : styles)
        chips_->addChip(stylePrefix + style, style);
    chips_->setCurrent(current);
}

void HeadshotsPage::chooseChip(const QString& key) {
    HeadshotQuery query = model_->query();
    query.onlyFavourites = key == favouritesKey;
    query.onlyFresh = key == freshKey;
    query.onlyUnfinished = key == unfinishedKey;
    query.style = key.startsWith(stylePrefix) ? key.mid(stylePrefix.size()) : QString();
    if (key == allKey) query.member.reset();
    model_->setQuery(query);
}

void HeadshotsPage::showMember(const MemberId& member) {
    HeadshotQuery query;
    query.sort = model_->query().sort;
    if (!member.empty()) query.member = member;
    search_->clear();
    chips_->setCurrent(allKey);
    model_->setQuery(query);
}

void HeadshotsPage::refreshRows() {
    const bool none = model_->rowCount() == 0;
    if (none && source_.overview().total == 0)
        empty_->setContent(QStringLiteral("images"), tr("No headshots yet"),
                           tr("Drop a few photos and choose a style; the first ones are ready in minutes."),
                           tr("Make headshots"), QStringLiteral("sparkles"));
    else if (none)
        empty_->setContent(QStringLiteral("search"), tr("Nothing found"),
                           tr("No headshot matches the filters."), tr("Show all"));
    empty_->disconnect(this);
    connect(empty_, &EmptyState::actionTriggered, this, [this] {
        if (source_.overview().total == 0)
            Q_EMIT createRequested();
        else
            showMember({});
    });
    stack_->setCurrentWidget(none ? static_cast<QWidget*>(empty_) : view_);
}

QStringList HeadshotsPage::selection() const {
    return selectedKeys(view_, model_, limits::mostSelected);
}

void HeadshotsPage::refreshSelection() {
    const int count = selectedRowCount(view_);
    selectionBar_->setText(count > 0 ? tr("%n selected", nullptr, count) : QString());
    compare_->setVisible(count >= 2 && count <= limits::mostCompared);
    if (count > 0) selectionBar_->setText(tr("%n selected", nullptr, count));
}

void HeadshotsPage::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void HeadshotsPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool narrow = width() < narrowPage;
    search_->setFixedWidth(narrow ? narrowSearch : wideSearch);
    search_->setPlaceholderText(narrow ? tr("Search") : tr("Search by member or style"));
    if (viewer_->isVisible()) viewer_->setGeometry(rect());
}

} // namespace headroom::ui::headshots
