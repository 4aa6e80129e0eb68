#pragma once

#include <QListWidget>

namespace headroom::tour {

/// A window of another program with the files of a folder, to drag them from: what a file manager is to the
/// desktop. It offers the selected ones as a list of file addresses (text/uri-list).
class PhotoFolder : public QListWidget {
    Q_OBJECT

public:
    explicit PhotoFolder(const QString& folder);

protected:
    QMimeData* mimeData(const QList<QListWidgetItem*>& items) const override;
    QStringList mimeTypes() const override;
};

} // namespace headroom::tour
