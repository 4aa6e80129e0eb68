#include "tests/tour/photo_folder.h"

#include <QDir>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

namespace headroom::tour {

namespace {

constexpr QSize pictureSize(84, 84);
constexpr QSize cellSize(112, 122);

QIcon pictureOf(const QString& path) {
    QPixmap whole(pictureSize);
    whole.fill(QColor(0xe9, 0xec, 0xf2));
    const QPixmap picture(path);
    if (!picture.isNull()) {
        const QPixmap scaled =
            picture.scaled(pictureSize, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
        QPainter(&whole).drawPixmap(0, 0, scaled, (scaled.width() - whole.width()) / 2, 0, whole.width(),
                                    whole.height());
    }
    return whole;
}

} // namespace

PhotoFolder::PhotoFolder(const QString& folder) {
    setWindowTitle(QStringLiteral("Photos"));
    setAccessibleName(QStringLiteral("Photos"));
    setViewMode(QListView::IconMode);
    setMovement(QListView::Snap);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setIconSize(pictureSize);
    setGridSize(cellSize);
    setFrameShape(QFrame::NoFrame);
    for (const QFileInfo& file : QDir(folder).entryInfoList(QDir::Files, QDir::Name)) {
        auto* item = new QListWidgetItem(pictureOf(file.filePath()), file.fileName(), this);
        item->setData(Qt::UserRole, file.absoluteFilePath());
    }
}

QStringList PhotoFolder::mimeTypes() const {
    return {QStringLiteral("text/uri-list")};
}

QMimeData* PhotoFolder::mimeData(const QList<QListWidgetItem*>& items) const {
    QList<QUrl> files;
    for (const QListWidgetItem* item : items)
        files << QUrl::fromLocalFile(item->data(Qt::UserRole).toString());
    auto* offer = new QMimeData;
    offer->setUrls(files);
    return offer;
}

} // namespace headroom::tour
