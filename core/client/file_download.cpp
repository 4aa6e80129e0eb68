#include "core/client/file_download.h"

#include "core/client/client_limits.h"

#include <QStorageInfo>

namespace headroom::client {

namespace {

bool isBytes(int status) {
    return status == 200 || status == 206;
}

/// The size of all of it, from an answer that brings it or a part of it.
qint64 totalOf(const QNetworkReply& reply, int status) {
    bool known = false;
    const QByteArray text = status == 206
                                ? reply.rawHeader("Content-Range").split('/').last() // "bytes 5-9/10"
                                : reply.rawHeader("Content-Length");
    const qint64 total = text.trimmed().toLongLong(&known);
    return known ? total : -1;
}

} // namespace

FileDownload::FileDownload(ApiClient& api, FileWish wish, SyncTiming timing)
    : QObject(&api)
    , api_(api)
    , wish_(std::move(wish))
    , timing_(timing)
    , file_(wish_.file) {
    again_.setSingleShot(true);
    connect(&again_, &QTimer::timeout, this, &FileDownload::ask);
}

FileDownload::~FileDownload() {
    if (!reply_) return;
    reply_->disconnect(this);
    reply_->abort();
    reply_->deleteLater();
}

void FileDownload::start() {
    if (!file_.open(QIODevice::WriteOnly))
        return finish(fail(ErrorCode::FileAccess, file_.errorString().toStdString()));
    ask();
}

void FileDownload::cancel() {
    deleteLater(); // the file that was not committed goes with it
}

void FileDownload::ask() {
    // An endpoint that keeps its bytes elsewhere fetches all of them before it sends the first.
    QNetworkRequest request = api_.request(api_.url(wish_.path), saveSilenceFactor * timing_.requestMs);
    request.setRawHeader("Accept-Encoding", "identity");
    begun_ = false;
    receivedBefore_ = received_;
    if (received_ > 0) {
        request.setRawHeader("Range", "bytes=" + QByteArray::number(received_) + "-");
        request.setRawHeader("If-Range", tag_);
    }
    reply_ = api_.network().get(request);
    // What is not written yet waits on the network, not in memory.
    reply_->setReadBufferSize(saveBufferBytes);
    connect(reply_, &QNetworkReply::readyRead, this, &FileDownload::receive);
    connect(reply_, &QNetworkReply::finished, this, &FileDownload::replied);
}

/// The endpoint sends all of it: what is there so far is of something else.
bool FileDownload::beginAnew() {
    received_ = 0;
    hash_.reset();
    return file_.seek(0) && file_.resize(0);
}

void FileDownload::receive() {
    const int status = reply_->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (!isBytes(status)) return; // a problem: replied() reads it
    if (!begun_) {
        begun_ = true;
        tag_ = reply_->rawHeader("ETag");
        total_ = totalOf(*reply_, status);
        if (status == 200 && !beginAnew()) unwritable_ = true;
    }
    while (!unwritable_ && reply_->bytesAvailable() > 0) {
        const QByteArray bytes = reply_->read(saveBufferBytes);
        if (bytes.isEmpty()) break;
        unwritable_ = received_ + bytes.size() > saveMaxBytes || file_.write(bytes) != bytes.size();
        hash_.addData(bytes);
        received_ += bytes.size();
    }
    if (unwritable_) return reply_->abort();
    Q_EMIT progressed(received_, total_);
}

void FileDownload::replied() {
    receive();
    QNetworkReply* reply = std::exchange(reply_, nullptr);
    reply->deleteLater();
    if (unwritable_) {
        const bool full =
            file_.error() == QFileDevice::ResourceError ||
            QStorageInfo(QFileInfo(wish_.file).absolutePath()).bytesAvailable() < saveBufferBytes;
        return finish(
            fail(full ? ErrorCode::DiskFull : ErrorCode::FileAccess, file_.errorString().toStdString()));
    }
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool good = reply->error() == QNetworkReply::NoError && isBytes(status);
    if (good && (total_ < 0 || received_ == total_)) return finish(whole());
    if (status == 416) static_cast<void>(beginAnew()); // a range beyond the end: it has become another
    ApiError error;
    error.error = {ErrorCode::UnknownOutcome, "broke off"};
    if (!good) error = ApiClient::errorOf(*reply, reply->readAll());
    const bool mayPass = error.status == 0 || error.status >= 500 || status == 416;
    tries_ = received_ > receivedBefore_ ? 1 : tries_ + 1;
    if (!mayPass || tries_ >= saveTriesWithoutProgress) return finish(fail(error.error));
    again_.start(timing_.retryMs(tries_, 0));
}

Result<void> FileDownload::whole() {
    QByteArray digest = tag_;
    digest.replace('"', "");
    if (digest.size() == 64 && hash_.result().toHex() != digest)
        return fail(ErrorCode::ChecksumMismatch, "a saved file");
    if (!file_.commit()) return fail(ErrorCode::FileAccess, file_.errorString().toStdString());
    return {};
}

void FileDownload::finish(const Result<void>& result) {
    if (!result) file_.cancelWriting();
    Q_EMIT ended(result);
    deleteLater();
}

} // namespace headroom::client
