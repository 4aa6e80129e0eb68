#include "ui/credits/latest_headshots.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/thumbnails/thumbnail_cache.h"
#include "ui/widgets/accessible_role.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace headroom::ui::credits {
namespace {
constexpr int shown = 4;
constexpr int gap = 9;
constexpr int radius = 9;
} // namespace

LatestHeadshots::LatestHeadshots(ThumbnailCache& thumbnails, QWidget* parent)
    : QWidget(parent)
    , thumbnails_(thumbnails) {
    setAccessibleRole(this, QAccessible::Button);
    setAccessibleName(tr("Latest headshots, open the gallery"));
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setFixedHeight(90);
    connect(&thumbnails_, &ThumbnailCache::ready, this, [this](const QString& key) {
        if (keys_.contains(key)) update();
    });
}

void LatestHeadshots::setKeys(const QStringList& keys) {
    keys_ = keys.mid(0, shown);
    update();
}

void LatestHeadshots::resizeEvent(QResizeEvent* event) {
    const int width = (this->width() - (shown - 1) * gap) / shown;
    setFixedHeight(width * 5 / 4);
    QWidget::resizeEvent(event);
}

void LatestHeadshots::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int width = (this->width() - (shown - 1) * gap) / shown;
    const qreal ratio = devicePixelRatioF();
    for (int i = 0; i < keys_.size(); ++i) {
        const QRect logical(i * (width + gap), 0, width, width * 5 / 4);
        const QRect box = mirrored(layoutDirection(), rect(), logical);
        QPixmap pixmap = thumbnails_.get(keys_[i], (QSizeF(box.size()) * ratio).toSize(), radius * ratio);
        if (pixmap.isNull()) {
            drawRounded(&painter, box, radius, Theme::t().active);
            continue;
        }
        pixmap.setDevicePixelRatio(ratio);
        painter.drawPixmap(box.topLeft(), pixmap);
    }
    if (showsFocus(this)) drawFocusRing(&painter, rect(), radius);
}

void LatestHeadshots::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) Q_EMIT clicked();
}

void LatestHeadshots::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space)
        Q_EMIT clicked();
    else
        QWidget::keyPressEvent(event);
}

} // namespace headroom::ui::credits
