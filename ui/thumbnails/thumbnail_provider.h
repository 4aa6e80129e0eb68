#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>

#include <functional>

namespace headroom::ui {

/// Where the bytes of pictures come from; in the desktop, the local cache and the download behind it.
class ThumbnailProvider {
public:
    virtual ~ThumbnailProvider() = default;

    /// Called on the GUI thread; must not block. `reply` is called once, on the GUI thread, now or later,
    /// with an encoded picture (JPEG, PNG, WebP) at least as large as `pixels` where there is one; empty when
    /// there is none.
    virtual void fetch(const QString& key, QSize pixels, std::function<void(QByteArray)> reply) = 0;
};

} // namespace headroom::ui
