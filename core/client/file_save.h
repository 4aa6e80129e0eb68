#pragma once

#include "core/client/client.h"

#include <QPointer>

#include <memory>

namespace headroom::client {

class FileDownload;

/// Saves one large thing of the endpoint's as a file (see FileDownload): the side that the GUI holds. Lives
/// on the GUI's thread; the client outlives it. Destroying it before it has ended cancels, and nothing stays.
class FileSave : public QObject {
    Q_OBJECT

public:
    /// Begins at once. `path` is below the endpoint: "/api/teams/.../content".
    FileSave(Client& client, const QString& path, const QString& file, QObject* parent = nullptr);
    ~FileSave() override;

Q_SIGNALS:
    /// `total` is -1 while it is not known.
    void progressed(qint64 received, qint64 total);
    /// Once. FileAccess, DiskFull, ChecksumMismatch, Offline, or the endpoint's answer: NotFound, Gone ...
    void ended(const headroom::Result<void>& result);

private:
    Client& client_;
    /// Looked at on the network's thread only.
    std::shared_ptr<QPointer<FileDownload>> download_;
};

} // namespace headroom::client
