#pragma once

#include "ui/headshots/headshots_source.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QMenu;
class QSlider;
class QStackedWidget;

namespace headroom::ui {
class ChipRow;
class EmptyState;
class PageHeader;
class SearchField;
class SelectionBar;
class ThumbnailCache;
} // namespace headroom::ui

namespace headroom::ui::headshots {

class GalleryView;
class HeadshotViewer;
class HeadshotsModel;

/// The gallery of the team's headshots with filters, size, selection, full view and comparison.
class HeadshotsPage : public QWidget {
    Q_OBJECT
public:
    HeadshotsPage(HeadshotsSource& source, HeadshotsActions& actions, ThumbnailCache& thumbnails,
                  QWidget* parent = nullptr);

    /// Shows only one member's headshots (from the Credits or Members page); an empty id shows all.
    void showMember(const MemberId& member);
    void focusSearch();
    GalleryView* view() const { return view_; }
    HeadshotViewer* viewer() const { return viewer_; }
    HeadshotsModel* model() const { return model_; }

Q_SIGNALS:
    void exportRequested(const QStringList& keys);
    void createRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QHBoxLayout* buildHeader();
    QHBoxLayout* buildFilters();
    void buildSelection();
    void refresh();
    void refreshRows();
    void refreshSelection();
    void refreshChips(const QStringList& styles);
    void chooseChip(const QString& key);
    QStringList selection() const;
    void toggleFavourites();
    void removeSelected();
    void removeWithUndo(const QStringList& keys);
    void rename(const QString& key);
    void dragOut();
    void showMenu(const QPoint& globalPosition);
    HeadshotsActions::Done report();

    HeadshotsSource& source_;
    HeadshotsActions& actions_;
    HeadshotsModel* model_;
    PageHeader* header_;
    SearchField* search_;
    ChipRow* chips_;
    QComboBox* sort_;
    QSlider* size_;
    QStackedWidget* stack_;
    GalleryView* view_;
    EmptyState* empty_;
    SelectionBar* selectionBar_;
    QWidget* compare_ = nullptr;
    HeadshotViewer* viewer_;
    QStringList styles_;
};

} // namespace headroom::ui::headshots
