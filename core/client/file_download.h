#pragma once

#include "core/client/api_client.h"
#include "core/client/sync_timing.h"

#include <QCryptographicHash>
#include <QSaveFile>
#include <QTimer>

namespace headroom::client {

/// What is to be saved: its path below the endpoint, and the file that it becomes.
struct FileWish {
    QString path;
    QString file;
};

/// Brings one large thing from the endpoint into a file of the user's, without ever having all of it in
/// memory. The file appears when it is whole, in one step; one that was there before stays until then. A
/// connection that breaks off is taken up where it ended, and the bytes are held against the endpoint's
/// digest. Lives on the network's thread; ends itself.
class FileDownload : public QObject {
    Q_OBJECT

public:
    FileDownload(ApiClient& api, FileWish wish, SyncTiming timing);
    ~FileDownload() override;

    void start();
    /// Nothing of it stays, and ended() is not called.
    void cancel();

Q_SIGNALS:
    void progressed(qint64 received, qint64 total);
    void ended(const headroom::Result<void>& result);

private:
    void ask();
    void receive();
    void replied();
    bool beginAnew();
    void finish(const Result<void>& result);
    Result<void> whole();

    ApiClient& api_;
    const FileWish wish_;
    const SyncTiming timing_;
    QSaveFile file_;
    QCryptographicHash hash_{QCryptographicHash::Sha256};
    QTimer again_;
    QNetworkReply* reply_ = nullptr;
    QByteArray tag_; ///< the endpoint's: a digest in quotes
    qint64 received_ = 0;
    qint64 total_ = -1;
    qint64 receivedBefore_ = 0; ///< when this try began
    int tries_ = 0;             ///< without a byte
    bool begun_ = false;        ///< this reply has said that it brings bytes
    bool unwritable_ = false;
};

} // namespace headroom::client
