#pragma once

#include <QPixmap>
#include <QSize>
#include <QString>

#include <memory>

namespace headroom::ui::gallery {

/// The main window with every page on made-up data.
class GalleryWindow {
public:
    GalleryWindow();
    ~GalleryWindow();

    /// False when there is no such page.
    bool open(const QString& page, QSize size);
    bool openDialog(const QString& name);
    /// The window with an open dialog over it.
    QPixmap grab();

private:
    bool openSettings(const QString& name);
    void connectPages();
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace headroom::ui::gallery
