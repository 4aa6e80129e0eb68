#include "core/client/blob_fetcher.h"

#include "core/client/client_limits.h"

#include <algorithm>

namespace headroom::client {

namespace {

constexpr int triesMax = 3;

/// To another machine only encrypted, as the endpoint itself is spoken to.
bool mayFollow(const QUrl& link) {
    const QString host = link.host();
    const bool here = host == QLatin1String("localhost") || host == QLatin1String("::1") ||
                      host.startsWith(QLatin1String("127."));
    return link.isValid() && link.userInfo().isEmpty() &&
           (link.scheme() == QLatin1String("https") || (link.scheme() == QLatin1String("http") && here));
}

} // namespace

BlobFetcher::BlobFetcher(ApiClient& api, std::shared_ptr<BlobStore> blobs, Worker& files, SyncTiming timing,
                         QObject* parent)
    : QObject(parent)
    , api_(api)
    , blobs_(std::move(blobs))
    , files_(files)
    , timing_(timing) {}

BlobFetcher::~BlobFetcher() {
    for (auto& [key, download] : downloads_) {
        if (!download.reply) continue;
        download.reply->disconnect(this);
        download.reply->abort();
        download.reply->deleteLater();
    }
}

std::uint64_t BlobFetcher::fetch(const BlobWish& wish, Then then) {
    const std::uint64_t ticket = nextTicket_++;
    const Key key{wish.sha256, wish.variant};
    const auto [entry, isNew] = downloads_.try_emplace(key);
    entry->second.waiting[ticket] = std::move(then);
    if (isNew) {
        entry->second.wish = wish;
        look(key);
    } else if (const auto queued = std::ranges::find(queue_, key); queued != queue_.end()) {
        queue_.erase(queued); // wished again: back to the front
        queue_.push_front(key);
    }
    return ticket;
}

void BlobFetcher::cancel(std::uint64_t ticket) {
    for (auto& [key, download] : downloads_) {
        if (download.waiting.erase(ticket) == 0 || !download.waiting.empty()) continue;
        const auto queued = std::ranges::find(queue_, key);
        if (queued == queue_.end()) return;
        queue_.erase(queued);
        downloads_.erase(Key(key));
        return;
    }
}

void BlobFetcher::look(const Key& key) {
    files_.ask(
        this, [blobs = blobs_, key] { return blobs->read(key.first, key.second); },
        [this, key](Result<std::string> bytes) {
            if (bytes || bytes.error().code == ErrorCode::InvalidInput) return finish(key, std::move(bytes));
            queue_.push_front(key);
            pump();
        });
}

void BlobFetcher::pump() {
    while (running_ < downloadsAtOnce && !queue_.empty()) {
        const Key key = queue_.front();
        queue_.pop_front();
        const auto download = downloads_.find(key);
        if (download == downloads_.end()) continue;
        ++running_;
        begin(download->second);
    }
}

void BlobFetcher::begin(Download& download) {
    QNetworkRequest request = api_.request(api_.url(download.wish.path), timing_.requestMs);
    download.preview.clear();
    if (download.wish.variant.empty()) {
        download.part =
            std::make_unique<QFile>(QString::fromStdString(blobs_->partFile(download.wish.sha256).string()));
        static_cast<void>(
            download.part->open(QIODevice::ReadWrite)); // else nothing can be written: see receive()
        // The content's digest is the endpoint's ETag; another content must come whole.
        if (download.part->size() > 0)
            request.setRawHeader("If-Range", "\"" + QByteArray::fromStdString(download.wish.sha256) + "\"");
        if (download.way == Way::Undecided) request.setRawHeader("Headroom-Direct", "yes");
    }
    ask(download, std::move(request));
}

/// The endpoint's link to the bytes. Whoever keeps them learns nothing of who asks: no token goes there.
void BlobFetcher::follow(Download& download, const QUrl& link) {
    download.way = Way::Direct;
    QNetworkRequest request = api_.request(link, timing_.requestMs);
    request.setRawHeader("Authorization", QByteArray());
    ask(download, std::move(request));
}

void BlobFetcher::ask(Download& download, QNetworkRequest request) {
    const Key key{download.wish.sha256, download.wish.variant};
    // A redirection that Qt followed by itself would carry the token along.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    if (download.part && download.part->size() > 0) {
        download.part->seek(download.part->size());
        request.setRawHeader("Range", "bytes=" + QByteArray::number(download.part->size()) + "-");
    }
    download.reply = api_.network().get(request);
    connect(download.reply, &QNetworkReply::readyRead, this, [this, key] { receive(key); });
    connect(download.reply, &QNetworkReply::finished, this, [this, key] { ended(key); });
}

void BlobFetcher::receive(const Key& key) {
    Download& download = downloads_.at(key);
    const int status = download.reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status != 200 && status != 206) return; // a problem: ended() reads it
    if (!download.part) {
        download.preview += download.reply->readAll();
        if (download.preview.size() > blobMaxBytes) download.reply->abort();
        return;
    }
    if (status == 200 && download.reply->property("begun").isNull()) download.part->resize(0);
    download.reply->setProperty("begun", true);
    const QByteArray bytes = download.reply->readAll();
    if (download.part->size() + bytes.size() > blobMaxBytes || download.part->write(bytes) != bytes.size())
        download.reply->abort();
}

void BlobFetcher::ended(const Key& key) {
    Download& download = downloads_.at(key);
    receive(key);
    QNetworkReply* reply = std::exchange(download.reply, nullptr);
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QUrl link = reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl();
    if (status == 307 && download.way == Way::Undecided && download.part && mayFollow(link))
        return follow(download, link);
    --running_;
    const bool good = reply->error() == QNetworkReply::NoError && (status == 200 || status == 206);
    if (download.part) download.part->close();
    if (!good && download.way == Way::Direct) {
        // The store cannot be reached from here, or the link has expired: by the endpoint then.
        if (status == 416) download.part->remove();
        download.way = Way::Endpoint;
        ++running_;
        begin(download);
        return pump();
    }
    if (!good) {
        const ApiError error = ApiClient::errorOf(*reply, reply->readAll());
        // A range beyond the end: the part holds something else.
        if (status == 416 && download.part) download.part->remove();
        const bool again = (error.status == 0 || error.status >= 500 || status == 416) &&
                           error.error.code != ErrorCode::Offline && ++download.tries < triesMax;
        if (again) {
            ++running_;
            begin(download);
        } else {
            finish(key, fail(error.error));
        }
        return pump();
    }
    files_.ask(
        this,
        [blobs = blobs_, key, preview = download.preview.toStdString()]() -> Result<std::string> {
            if (!key.second.empty()) {
                static_cast<void>(
                    blobs->put(key.first, preview, key.second)); // a full disk only costs the cache
                return preview;
            }
            TRY(blobs->adopt(key.first, blobs->partFile(key.first)));
            return blobs->read(key.first);
        },
        [this, key](Result<std::string> bytes) { finish(key, std::move(bytes)); });
    pump();
}

void BlobFetcher::finish(const Key& key, Result<std::string> bytes) {
    auto node = downloads_.extract(key);
    if (node.empty()) return;
    for (auto& [ticket, then] : node.mapped().waiting)
        then(bytes);
}

} // namespace headroom::client
