#pragma once

#include <QStringList>
#include <QWidget>

namespace headroom::ui {
class ThumbnailCache;
}

namespace headroom::ui::credits {

/// A row of the newest headshots; a click, Return or Space opens the gallery.
class LatestHeadshots : public QWidget {
    Q_OBJECT
public:
    explicit LatestHeadshots(ThumbnailCache& thumbnails, QWidget* parent = nullptr);

    void setKeys(const QStringList& keys);

Q_SIGNALS:
    void clicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    ThumbnailCache& thumbnails_;
    QStringList keys_;
};

} // namespace headroom::ui::credits
