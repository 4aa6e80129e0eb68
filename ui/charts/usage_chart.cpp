#include "ui/charts/usage_chart.h"

#include "ui/charts/monotone_curve.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/formats.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace headroom::ui {
namespace {

constexpr int gridSteps = 4;
constexpr int axisWidth = 40;
constexpr int axisHeight = 28;
constexpr int labelWidth = 62;

} // namespace

qint64 scaleTop(qint64 value) {
    for (qint64 magnitude = 1;; magnitude *= 10)
        for (const qint64 step : {4, 8, 12, 16, 20, 28, 32})
            if (step * magnitude >= value) return step * magnitude;
}

UsageChart::UsageChart(QWidget* parent)
    : QWidget(parent) {
    setAccessibleRole(this, QAccessible::Chart);
    setAccessibleName(tr("Credits used per day"));
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void UsageChart::setPoints(std::vector<ChartPoint> points) {
    points_ = std::move(points);
    qint64 highest = 1;
    for (const ChartPoint& point : points_)
        highest = std::max({highest, point.value, point.previous.value_or(0)});
    top_ = scaleTop(highest);
    cursor_ = -1;
    describe();
    update();
}

QString UsageChart::describePoint(const ChartPoint& point) const {
    const QString now = tr("%1: %n credit(s)", nullptr, int(point.value)).arg(formatDate(point.date));
    return point.previous ? tr("%1, previous period %2").arg(now, formatNumber(*point.previous)) : now;
}

void UsageChart::describe() {
    if (cursor_ >= 0) {
        setAccessibleDescription(describePoint(points_[std::size_t(cursor_)]));
        return;
    }
    qint64 sum = 0;
    qint64 peak = 0;
    for (const ChartPoint& point : points_) {
        sum += point.value;
        peak = std::max(peak, point.value);
    }
    setAccessibleDescription(
        tr("%1 credits in %2 days, at most %3 in a day")
            .arg(formatNumber(sum), formatNumber(qint64(points_.size())), formatNumber(peak)));
}

QRectF UsageChart::plot() const {
    const QRect area = rect().adjusted(axisWidth, 8, -10, -axisHeight);
    return mirrored(layoutDirection(), rect(), area);
}

QPointF UsageChart::place(int index, qint64 value) const {
    const QRectF area = plot();
    const double last = std::max<double>(1, double(points_.size()) - 1);
    // Time runs with the reading direction.
    const double share = layoutDirection() == Qt::RightToLeft ? 1 - index / last : index / last;
    return {area.left() + area.width() * share, area.bottom() - area.height() * double(value) / double(top_)};
}

std::vector<QPointF> UsageChart::line() const {
    std::vector<QPointF> result;
    for (int i = 0; i < int(points_.size()); ++i)
        result.push_back(place(i, points_[std::size_t(i)].value));
    if (layoutDirection() == Qt::RightToLeft) std::reverse(result.begin(), result.end());
    return result;
}

std::vector<QPointF> UsageChart::previousLine() const {
    std::vector<QPointF> result;
    for (int i = 0; i < int(points_.size()); ++i)
        if (points_[std::size_t(i)].previous) result.push_back(place(i, *points_[std::size_t(i)].previous));
    if (layoutDirection() == Qt::RightToLeft) std::reverse(result.begin(), result.end());
    return result;
}

void UsageChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxes(painter);
    if (!points_.empty()) {
        paintLines(painter);
        paintCursor(painter);
    }
    if (showsFocus(this)) drawFocusRing(&painter, rect(), 8);
}

void UsageChart::paintAxes(QPainter& painter) const {
    const Tokens& t = Theme::t();
    const QRectF area = plot();
    painter.setFont(ui::font(TextStyle::Caption));
    for (int step = 0; step <= gridSteps; ++step) {
        const double y = std::round(area.bottom() - area.height() * step / gridSteps) + 0.5;
        QPen pen(t.border, 1);
        if (step > 0) pen.setDashPattern({3, 4});
        painter.setPen(pen);
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(t.textMuted);
        const QRect logical(0, int(y) - 8, axisWidth - 9, 16);
        painter.drawText(mirrored(layoutDirection(), rect(), logical), int(trailing(layoutDirection())),
                         formatNumber(top_ * step / gridSteps));
    }
    const int count = int(points_.size());
    if (count == 0) return;
    const int fitting = std::max(2, int(area.width()) / (labelWidth + 26));
    const int step = std::max(1, (count + fitting - 1) / fitting);
    for (int i = 0; i < count; i += step) {
        const double x = place(i, 0).x();
        QRectF box(x - labelWidth / 2.0, area.bottom() + 9, labelWidth, 16);
        if (box.right() > width()) continue;
        painter.drawText(box, Qt::AlignCenter, formatDay(points_[std::size_t(i)].date));
    }
}

