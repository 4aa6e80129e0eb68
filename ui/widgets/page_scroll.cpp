#include "ui/widgets/page_scroll.h"

#include "ui/theme/tokens.h"

#include <QVBoxLayout>

namespace headroom::ui {

PageScroll::PageScroll(QWidget* parent)
    : QScrollArea(parent) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    column_ = new QVBoxLayout(content);
    // The bar stands in the margin, always, so that pages end at the same line whether they scroll or not; it
    // paints nothing without need.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    column_->setContentsMargins(metric::pageMarginX, metric::pageMarginTop,
                                metric::pageMarginX - metric::scrollBarExtent, metric::pageMarginBottom);
    column_->setSpacing(metric::gapLarge);
    setWidget(content);
}

PageScroll* scrollIn(QWidget* page) {
    auto* outer = new QVBoxLayout(page);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new PageScroll;
    outer->addWidget(scroll);
    return scroll;
}

} // namespace headroom::ui
