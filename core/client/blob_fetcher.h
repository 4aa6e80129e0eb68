#pragma once

#include "core/client/api_client.h"
#include "core/client/blob_store.h"
#include "core/client/sync_timing.h"
#include "core/client/worker.h"

#include <QFile>

#include <deque>
#include <map>
#include <memory>

namespace headroom::client {

/// What is wanted of a blob.
struct BlobWish {
    QString path;        ///< where the endpoint has it: ".../content" or ".../preview?edge=512"
    std::string sha256;  ///< of the full content
    std::string variant; ///< "" for the content itself, "p512" for a preview
};

/// Brings bytes: from the disk if they are there, else from the endpoint, a few at a time, the newest wish
/// first (it is the one on the screen). Content is verified and resumed by range after a break. Lives on the
/// network's thread.
class BlobFetcher : public QObject {
    Q_OBJECT

public:
    /// `files` runs the disk's part.
    BlobFetcher(ApiClient& api, std::shared_ptr<BlobStore> blobs, Worker& files, SyncTiming timing,
                QObject* parent = nullptr);
    ~BlobFetcher() override;

    using Then = std::function<void(Result<std::string> bytes)>;
    /// Wishes for the same bytes are one download. `then` is called once on this thread.
    std::uint64_t fetch(const BlobWish& wish, Then then);
    /// Nobody looks any more. What has begun goes on (its bytes are kept); what waits is forgotten; `then` is
    /// not called.
    void cancel(std::uint64_t ticket);

private:
    /// Whether the bytes come from where the endpoint keeps them, by a link that it made for this once.
    enum class Way { Undecided, Direct, Endpoint };
    struct Download {
        BlobWish wish;
        Way way = Way::Undecided;
        std::map<std::uint64_t, Then> waiting;
        QNetworkReply* reply = nullptr;
        std::unique_ptr<QFile> part;
        QByteArray preview;
        int tries = 0;
    };
    using Key = std::pair<std::string, std::string>;

    void look(const Key& key);
    void pump();
    void begin(Download& download);
    void ask(Download& download, QNetworkRequest request);
    void follow(Download& download, const QUrl& link);
    void receive(const Key& key);
    void ended(const Key& key);
    void finish(const Key& key, Result<std::string> bytes);

    ApiClient& api_;
    std::shared_ptr<BlobStore> blobs_;
    Worker& files_;
    SyncTiming timing_;
    std::map<Key, Download> downloads_;
    std::deque<Key> queue_; ///< not on the disk, not begun; the newest in front
    int running_ = 0;
    std::uint64_t nextTicket_ = 1;
};

} // namespace headroom::client
