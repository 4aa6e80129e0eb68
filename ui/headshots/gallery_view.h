#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace headroom::ui {
class ThumbnailCache;
}

namespace headroom::ui::headshots {

class HeadshotsModel;

/// A cell of the gallery: picture, heart, selection mark, name and style, or the state while there is no
/// picture.
class GalleryDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    GalleryDelegate(ThumbnailCache& thumbnails, HeadshotsModel* model, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;

    void setCell(QSize cell) { cell_ = cell; }
    QSize cell() const { return cell_; }

    static QRect pictureRect(const QRect& cell);
    static QRect heartRect(const QRect& cell, Qt::LayoutDirection direction);
    static QRect checkRect(const QRect& cell, Qt::LayoutDirection direction);

private:
    struct Look;
    void paintPicture(QPainter* painter, const Look& look) const;
    void paintState(QPainter* painter, const Look& look) const;
    void paintMarks(QPainter* painter, const Look& look) const;
    void paintText(QPainter* painter, const Look& look) const;

    ThumbnailCache& thumbnails_;
    HeadshotsModel* model_;
    QSize cell_{188, 272};
};

/// QListView in icon mode with cells that stretch to fill the row, so that no ragged edge shows. A hundred
/// thousand headshots lay out in some 30 ms.
class GalleryView : public QListView {
    Q_OBJECT
public:
    GalleryView(ThumbnailCache& thumbnails, HeadshotsModel* model, QWidget* parent = nullptr);

    void setThumbWidth(int width);

Q_SIGNALS:
    void opened(int row);
    void favouriteRequested();
    void removeRequested();
    void renameRequested(const QString& key);
    /// What is selected is to be dragged out of the window, and the button is down.
    void dragRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void startDrag(Qt::DropActions actions) override;

private:
    void fit();

    HeadshotsModel* model_;
    GalleryDelegate* delegate_;
    int wanted_;
};

} // namespace headroom::ui::headshots
