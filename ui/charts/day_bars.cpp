#include "ui/charts/day_bars.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/formats.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headroom::ui {
namespace {

constexpr int topHeight = 24; ///< where the day under the cursor is told of
constexpr int axisHeight = 22;
constexpr int labelWidth = 62;
constexpr double barShare = 0.68;
constexpr double leastBar = 3; ///< a day with anything at all is to be seen
constexpr double barRadius = 3;

} // namespace

DayBars::DayBars(const QString& accessibleName, std::function<QString(qint64)> format, QWidget* parent)
    : QWidget(parent)
    , format_(std::move(format)) {
    setAccessibleRole(this, QAccessible::Chart);
    setAccessibleName(accessibleName);
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void DayBars::setBars(std::vector<DayBar> bars) {
    bars_ = std::move(bars);
    highest_ = 1;
    for (const DayBar& bar : bars_)
        highest_ = std::max(highest_, bar.value);
    cursor_ = -1;
    describe();
    update();
}

QString DayBars::describeBar(const DayBar& bar) const {
    return tr("%1: %2").arg(formatDate(bar.day), format_(bar.value));
}

void DayBars::describe() {
    if (cursor_ >= 0) return setAccessibleDescription(describeBar(bars_[std::size_t(cursor_)]));
    qint64 sum = 0;
    for (const DayBar& bar : bars_)
        sum += bar.value;
    setAccessibleDescription(tr("%1 in %2 days").arg(format_(sum), formatNumber(qint64(bars_.size()))));
}

QRectF DayBars::plot() const {
    return QRectF(rect()).adjusted(2, topHeight, -2, -axisHeight);
}

QRectF DayBars::slot(int index) const {
    const QRectF area = plot();
    const double width = area.width() / std::max<double>(1, double(bars_.size()));
    // Time runs with the reading direction.
    const bool reverse = layoutDirection() == Qt::RightToLeft;
    const double place = reverse ? double(bars_.size()) - 1 - index : index;
    return {area.left() + width * place, area.top(), width, area.height()};
}

void DayBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBars(painter);
    paintDays(painter);
    paintCursor(painter);
    if (showsFocus(this)) drawFocusRing(&painter, rect(), 8);
}

void DayBars::paintBars(QPainter& painter) const {
    const Tokens& t = Theme::t();
    const QRectF area = plot();
    const double base = std::round(area.bottom()) + 0.5;
    painter.setPen(QPen(t.border, 1));
    painter.drawLine(QPointF(area.left(), base), QPointF(area.right(), base));
    const int last = int(bars_.size()) - 1;
    for (int i = 0; i <= last; ++i) {
        const qint64 value = bars_[std::size_t(i)].value;
        if (value <= 0) continue;
        const QRectF place = slot(i);
        const double height = std::max(leastBar, area.height() * double(value) / double(highest_));
        const double width = place.width() * barShare;
        const QRectF bar(place.center().x() - width / 2, base - height, width, height);
        QColor color = t.series[0];
        if (i != last && i != cursor_) color.setAlpha(t.dark ? 130 : 115);
        drawRounded(&painter, bar, std::min(barRadius, width / 2), color);
    }
}

void DayBars::paintDays(QPainter& painter) const {
    const int count = int(bars_.size());
    if (count == 0) return;
    painter.setFont(ui::font(TextStyle::Caption));
    painter.setPen(Theme::t().textMuted);
    const QRectF area = plot();
    const int fitting = std::max(2, int(area.width()) / (labelWidth + 26));
    const int step = std::max(1, (count + fitting - 1) / fitting);
    // From today backwards, as today is what one looks for.
    for (int i = count - 1; i >= 0; i -= step) {
        QRectF box(0, area.bottom() + 6, labelWidth, 16);
        box.moveCenter({slot(i).center().x(), box.center().y()});
        int alignment = Qt::AlignHCenter;
        if (box.right() > width()) {
            box.moveRight(width() - 2);
            alignment = Qt::AlignRight;
        } else if (box.left() < 0) {
            box.moveLeft(2);
            alignment = Qt::AlignLeft;
        }
        painter.drawText(box, alignment | Qt::AlignVCenter, formatDay(bars_[std::size_t(i)].day));
    }
}

void DayBars::paintCursor(QPainter& painter) const {
    if (cursor_ < 0) return;
    const QString text = describeBar(bars_[std::size_t(cursor_)]);
    const QFont face = ui::font(TextStyle::SmallStrong);
    const int width = QFontMetrics(face).horizontalAdvance(text) + 4;
    QRectF box(0, 0, width, topHeight - 6);
    box.moveCenter({slot(cursor_).center().x(), box.center().y()});
    if (box.right() > this->width() - 2) box.moveRight(this->width() - 2);
    if (box.left() < 2) box.moveLeft(2);
    painter.setFont(face);
    painter.setPen(Theme::t().text);
    painter.drawText(box, Qt::AlignCenter, text);
}

void DayBars::setCursorIndex(int index) {
    if (index == cursor_) return;
    cursor_ = index;
    describe();
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
    update();
}

void DayBars::mouseMoveEvent(QMouseEvent* event) {
    if (bars_.empty()) return;
    const QRectF area = plot();
    double share = (event->position().x() - area.left()) / std::max(1.0, area.width());
    if (layoutDirection() == Qt::RightToLeft) share = 1 - share;
    const int count = int(bars_.size());
    setCursorIndex(std::clamp(int(share * count), 0, count - 1));
}

void DayBars::leaveEvent(QEvent* event) {
    if (!hasFocus()) setCursorIndex(-1);
    QWidget::leaveEvent(event);
}

void DayBars::focusOutEvent(QFocusEvent* event) {
    setCursorIndex(-1);
    QWidget::focusOutEvent(event);
}

void DayBars::keyPressEvent(QKeyEvent* event) {
    const int last = int(bars_.size()) - 1;
    if (last < 0) return;
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Right:
        return setCursorIndex(cursor_ < 0 ? 0 : std::clamp(cursor_ + forward, 0, last));
    case Qt::Key_Left:
        return setCursorIndex(cursor_ < 0 ? last : std::clamp(cursor_ - forward, 0, last));
    case Qt::Key_Home:
        return setCursorIndex(0);
    case Qt::Key_End:
        return setCursorIndex(last);
    case Qt::Key_Escape:
        return setCursorIndex(-1);
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace headroom::ui