void UsageChart::paintLines(QPainter& painter) const {
    const Tokens& t = Theme::t();
    const QRectF area = plot();
    const std::vector<QPointF> before = previousLine();
    if (before.size() > 1) {
        QPen dashed(t.dark ? t.borderStrong.lighter(135) : t.borderStrong, 1.6, Qt::CustomDashLine,
                    Qt::RoundCap);
        dashed.setDashPattern({2.5, 3});
        painter.setPen(dashed);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(monotoneCurve(before));
    }
    const std::vector<QPointF> now = line();
    const QPainterPath curve = monotoneCurve(now);
    QPainterPath fill = curve;
    fill.lineTo(now.back().x(), area.bottom());
    fill.lineTo(now.front().x(), area.bottom());
    fill.closeSubpath();
    QColor strong = t.series[0];
    QColor none = t.series[0];
    strong.setAlpha(t.dark ? 90 : 62);
    none.setAlpha(0);
    QLinearGradient gradient(0, area.top(), 0, area.bottom());
    gradient.setColorAt(0, strong);
    gradient.setColorAt(1, none);
    painter.fillPath(fill, gradient);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(
        QPen(t.series[0], points_.size() > 120 ? 1.6 : 2.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(curve);
}

void UsageChart::paintCursor(QPainter& painter) const {
    if (cursor_ < 0) return;
    const Tokens& t = Theme::t();
    const QRectF area = plot();
    const ChartPoint& point = points_[std::size_t(cursor_)];
    const QPointF at = place(cursor_, point.value);
    const double x = std::round(at.x()) + 0.5;
    painter.setPen(QPen(t.borderStrong, 1));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter.setPen(QPen(t.surface, 2.5));
    painter.setBrush(t.series[0]);
    painter.drawEllipse(at, 5.5, 5.5);

    const QString day = formatDate(point.date);
    const QString value = tr("%n credit(s)", nullptr, int(point.value));
    const QString before = point.previous ? tr("previous %1").arg(formatNumber(*point.previous)) : QString();
    const QFontMetrics small(ui::font(TextStyle::Small));
    const QFontMetrics label(ui::font(TextStyle::Label));
    const int width = 24 + 12 +
                      std::max({small.horizontalAdvance(day), label.horizontalAdvance(value),
                                small.horizontalAdvance(before)});
    constexpr int depth = 6;
    QRectF card(at.x() + 10, area.top() + 2, width, before.isEmpty() ? 62 : 80);
    if (card.right() > this->width() - 2) card.moveRight(at.x() - 10);
    drawFloating(&painter, card, 9, depth, t.raised, t.borderStrong);
    QRect text = card.toRect().adjusted(depth + 12, depth / 2 + 8, -depth - 10, 0);
    const int alignment = int(leading(layoutDirection()));
    const auto write = [&](const QString& words, TextStyle style, const QColor& color) {
        painter.setFont(ui::font(style));
        painter.setPen(color);
        painter.drawText(QRect(text.left(), text.top(), text.width(), 17), alignment, words);
        text.translate(0, 18);
    };
    write(day, TextStyle::Small, t.textMuted);
    write(value, TextStyle::Label, t.text);
    if (!before.isEmpty()) write(before, TextStyle::Small, t.textMuted);
}

void UsageChart::setCursorIndex(int index) {
    if (index == cursor_) return;
    cursor_ = index;
    describe();
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
    update();
}

void UsageChart::mouseMoveEvent(QMouseEvent* event) {
    if (points_.empty()) return;
    const QRectF area = plot();
    double share = (event->position().x() - area.left()) / std::max(1.0, area.width());
    if (layoutDirection() == Qt::RightToLeft) share = 1 - share;
    const int last = int(points_.size()) - 1;
    setCursorIndex(std::clamp(qRound(share * last), 0, last));
}

void UsageChart::leaveEvent(QEvent* event) {
    if (!hasFocus()) setCursorIndex(-1);
    QWidget::leaveEvent(event);
}

void UsageChart::focusOutEvent(QFocusEvent* event) {
    setCursorIndex(-1);
    QWidget::focusOutEvent(event);
}

void UsageChart::keyPressEvent(QKeyEvent* event) {
    const int last = int(points_.size()) - 1;
    if (last < 0) return;
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Right:
        setCursorIndex(cursor_ < 0 ? 0 : std::clamp(cursor_ + forward, 0, last));
        return;
    case Qt::Key_Left:
        setCursorIndex(cursor_ < 0 ? last : std::clamp(cursor_ - forward, 0, last));
        return;
    case Qt::Key_Home:
        setCursorIndex(0);
        return;
    case Qt::Key_End:
        setCursorIndex(last);
        return;
    case Qt::Key_Escape:
        setCursorIndex(-1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace headroom::ui
