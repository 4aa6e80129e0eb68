#include "ui/widgets/table_view.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

namespace headroom::ui {

TableView::TableView(const QString& accessibleName, QWidget* parent)
    : QTableView(parent) {
    setAccessibleName(accessibleName);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setEditTriggers(NoEditTriggers);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(metric::tableRowHeight);
    verticalHeader()->setMinimumSectionSize(30);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(40);
    horizontalHeader()->setSectionsClickable(true);
    connect(&Theme::self(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    connect(this, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex& index) { Q_EMIT rowActivated(index.row()); });
}

void TableView::setColumnWidths(const QList<int>& widths) {
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int column = 0; column < widths.size(); ++column)
        setColumnWidth(column + 1, widths[column]);
}

void TableView::setHovered(int row) {
    if (row == hovered_) return;
    hovered_ = row;
    viewport()->update();
}

void TableView::mouseMoveEvent(QMouseEvent* event) {
    setHovered(rowAt(event->position().toPoint().y()));
    QTableView::mouseMoveEvent(event);
}

void TableView::leaveEvent(QEvent* event) {
    setHovered(-1);
    QTableView::leaveEvent(event);
}

void TableView::wheelEvent(QWheelEvent* event) {
    QTableView::wheelEvent(event);
    setHovered(rowAt(viewport()->mapFromGlobal(QCursor::pos()).y()));
}

void TableView::keyPressEvent(QKeyEvent* event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT rowActivated(currentIndex().row());
        return;
    }
    QTableView::keyPressEvent(event);
}

RowDelegate::RowDelegate(TableView* view)
    : QStyledItemDelegate(view)
    , view_(view) {}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {80, metric::tableRowHeight};
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    const Tokens& t = Theme::t();
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = index.row() == view_->hoveredRow();
    painter->save();
    painter->fillRect(option.rect, selected ? t.accentSoft : hovered ? t.hover : t.surface);
    const QRect line(option.rect.left(), option.rect.bottom(), option.rect.width(), 1);
    painter->fillRect(line, t.border);
    const bool current = index.row() == view_->currentIndex().row();
    if (current && showsFocus(view_)) {
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), 2), t.accent);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom() - 1, option.rect.width(), 2),
                          t.accent);
    }
    const bool first = index.column() == 0;
    const QRect padded = option.rect.adjusted(first ? 16 : 8, 0, -8, 0);
    paintCell(painter, {mirrored(option.direction, option.rect, padded), option.direction, selected, hovered},
              index);
    painter->restore();
}

void RowDelegate::paintText(QPainter* painter, const Cell& cell, const QString& text, const QColor& color,
                            bool strong) {
    painter->setFont(font(strong ? TextStyle::BodyStrong : TextStyle::Body));
    painter->setPen(color);
    painter->drawText(cell.rect, int(leading(cell.direction)),
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, cell.rect.width()));
}

void RowDelegate::paintNumber(QPainter* painter, const Cell& cell, const QString& text, const QColor& color) {
    painter->setFont(font(TextStyle::Body));
    painter->setPen(color);
    painter->drawText(cell.rect, int(trailing(cell.direction)), text);
}

void RowDelegate::paintTwoLines(QPainter* painter, const Cell& cell, const QString& title,
                                const QString& detail) {
    const Tokens& t = Theme::t();
    constexpr int line = 17;
    QRect rect(cell.rect.left(), cell.rect.center().y() - line + 1, cell.rect.width(), line);
    const int alignment = int(leading(cell.direction));
    painter->setFont(font(TextStyle::BodyStrong));
    painter->setPen(t.text);
    painter->drawText(rect, alignment,
                      painter->fontMetrics().elidedText(title, Qt::ElideRight, rect.width()));
    rect.translate(0, line);
    painter->setFont(font(TextStyle::Small));
    painter->setPen(t.textMuted);
    painter->drawText(rect, alignment,
                      painter->fontMetrics().elidedText(detail, Qt::ElideRight, rect.width()));
}

void RowDelegate::paintPerson(QPainter* painter, const Cell& cell, const QString& name, const QString& detail,
                              const QString& seed) {
    constexpr int size = 32;
    const QRect avatar(cell.rect.left(), cell.rect.center().y() - size / 2, size, size);
    drawAvatar(painter, mirrored(cell.direction, cell.rect, avatar), name, seed);
    Cell text = cell;
    text.rect = mirrored(cell.direction, cell.rect, cell.rect.adjusted(size + 12, 0, 0, 0));
    paintTwoLines(painter, text, name, detail);
}

} // namespace headroom::ui
