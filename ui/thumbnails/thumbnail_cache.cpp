#include "ui/thumbnails/thumbnail_cache.h"

#include "ui/thumbnails/thumbnail_decoder.h"
#include "ui/thumbnails/thumbnail_limits.h"

#include <QPointer>
#include <QtConcurrent/QtConcurrentRun>

#include <algorithm>

namespace headroom::ui {
namespace limits = thumbnail_limits;

ThumbnailCache::ThumbnailCache(ThumbnailProvider& provider, QObject* parent)
    : QObject(parent)
    , provider_(provider)
    , cache_(qsizetype(limits::cacheBytes / 1024)) {
    workers_.setMaxThreadCount(std::max(1, QThread::idealThreadCount() - 1));
    workers_.setThreadPriority(QThread::LowPriority);
}

ThumbnailCache::~ThumbnailCache() {
    waiting_.clear();
    workers_.waitForDone();
}

QString ThumbnailCache::slot(const Want& want) {
    return QStringLiteral("%1 %2x%3 %4")
        .arg(want.key)
        .arg(want.pixels.width())
        .arg(want.pixels.height())
        .arg(want.radius);
}

QPixmap ThumbnailCache::get(const QString& key, QSize pixels, double radius) {
    const Want want{key, pixels, radius};
    const QString name = slot(want);
    if (const QPixmap* found = cache_.object(name)) return *found;
    if (pixels.isEmpty() || missing_.contains(key) || busy_.contains(name)) return {};
    busy_.insert(name);
    waiting_.append(want);
    while (waiting_.size() > limits::mostWaiting)
        busy_.remove(slot(waiting_.takeFirst()));
    pump();
    return {};
}

void ThumbnailCache::invalidate(const QString& key) {
    missing_.remove(key);
    for (const QString& name : slots_.take(key))
        cache_.remove(name);
    Q_EMIT ready(key);
}

void ThumbnailCache::pump() {
    while (running_ < limits::mostFetching && !waiting_.isEmpty()) {
        const Want want = waiting_.takeLast();
        ++running_;
        provider_.fetch(want.key, want.pixels, [self = QPointer(this), want](const QByteArray& bytes) {
            if (self) self->decode(want, bytes);
        });
    }
}

void ThumbnailCache::decode(const Want& want, const QByteArray& bytes) {
    if (bytes.isEmpty()) {
        finished(want, {});
        return;
    }
    const auto work = [bytes, want] { return decodeThumbnail(bytes, want.pixels, want.radius); };
    QtConcurrent::run(&workers_, work).then(this, [this, want](const QImage& image) {
        finished(want, image);
    });
}

void ThumbnailCache::finished(const Want& want, const QImage& image) {
    --running_;
    const QString name = slot(want);
    busy_.remove(name);
    if (image.isNull()) {
        missing_.insert(want.key);
    } else {
        auto* pixmap = new QPixmap(QPixmap::fromImage(image));
        const qsizetype kibibytes = std::max<qsizetype>(1, image.sizeInBytes() / 1024);
        cache_.insert(name, pixmap, kibibytes);
        QList<QString>& known = slots_[want.key];
        if (!known.contains(name)) known.append(name);
    }
    Q_EMIT ready(want.key);
    pump();
}

} // namespace headroom::ui
