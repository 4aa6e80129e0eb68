#include "ui/headshots/gallery_view.h"

#include "ui/headshots/headshots_limits.h"
#include "ui/headshots/headshots_model.h"
#include "ui/theme/theme.h"
#include "ui/thumbnails/thumbnail_cache.h"
#include "ui/widgets/kept_selection.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

namespace headroom::ui::headshots {
namespace {
constexpr int inset = 14;      // of the picture inside its cell, both sides
constexpr int textHeight = 52; // two lines and their air
} // namespace

GalleryView::GalleryView(ThumbnailCache& thumbnails, HeadshotsModel* model, QWidget* parent)
    : QListView(parent)
    , model_(model)
    , delegate_(new GalleryDelegate(thumbnails, model, this))
    , wanted_(limits::usualThumb) {
    setViewMode(IconMode);
    setMovement(Static);
    setResizeMode(Adjust);
    setUniformItemSizes(true);
    setLayoutMode(SinglePass); // batches would make End stop at the last laid-out row
    setVerticalScrollMode(ScrollPerPixel);
    setSelectionMode(ExtendedSelection);
    setSelectionRectVisible(true);
    setDragEnabled(true); // after setMovement(), which switches it off
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // or the number of columns flips
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Headshots"));
    viewport()->setAutoFillBackground(false);
    setItemDelegate(delegate_);
    setModel(model);
    new KeptSelection(this, model);
    connect(&thumbnails, &ThumbnailCache::ready, this, [this](const QString& key) {
        const int row = model_->rowOf(key);
        if (row >= 0) update(model_->index(row, 0));
    });
    connect(this, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex& index) { Q_EMIT opened(index.row()); });
    connect(&Theme::self(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void GalleryView::setThumbWidth(int width) {
    wanted_ = width;
    fit();
}

void GalleryView::fit() {
    const int width = viewport()->width() - 1;
    const int columns = std::max(1, width / wanted_);
    const int cell = width / columns;
    const QSize size(cell, (cell - inset) * 5 / 4 + textHeight);
    if (size == delegate_->cell() && gridSize() == size) return;
    delegate_->setCell(size);
    setGridSize(size);
    verticalScrollBar()->setSingleStep(size.height() / 4);
}

void GalleryView::resizeEvent(QResizeEvent* event) {
    fit();
    QListView::resizeEvent(event);
}

void GalleryView::mousePressEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint());
    // The heart and the round mark do not disturb the selection around them.
    if (index.isValid() && event->button() == Qt::LeftButton) {
        const QRect cell = visualRect(index);
        if (GalleryDelegate::heartRect(cell, layoutDirection()).contains(event->position().toPoint())) {
            const HeadshotRow row = model_->headshot(index.row());
            if (row.state == HeadshotState::Completed)
                Q_EMIT model_->favouriteToggled(model_->keyAt(index.row()), !row.favourite);
            return;
        }
        if (GalleryDelegate::checkRect(cell, layoutDirection())
                .adjusted(-6, -6, 6, 6)
                .contains(event->position().toPoint())) {
            selectionModel()->select(index, QItemSelectionModel::Toggle);
            selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
            return;
        }
    }
    QListView::mousePressEvent(event);
}

void GalleryView::startDrag(Qt::DropActions) {
    Q_EMIT dragRequested();
}

void GalleryView::keyPressEvent(QKeyEvent* event) {
    const bool plain = event->modifiers() == Qt::NoModifier;
    switch (event->key()) {
    case Qt::Key_F:
        if (!plain) break;
        Q_EMIT favouriteRequested();
        return;
    case Qt::Key_F2:
        if (currentIndex().isValid()) Q_EMIT renameRequested(model_->keyAt(currentIndex().row()));
        return;
    case Qt::Key_Delete:
        Q_EMIT removeRequested();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (!plain || !currentIndex().isValid()) break;
        Q_EMIT opened(currentIndex().row());
        return;
    case Qt::Key_Escape:
        clearSelection();
        return;
    default:
        break;
    }
    QListView::keyPressEvent(event);
}

} // namespace headroom::ui::headshots
