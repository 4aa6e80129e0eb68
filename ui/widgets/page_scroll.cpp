#include "ui/widgets/page_scroll.h"

#include "ui/theme/tokens.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QWheelEvent>

namespace headroom::ui {
namespace {

/// Lets the wheel pass through the fields of a page. Asked for every event of the program, as fields come and
/// go and their parts (a field's line, say) get events of their own.
class WheelGuard : public QObject {
public:
    explicit WheelGuard(QWidget* page)
        : QObject(page)
        , page_(page) {
        QApplication::instance()->installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::Wheel || !watched->isWidgetType()) return false;
        auto* widget = static_cast<QWidget*>(watched);
        if (!passes(widget) || !page_->isAncestorOf(widget)) return false;
        event->ignore(); // whoever is around it gets it then
        return true;
    }

private:
    static bool passes(const QWidget* widget) {
        if (qobject_cast<const QComboBox*>(widget)) return true;
        const bool changes =
            qobject_cast<const QAbstractSpinBox*>(widget) ||
            (qobject_cast<const QAbstractSlider*>(widget) && !qobject_cast<const QScrollBar*>(widget));
        return changes && !widget->hasFocus();
    }

    QWidget* page_;
};

} // namespace

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
    new WheelGuard(this);
}

PageScroll* scrollIn(QWidget* page) {
    auto* outer = new QVBoxLayout(page);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new PageScroll;
    outer->addWidget(scroll);
    return scroll;
}

} // namespace headroom::ui
