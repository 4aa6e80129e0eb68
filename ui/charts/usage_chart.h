#pragma once

#include <QDate>
#include <QPointF>
#include <QRectF>
#include <QWidget>

#include <optional>
#include <vector>

namespace headroom::ui {

/// One day of a chart. `previous` is the same day of the period before, when there is one.
struct ChartPoint {
    QDate date;
    qint64 value = 0;
    std::optional<qint64> previous;
};

/// Credits per day as a line, the previous period dashed behind it. The pointer or the arrow keys (Home, End)
/// move a cursor with a hover card; the day under it is also the accessible description. Painted by hand: Qt
/// Charts is GPL-only and as much code to make look right.
class UsageChart : public QWidget {
    Q_OBJECT
public:
    explicit UsageChart(QWidget* parent = nullptr);

    void setPoints(std::vector<ChartPoint> points);
    const std::vector<ChartPoint>& points() const { return points_; }
    /// Index of the day under the cursor, -1 for none.
    int cursorIndex() const { return cursor_; }
    QSize sizeHint() const override { return {600, 230}; }
    QSize minimumSizeHint() const override { return {260, 150}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QRectF plot() const;
    QPointF place(int index, qint64 value) const;
    std::vector<QPointF> line() const;
    std::vector<QPointF> previousLine() const;
    void setCursorIndex(int index);
    void describe();
    void paintAxes(QPainter& painter) const;
    void paintLines(QPainter& painter) const;
    void paintCursor(QPainter& painter) const;
    QString describePoint(const ChartPoint& point) const;

    std::vector<ChartPoint> points_;
    qint64 top_ = 4; ///< value of the highest grid line
    int cursor_ = -1;
};

/// The smallest round number, divisible by four, that is at least `value`: the top of a scale with four
/// steps.
qint64 scaleTop(qint64 value);

} // namespace headroom::ui
