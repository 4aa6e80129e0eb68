#pragma once

#include <QLayout>
#include <QList>

namespace headroom::ui {

/// Lays widgets out like words: in rows that wrap, from the side where reading starts.
class FlowLayout : public QLayout {
    Q_OBJECT
public:
    /// Whether things of one size are made wider so that each full row ends at the edge.
    enum class Fill { No, Yes };

    explicit FlowLayout(int spacing, QWidget* parent = nullptr);
    ~FlowLayout() override;

    void setFill(Fill fill) { fill_ = fill; }

    void addItem(QLayoutItem* item) override;
    int count() const override { return int(items_.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize minimumSize() const override;
    QSize sizeHint() const override;
    void setGeometry(const QRect& rect) override;

private:
    enum class Apply { No, Yes };
    int arrange(const QRect& rect, Apply apply) const;
    QSize sizeIn(const QLayoutItem* item, int width) const;

    QList<QLayoutItem*> items_;
    int gap_;
    Fill fill_ = Fill::No;
};

} // namespace headroom::ui
