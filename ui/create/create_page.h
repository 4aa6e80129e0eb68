#pragma once

#include "ui/create/create_source.h"

#include <QHash>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace headroom::ui {
class Card;
class DropOverlay;
class FlowLayout;
class Notice;
class Pill;
class Stepper;
class TextLabel;
class ThumbnailCache;
} // namespace headroom::ui

namespace headroom::ui::create {

class PhotoTile;
class StyleCard;

/// From photos to headshots: drop, paste or choose photos, choose styles and how many, see what it costs,
/// make.
class CreatePage : public QWidget {
    Q_OBJECT
public:
    CreatePage(CreateSource& source, CreateActions& actions, ThumbnailCache& thumbnails,
               QWidget* parent = nullptr);

    Request request() const;
    void chooseFiles();
    void paste();

Q_SIGNALS:
    /// Headshots were asked for; the gallery shows them coming.
    void generated(int count);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    Card* buildPhotos();
    Card* buildStyles();
    Card* buildOrder();
    void refresh();
    void refreshPhotos(const std::vector<PhotoRow>& photos);
    void refreshStyles(const std::vector<Style>& styles);
    static QString photoUseWords(const std::optional<PhotoUse>& use);
    void refreshQuote();
    void connectTile(PhotoTile* tile, const PhotoId& id);
    void showRejected(const std::vector<RejectedFile>& files);
    void make();

    CreateSource& source_;
    CreateActions& actions_;
    ThumbnailCache& thumbnails_;
    DropOverlay* overlay_;
    Pill* photoCount_;
    Notice* rejectedNotice_;
    QWidget* photoArea_;
    FlowLayout* photoFlow_;
    QWidget* photoHint_;
    FlowLayout* styleFlow_;
    QHash<PhotoId, PhotoTile*> tiles_;
    QList<StyleCard*> styleCards_;
    QStringList styleKeys_;
    Stepper* count_;
    TextLabel* cost_;
    TextLabel* balance_;
    TextLabel* consent_;
    TextLabel* reason_;
    QPushButton* make_;
    bool busy_ = false;
};

} // namespace headroom::ui::create
