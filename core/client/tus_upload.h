#pragma once

#include "core/client/api_client.h"
#include "core/client/source_file.h"
#include "core/client/sync_timing.h"
#include "core/client/upload_row.h"

#include <QFile>
#include <QTimer>

namespace headroom::client {

/// One file on its way by tus 1.0.0 (tus.io, protocol 1.0): created once, then sent from wherever the
/// endpoint says that it stopped, over any number of broken connections. Lives on the network's thread; made
/// for one run and ended by exactly one ended().
///
/// The endpoint's offset always wins over our own count, and the file is looked at again before every piece.
class TusUpload : public QObject {
    Q_OBJECT

public:
    TusUpload(UploadRow row, QUrl creationUrl, ApiClient& api, SyncTiming timing, QObject* parent = nullptr);
    ~TusUpload() override;

    void start();
    /// Ends it with Cancelled; what has arrived stays at the endpoint.
    void stop();
    const UploadRow& row() const { return row_; }

Q_SIGNALS:
    /// The endpoint has given it a place; worth remembering over a restart.
    void placed(const headroom::client::UploadRow& row);
    void progressed(const headroom::client::UploadRow& row);
    /// No code: all bytes arrived. Cancelled, Unauthenticated and Offline: go on later. Else it has failed.
    void ended(const headroom::client::UploadRow& row, std::optional<headroom::ErrorCode> code);

private:
    void step();
    void create();
    void askOffset();
    void sendRest(std::int64_t offset);
    void giveUpPlace();
    void answered(QNetworkReply* reply, void (TusUpload::*then)(QNetworkReply&));
    void created(QNetworkReply& reply);
    void gotOffset(QNetworkReply& reply);
    void sentRest(QNetworkReply& reply);
    void failed(QNetworkReply& reply);
    void retry(ErrorCode code, std::optional<qint64> afterMs = {});
    void finish(std::optional<ErrorCode> code);
    QNetworkRequest request(const QUrl& url) const;
    bool sourceIsSame();

    UploadRow row_;
    QUrl creationUrl_;
    ApiClient& api_;
    SyncTiming timing_;
    QFile file_;
    QNetworkReply* reply_ = nullptr;
    QTimer retryTimer_;
    int failures_ = 0; ///< without progress in between
    std::int64_t offset_ = -1;
    bool finished_ = false;
};

} // namespace headroom::client

Q_DECLARE_METATYPE(headroom::client::UploadRow)
Q_DECLARE_METATYPE(std::optional<headroom::ErrorCode>)
