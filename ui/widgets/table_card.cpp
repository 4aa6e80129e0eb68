#include "ui/widgets/table_card.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace headroom::ui {
namespace {

constexpr int strip = metric::cardRadius + 2;

/// Lies over the card's lower edge and paints again what is outside of its line.
class Corners : public QWidget {
public:
    explicit Corners(QWidget* card)
        : QWidget(card) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const QRectF card(0, height() - parentWidget()->height(), width(), parentWidget()->height());
        QPainterPath outside;
        outside.addRect(rect());
        QPainterPath inside;
        inside.addRoundedRect(card.adjusted(1, 1, -1, -2), metric::cardRadius - 1, metric::cardRadius - 1);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipPath(outside.subtracted(inside));
        painter.fillRect(rect(), Theme::t().background);
        drawCard(&painter, card, metric::cardRadius);
    }
};

} // namespace

TableCard::TableCard(QWidget* parent)
    : Card(parent)
    , corners_(new Corners(this)) {
    body()->setContentsMargins(1, 0, 1, 2);
    body()->setSpacing(0);
}

void TableCard::resizeEvent(QResizeEvent* event) {
    Card::resizeEvent(event);
    corners_->setGeometry(0, height() - strip, width(), strip);
}

void TableCard::showEvent(QShowEvent* event) {
    Card::showEvent(event);
    corners_->raise(); // above what was put in since
}

} // namespace headroom::ui
