#pragma once

#include "ui/create/create_source.h"

#include <QAbstractButton>

class QPushButton;

namespace headroom::ui {
class ThumbnailCache;
}

namespace headroom::ui::create {

/// A photo with what its check said and how far its upload is. A click chooses it for the next headshots or
/// not.
class PhotoTile : public QAbstractButton {
    Q_OBJECT
public:
    PhotoTile(ThumbnailCache& thumbnails, QWidget* parent = nullptr);

    void setPhoto(const PhotoRow& photo);
    const PhotoRow& photo() const { return photo_; }
    QSize sizeHint() const override { return {132, 204}; }

Q_SIGNALS:
    void removeRequested();
    void pauseRequested();
    void resumeRequested();
    void retryRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void act();

    ThumbnailCache& thumbnails_;
    PhotoRow photo_;
    QPushButton* remove_;
    QPushButton* action_;
};

/// The state in words: "Usable", "Uploading 40 %", "The face is too small."
QString photoStateText(const PhotoRow& photo);

} // namespace headroom::ui::create
