#include "core/client/tus_upload.h"

#include "core/base/crypto.h"
#include "core/base/ensure.h"
#include "core/base/log.h"
#include "core/client/client_limits.h"

#include <QPointer>

namespace headroom::client {

namespace {

QByteArray metadata(const UploadRow& row) {
    const auto pair = [](const char* key, const std::string& value) {
        return QByteArray(key) + ' ' + QByteArray::fromStdString(toBase64(value));
    };
    // "filename" and "filetype" are what tus clients and servers agree on; the other two are ours.
    return pair("photo_id", row.photo.text()) + ',' + pair("filename", row.fileName) + ',' +
           pair("member_id", row.member.text()) + ',' + pair("filetype", row.mediaType);
}

int statusOf(const QNetworkReply& reply) {
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace

TusUpload::TusUpload(UploadRow row, QUrl creationUrl, ApiClient& api, SyncTiming timing, QObject* parent)
    : QObject(parent)
    , row_(std::move(row))
    , creationUrl_(std::move(creationUrl))
    , api_(api)
    , timing_(timing)
    , file_(QString::fromStdString(row_.path))
    , retryTimer_(this) {
    retryTimer_.setSingleShot(true);
    connect(&retryTimer_, &QTimer::timeout, this, &TusUpload::step);
}

TusUpload::~TusUpload() {
    if (!reply_) return;
    reply_->disconnect(this);
    reply_->abort();
    reply_->deleteLater();
}

void TusUpload::start() {
    step();
}

void TusUpload::stop() {
    if (finished_) return;
    retryTimer_.stop();
    if (reply_) {
        reply_->disconnect(this);
        reply_->abort();
        reply_->deleteLater();
        reply_ = nullptr;
    }
    finish(ErrorCode::Cancelled);
}

/// The next thing to do depends on what is known, not on what went wrong before.
void TusUpload::step() {
    if (!sourceIsSame()) return;
    if (row_.url.empty())
        create();
    else
        askOffset();
}

/// A file that was changed is another file: its upload begins anew under the same photo id.
bool TusUpload::sourceIsSame() {
    const auto now = inspectSource(row_.path);
    if (!now) {
        finish(now.error().code);
        return false;
    }
    const SourceFile begun{row_.sizeBytes, row_.modifiedMs, row_.headSha256};
    if (*now == begun) return true;
    row_.sizeBytes = now->sizeBytes;
    row_.modifiedMs = now->modifiedMs;
    row_.headSha256 = now->headSha256;
    row_.sentBytes = 0;
    file_.close();
    if (row_.url.empty()) return true;
    giveUpPlace();
    return false;
}

QNetworkRequest TusUpload::request(const QUrl& url) const {
    QNetworkRequest request = api_.request(url, timing_.requestMs);
    request.setRawHeader("Tus-Resumable", "1.0.0");
    return request;
}

void TusUpload::answered(QNetworkReply* reply, void (TusUpload::*then)(QNetworkReply&)) {
    reply_ = reply;
    connect(reply, &QNetworkReply::finished, this, [this, reply, then] {
        reply_ = nullptr;
        reply->deleteLater();
        (this->*then)(*reply);
    });
}

void TusUpload::create() {
    QNetworkRequest asked = request(creationUrl_);
    asked.setRawHeader("Upload-Length", QByteArray::number(static_cast<qint64>(row_.sizeBytes)));
    asked.setRawHeader("Upload-Metadata", metadata(row_));
    asked.setHeader(QNetworkRequest::ContentLengthHeader, 0);
    answered(api_.network().sendCustomRequest(asked, "POST"), &TusUpload::created);
}

void TusUpload::created(QNetworkReply& reply) {
    const QUrl location = QUrl::fromEncoded(reply.rawHeader("Location"));
    if (reply.error() != QNetworkReply::NoError || !location.isValid() || location.isEmpty())
        return failed(reply);
    // May be relative; resolved against what was asked.
    const QUrl url = reply.request().url().resolved(location);
    if (url.host() != creationUrl_.host() || url.scheme() != creationUrl_.scheme()) {
        log::warning("client.upload", "the upload's place is another computer",
                     {{"photo_id", row_.photo.text()}});
        return finish(ErrorCode::Corrupt);
    }
    row_.url = url.toEncoded().toStdString();
    Q_EMIT placed(row_);
    if (finished_) return;
    askOffset(); // creation is repeatable: some of it may be there already
}

void TusUpload::askOffset() {
    const QUrl url = QUrl::fromEncoded(QByteArray::fromStdString(row_.url));
    answered(api_.network().head(request(url)), &TusUpload::gotOffset);
}

void TusUpload::gotOffset(QNetworkReply& reply) {
    const int status = statusOf(reply);
    if (status == 404 || status == 410 || status == 403) {
        row_.url.clear(); // the endpoint does not know it any more: from the start
        row_.sentBytes = 0;
        return retry(ErrorCode::NotFound);
    }
    if (reply.error() != QNetworkReply::NoError) return failed(reply);
    bool isNumber = false;
    const std::int64_t offset = reply.rawHeader("Upload-Offset").toLongLong(&isNumber);
    if (!isNumber || offset < 0 || offset > row_.sizeBytes) return finish(ErrorCode::Corrupt);
    if (offset > offset_) failures_ = 0;
    offset_ = offset;
    row_.sentBytes = offset;
    Q_EMIT progressed(row_);
    if (finished_) return;
    if (!sourceIsSame()) return;
    if (offset == row_.sizeBytes) return finish(std::nullopt);
    sendRest(offset);
}

void TusUpload::sendRest(std::int64_t offset) {
    file_.close(); // opened anew each time: another file may have taken its name
    if (!file_.open(QIODevice::ReadOnly)) return finish(ErrorCode::FileAccess);
    if (!file_.seek(offset)) return finish(ErrorCode::FileAccess);
    QNetworkRequest asked = request(QUrl::fromEncoded(QByteArray::fromStdString(row_.url)));
    asked.setHeader(QNetworkRequest::ContentTypeHeader, "application/offset+octet-stream");
    asked.setHeader(QNetworkRequest::ContentLengthHeader, static_cast<qint64>(row_.sizeBytes - offset));
    asked.setRawHeader("Upload-Offset", QByteArray::number(static_cast<qint64>(offset)));
    QNetworkReply* reply = api_.network().sendCustomRequest(asked, "PATCH", &file_);
    connect(reply, &QNetworkReply::uploadProgress, this, [this, offset](qint64 sent, qint64) {
        if (offset + sent - row_.sentBytes < 128 << 10) return; // every 128 KB is often enough for the eye
        row_.sentBytes = offset + sent;
        Q_EMIT progressed(row_);
    });
    answered(reply, &TusUpload::sentRest);
}

void TusUpload::sentRest(QNetworkReply& reply) {
    if (reply.error() != QNetworkReply::NoError) {
        // 409: our offset was not the endpoint's. It says which one is.
        if (statusOf(reply) == 409) return retry(ErrorCode::OffsetMismatch);
        return failed(reply);
    }
    bool isNumber = false;
    const std::int64_t offset = reply.rawHeader("Upload-Offset").toLongLong(&isNumber);
    if (!isNumber || offset < row_.sizeBytes) return retry(ErrorCode::UploadIncomplete);
    const auto now = inspectSource(row_.path);
    if (!now || *now != SourceFile{row_.sizeBytes, row_.modifiedMs, row_.headSha256}) return step();
    row_.sentBytes = row_.sizeBytes;
    finish(std::nullopt);
}

void TusUpload::giveUpPlace() {
    const QUrl url = QUrl::fromEncoded(QByteArray::fromStdString(row_.url));
    row_.url.clear();
    offset_ = -1;
    QNetworkReply* reply = api_.network().deleteResource(request(url));
    reply_ = reply;
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply_ = nullptr;
        reply->deleteLater();
        Q_EMIT placed(row_);
        if (!finished_) step();
    });
}

void TusUpload::failed(QNetworkReply& reply) {
    const ApiError error = ApiClient::errorOf(reply, reply.readAll());
    if (error.error.code == ErrorCode::Unauthenticated) return finish(ErrorCode::Unauthenticated);
    const bool passes = error.status == 0 || error.status >= 500 || error.status == 408 ||
                        error.status == 423 || error.status == 429 || error.status == 460;
    if (!passes) return finish(error.error.code);
    retry(error.error.code, error.retryAfterMs);
}

void TusUpload::retry(ErrorCode code, std::optional<qint64> afterMs) {
    if (++failures_ > uploadTriesWithoutProgress) {
        // Without the network there is nothing to blame the file for.
        const bool network =
            code == ErrorCode::Offline || code == ErrorCode::Timeout || code == ErrorCode::UnknownOutcome;
        return finish(network ? ErrorCode::Offline : code);
    }
    const int wait = failures_ == 1 ? 0 : timing_.retryMs(failures_ - 1, randomBelow(1'000'000));
    retryTimer_.start(static_cast<int>(afterMs.value_or(wait)));
}

void TusUpload::finish(std::optional<ErrorCode> code) {
    ENSURE(!finished_);
    finished_ = true;
    file_.close();
    Q_EMIT ended(row_, code);
}

} // namespace headroom::client
