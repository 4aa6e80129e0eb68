#pragma once

#include "ui/headshots/headshots_source.h"

#include <QPixmap>
#include <QPointF>
#include <QWidget>

#include <vector>

class QHBoxLayout;
class QPushButton;

namespace headroom::ui {
class TextLabel;
}

namespace headroom::ui::headshots {

class HeadshotsModel;

/// One picture or up to four side by side, over the whole page. The wheel zooms at the pointer, dragging
/// pans, and compared pictures move together. Left and Right go to the neighbours, 0 fits, 1 shows pixels, F
/// marks, Esc closes.
class HeadshotViewer : public QWidget {
    Q_OBJECT
public:
    HeadshotViewer(HeadshotsSource& source, HeadshotsModel* model, QWidget* parent);

    void showHeadshot(int row);
    void compare(const QStringList& keys);
    const QStringList& keys() const { return keys_; }
    double zoom() const { return zoom_; }

Q_SIGNALS:
    void favouriteRequested(const QString& key);
    void exportRequested(const QStringList& keys);
    void seen(const QString& key);
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Picture {
        QString key;
        QImage image;
        bool failed = false;
    };

    void show(const QStringList& keys);
    void load(const QString& key);
    void step(int by);
    void refreshBar();
    void placeBar();
    void closeView();
    QRect pane(int index) const;
    int paneAt(const QPointF& position) const;
    double fitScale(const Picture& picture, const QRect& area) const;
    void zoomAt(const QPointF& position, double factor);
    void resetZoom(double zoom);
    void keepInside();

    HeadshotsSource& source_;
    HeadshotsModel* model_;
    QStringList keys_;
    std::vector<Picture> pictures_;
    int row_ = -1;
    double zoom_ = 1; ///< 1 fits the pane
    QPointF offset_;  ///< of the picture's middle from the pane's, in pixels of the screen
    QPointF grabbed_;
    bool dragging_ = false;
    QWidget* bar_;
    TextLabel* title_;
    TextLabel* detail_;
    QPushButton* heart_;
    QPushButton* previous_;
    QPushButton* next_;
};

} // namespace headroom::ui::headshots
