#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace headroom::ui {

/// A table of rows in our look: whole rows are selected and hovered, no grid, first column stretches.
class TableView : public QTableView {
    Q_OBJECT
public:
    explicit TableView(const QString& accessibleName, QWidget* parent = nullptr);

    /// Widths of the columns after the first; the first takes the rest. Call after setModel().
    void setColumnWidths(const QList<int>& widths);
    int hoveredRow() const { return hovered_; }

Q_SIGNALS:
    /// Return, or a double click, on a row.
    void rowActivated(int row);

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void setHovered(int row);

    int hovered_ = -1;
};

/// Paints ground, separator and focus of a row; subclasses paint what is in the cells.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit RowDelegate(TableView* view);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const final;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    /// Where and how a cell is painted. `rect` is inside the cell's padding, unmirrored geometry of the cell.
    struct Cell {
        QRect rect;
        Qt::LayoutDirection direction;
        bool selected;
        bool hovered;
    };
    virtual void paintCell(QPainter* painter, const Cell& cell, const QModelIndex& index) const = 0;

    /// The usual contents of cells.
    static void paintText(QPainter* painter, const Cell& cell, const QString& text, const QColor& color,
                          bool strong = false);
    static void paintNumber(QPainter* painter, const Cell& cell, const QString& text, const QColor& color);
    static void paintTwoLines(QPainter* painter, const Cell& cell, const QString& title,
                              const QString& detail);
    static void paintPerson(QPainter* painter, const Cell& cell, const QString& name, const QString& detail,
                            const QString& seed);

private:
    TableView* view_;
};

} // namespace headroom::ui
