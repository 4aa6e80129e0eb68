#pragma once

#include "ui/thumbnails/thumbnail_provider.h"

#include <QCache>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <QThreadPool>

namespace headroom::ui {

/// Thumbnails for delegates: get() answers at once from memory, or with nothing and ready() later. What was
/// asked last is decoded first, and what scrolled away is forgotten, so that a fast scroll ends with the
/// visible ones. GUI thread; decoding happens on low-priority workers. Sizes are device pixels.
class ThumbnailCache : public QObject {
    Q_OBJECT
public:
    explicit ThumbnailCache(ThumbnailProvider& provider, QObject* parent = nullptr);
    ~ThumbnailCache() override;

    /// Null while it is being made, and for good when there is no such picture (see missing()).
    QPixmap get(const QString& key, QSize pixels, double radius = 0);
    /// The provider had nothing, or nothing readable.
    bool missing(const QString& key) const { return missing_.contains(key); }
    /// Forgets what is known of a key: its picture changed, or arrived.
    void invalidate(const QString& key);

Q_SIGNALS:
    void ready(const QString& key);

private:
    struct Want {
        QString key;
        QSize pixels;
        double radius;
    };

    static QString slot(const Want& want);
    void pump();
    void decode(const Want& want, const QByteArray& bytes);
    void finished(const Want& want, const QImage& image);

    ThumbnailProvider& provider_;
    QCache<QString, QPixmap> cache_;
    QHash<QString, QList<QString>> slots_; ///< key -> what is cached of it
    QList<Want> waiting_;                  ///< newest last
    QSet<QString> busy_;                   ///< waiting or being made
    QSet<QString> missing_;
    QThreadPool workers_;
    int running_ = 0;
};

} // namespace headroom::ui
