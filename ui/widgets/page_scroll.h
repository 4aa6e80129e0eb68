#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace headroom::ui {

/// The frame of a page that is taller than its window: scrolls, and keeps the page's margins. The wheel
/// scrolls it wherever the pointer is: a field on the way is not changed by it unless it has the focus, a
/// combo box never.
class PageScroll : public QScrollArea {
    Q_OBJECT
public:
    explicit PageScroll(QWidget* parent = nullptr);

    /// Vertical, inside the margins.
    QVBoxLayout* column() const { return column_; }

private:
    QVBoxLayout* column_;
};

/// Makes `page` show nothing but a new PageScroll, and returns that.
PageScroll* scrollIn(QWidget* page);

} // namespace headroom::ui
