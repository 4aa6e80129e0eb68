#pragma once

#include <QDate>
#include <QRectF>
#include <QString>
#include <QWidget>

#include <functional>
#include <vector>

namespace headroom::ui {

struct DayBar {
    QDate day;
    qint64 value = 0;
};

/// A bar for each of a few days, the last one in the accent. The pointer or the arrow keys (Home, End) move a
/// cursor; the day under it stands above the bars and is also the accessible description.
class DayBars : public QWidget {
    Q_OBJECT
public:
    /// `format` puts a value into words: "$3.20".
    DayBars(const QString& accessibleName, std::function<QString(qint64)> format, QWidget* parent = nullptr);

    void setBars(std::vector<DayBar> bars);
    /// Index of the day under the cursor, -1 for none.
    int cursorIndex() const { return cursor_; }
    QSize sizeHint() const override { return {600, 132}; }
    QSize minimumSizeHint() const override { return {240, 110}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QRectF plot() const;
    QRectF slot(int index) const;
    void setCursorIndex(int index);
    void describe();
    QString describeBar(const DayBar& bar) const;
    void paintBars(QPainter& painter) const;
    void paintDays(QPainter& painter) const;
    void paintCursor(QPainter& painter) const;

    std::function<QString(qint64)> format_;
    std::vector<DayBar> bars_;
    qint64 highest_ = 1;
    int cursor_ = -1;
};

} // namespace headroom::ui
