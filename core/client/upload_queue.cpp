#include "core/client/upload_queue.h"

#include "core/base/log.h"
#include "core/client/client_limits.h"

#include <algorithm>

namespace headroom::client {

UploadQueue::UploadQueue(TeamId team, ApiClient& api, StoreThread& store, SyncTiming timing, QObject* parent)
    : QObject(parent)
    , team_(std::move(team))
    , api_(api)
    , store_(store)
    , timing_(timing) {}

void UploadQueue::pump() {
    if (!api_.hasToken() || static_cast<int>(running_.size()) >= uploadsAtOnce) return;
    if (looking_) {
        lookAgain_ = true;
        return;
    }
    looking_ = true;
    store_.run(
        this, [](TeamStore& store) -> Result<std::vector<UploadRow>> { return store.uploads(); },
        [this](Result<std::vector<UploadRow>> rows) {
            looking_ = false;
            if (!rows) return;
            for (const UploadRow& row : *rows) {
                if (static_cast<int>(running_.size()) >= uploadsAtOnce) break;
                if (row.state == UploadState::Waiting && !running_.contains(row.photo)) begin(row);
            }
            if (std::exchange(lookAgain_, false)) pump();
        },
        Publish::Later);
}

void UploadQueue::begin(const UploadRow& row) {
    const QUrl creation = api_.url("/api/teams/" + QString::fromStdString(team_.text()) + "/uploads");
    auto* upload = new TusUpload(row, creation, api_, timing_, this);
    running_[row.photo] = upload;
    connect(upload, &TusUpload::placed, this, [this](const UploadRow& placed) {
        store_.run(
            this, [placed](TeamStore& store) { return store.putUpload(placed); }, [](Result<void>) {});
    });
    connect(upload, &TusUpload::progressed, this, [this](const UploadRow& progressed) {
        store_.run(
            this,
            [photo = progressed.photo, sent = progressed.sentBytes](TeamStore& store) -> Result<void> {
                store.noteUploadProgress(photo, sent);
                return {};
            },
            [](Result<void>) {});
    });
    connect(upload, &TusUpload::ended, this, &UploadQueue::ended);
    upload->start();
}

void UploadQueue::ended(const UploadRow& row, std::optional<ErrorCode> code) {
    const auto running = running_.find(row.photo);
    if (running != running_.end()) {
        running->second->deleteLater();
        running_.erase(running);
    }
    // These say nothing about the file; whoever caused them calls pump() again.
    const bool later =
        code == ErrorCode::Cancelled || code == ErrorCode::Unauthenticated || code == ErrorCode::Offline;
    if (later) {
        // The engine says when it comes online again; but it may not have noticed that anything was wrong.
        if (code == ErrorCode::Offline) QTimer::singleShot(timing_.lastRetryMs, this, &UploadQueue::pump);
        return;
    }
    UploadRow next = row;
    next.state = code ? UploadState::Failed : UploadState::Done;
    next.code = code;
    if (code)
        log::warning("client.upload", "an upload failed",
                     {{"photo_id", row.photo.text()}, {"code", name(*code)}});
    store_.run(
        this,
        [next](TeamStore& store) -> Result<void> {
            // The feed may have shown the photo before the last answer came.
            const auto& rows = store.uploads();
            if (std::ranges::find(rows, next.photo, &UploadRow::photo) == rows.end()) return {};
            return store.putUpload(next);
        },
        [this, next](Result<void>) {
            Q_EMIT uploadEnded(next);
            pump();
        });
}

void UploadQueue::setState(const PhotoId& photo, UploadState state) {
    store_.run(
        this,
        [photo, state](TeamStore& store) -> Result<void> {
            const auto& rows = store.uploads();
            const auto known = std::ranges::find(rows, photo, &UploadRow::photo);
            if (known == rows.end() || known->state == UploadState::Done) return {};
            UploadRow next = *known;
            next.state = state;
            next.code.reset();
            return store.putUpload(next);
        },
        [this](Result<void>) { pump(); });
}

void UploadQueue::pause(const PhotoId& photo) {
    setState(photo, UploadState::Paused); // before the stop, so that pump() does not begin it again
    if (const auto running = running_.find(photo); running != running_.end()) running->second->stop();
}

void UploadQueue::resume(const PhotoId& photo) {
    setState(photo, UploadState::Waiting);
}

void UploadQueue::drop(const PhotoId& photo) {
    if (const auto running = running_.find(photo); running != running_.end()) running->second->stop();
    store_.run(
        this,
        [photo](TeamStore& store) -> Result<std::string> {
            std::string url;
            for (const UploadRow& row : store.uploads())
                if (row.photo == photo) url = row.url;
            TRY(store.removeUpload(photo));
            return url;
        },
        [this](Result<std::string> url) {
            if (!url || url->empty()) return;
            QNetworkRequest request =
                api_.request(QUrl::fromEncoded(QByteArray::fromStdString(*url)), timing_.requestMs);
            request.setRawHeader("Tus-Resumable", "1.0.0");
            // Not essential: the endpoint sweeps uploads that nobody finishes.
            QNetworkReply* reply = api_.network().deleteResource(request);
            connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
        });
}

void UploadQueue::stopAll() {
    const auto running = running_;
    for (const auto& [photo, upload] : running)
        upload->stop();
}

} // namespace headroom::client
