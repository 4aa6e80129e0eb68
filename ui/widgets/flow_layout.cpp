#include "ui/widgets/flow_layout.h"

#include "ui/theme/paint.h"

#include <QWidget>

#include <algorithm>

namespace headroom::ui {

FlowLayout::FlowLayout(int spacing, QWidget* parent)
    : QLayout(parent)
    , gap_(spacing) {
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() {
    while (!items_.isEmpty())
        delete items_.takeFirst();
}

void FlowLayout::addItem(QLayoutItem* item) {
    items_.append(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const {
    return items_.value(index);
}

QLayoutItem* FlowLayout::takeAt(int index) {
    return index >= 0 && index < items_.size() ? items_.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const {
    return arrange(QRect(0, 0, width, 0), Apply::No);
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : items_)
        size = size.expandedTo(item->minimumSize());
    return size;
}

QSize FlowLayout::sizeHint() const {
    int width = 0;
    int height = 0;
    for (const QLayoutItem* item : items_) {
        width += item->sizeHint().width() + gap_;
        height = std::max(height, item->sizeHint().height());
    }
    return {std::max(0, width - gap_), height};
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    arrange(rect, Apply::Yes);
}

QSize FlowLayout::sizeIn(const QLayoutItem* item, int width) const {
    const QSize least = item->sizeHint();
    if (fill_ == Fill::No || width < least.width()) return least;
    const int columns = (width + gap_) / (least.width() + gap_);
    const int filled = (width - (columns - 1) * gap_) / columns;
    return {filled, item->hasHeightForWidth() ? item->heightForWidth(filled) : least.height()};
}

int FlowLayout::arrange(const QRect& rect, Apply apply) const {
    const Qt::LayoutDirection direction =
        parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    int x = rect.left();
    int y = rect.top();
    int lineHeight = 0;
    for (QLayoutItem* item : items_) {
        if (item->isEmpty()) continue;
        const QSize size = sizeIn(item, rect.width());
        if (x > rect.left() && x + size.width() > rect.right() + 1) {
            x = rect.left();
            y += lineHeight + gap_;
            lineHeight = 0;
        }
        if (apply == Apply::Yes) item->setGeometry(mirrored(direction, rect, QRect(QPoint(x, y), size)));
        x += size.width() + gap_;
        lineHeight = std::max(lineHeight, size.height());
    }
    return y + lineHeight - rect.top();
}

} // namespace headroom::ui
