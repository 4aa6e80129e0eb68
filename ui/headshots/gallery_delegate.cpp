#include "ui/headshots/gallery_view.h"
#include "ui/headshots/headshots_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/thumbnails/thumbnail_cache.h"
#include "ui/widgets/pill.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

namespace headroom::ui::headshots {
namespace {
constexpr int shadeHeight = 56;
}

struct GalleryDelegate::Look {
    HeadshotRow row;
    QRect cell;
    QRect picture;
    Qt::LayoutDirection direction;
    bool selected, hovered, focused;
};

GalleryDelegate::GalleryDelegate(ThumbnailCache& thumbnails, HeadshotsModel* model, QObject* parent)
    : QStyledItemDelegate(parent)
    , thumbnails_(thumbnails)
    , model_(model) {}

QRect GalleryDelegate::pictureRect(const QRect& cell) {
    return cell.adjusted(7, 7, -7, -45);
}

QRect GalleryDelegate::heartRect(const QRect& cell, Qt::LayoutDirection direction) {
    const QRect picture = pictureRect(cell);
    return mirrored(direction, cell, QRect(picture.right() - 33, picture.top() + 6, 28, 28));
}

QRect GalleryDelegate::checkRect(const QRect& cell, Qt::LayoutDirection direction) {
    const QRect picture = pictureRect(cell);
    return mirrored(direction, cell, QRect(picture.left() + 8, picture.top() + 8, 22, 22));
}

QSize GalleryDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return cell_;
}

void GalleryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    Look look{model_->headshot(index.row()),
              option.rect,
              pictureRect(option.rect),
              option.direction,
              bool(option.state & QStyle::State_Selected),
              bool(option.state & QStyle::State_MouseOver),
              bool(option.state & QStyle::State_HasFocus) && option.widget && showsFocus(option.widget)};
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (look.selected)
        drawRounded(painter, option.rect.adjusted(1, 1, -1, -1), metric::cardRadius, Theme::t().accentSoft);
    if (look.row.state == HeadshotState::Completed)
        paintPicture(painter, look);
    else
        paintState(painter, look);
    paintMarks(painter, look);
    paintText(painter, look);
    painter->restore();
}

void GalleryDelegate::paintPicture(QPainter* painter, const Look& look) const {
    const Tokens& t = Theme::t();
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QString key = QString::fromStdString(look.row.id.text());
    QPixmap pixmap =
        thumbnails_.get(key, (QSizeF(look.picture.size()) * ratio).toSize(), metric::thumbRadius * ratio);
    if (pixmap.isNull()) {
        drawRounded(painter, look.picture, metric::thumbRadius, t.active);
        if (thumbnails_.missing(key)) {
            const QPoint middle = look.picture.center();
            drawIcon(painter, QRect(middle.x() - 14, middle.y() - 14, 28, 28), QStringLiteral("image-off"),
                     t.textMuted);
        }
        return;
    }
    pixmap.setDevicePixelRatio(ratio);
    painter->drawPixmap(look.picture.topLeft(), pixmap);
    if (look.hovered || look.selected || look.row.favourite) {
        // The heart and the mark must read on a white background too.
        QLinearGradient shade(0, look.picture.top(), 0, look.picture.top() + shadeHeight);
        shade.setColorAt(0, QColor(0, 0, 0, 96));
        shade.setColorAt(1, QColor(0, 0, 0, 0));
        QPainterPath clip;
        clip.addRoundedRect(QRectF(look.picture), metric::thumbRadius, metric::thumbRadius);
        painter->save();
        painter->setClipPath(clip);
        painter->fillRect(QRect(look.picture.left(), look.picture.top(), look.picture.width(), shadeHeight),
                          shade);
        painter->restore();
    }
    drawRounded(painter, look.picture, metric::thumbRadius, {},
                t.dark ? QColor(255, 255, 255, 22) : QColor(16, 24, 40, 22));
}

void GalleryDelegate::paintState(QPainter* painter, const Look& look) const {
    const Tokens& t = Theme::t();
    const bool failed = look.row.state == HeadshotState::Failed;
    drawRounded(painter, look.picture, metric::thumbRadius, failed ? t.redSoft : t.sunken, t.border);
    const QPoint middle = look.picture.center();
    const QString name = failed                                       ? QStringLiteral("circle-alert")
                         : look.row.state == HeadshotState::Rendering ? QStringLiteral("sparkles")
                                                                      : QStringLiteral("hourglass");
    const QColor ink = failed                                       ? t.red
                       : look.row.state == HeadshotState::Rendering ? t.accentText
                                                                    : t.textMuted;
    drawIcon(painter, QRect(middle.x() - 13, middle.y() - 26, 26, 26), name, ink);
    painter->setFont(font(TextStyle::SmallStrong));
    painter->setPen(failed ? t.red : t.textSecondary);
    const QRect text(look.picture.left() + 10, middle.y() + 8, look.picture.width() - 20, 34);
    painter->drawText(text, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, stateText(look.row));
    if (look.row.state != HeadshotState::Rendering || look.row.progress < 0) return;
    const QRectF bar(look.picture.left() + 22, look.picture.bottom() - 24, look.picture.width() - 44, 5);
    drawBar(painter, bar, look.row.progress, t.active, t.accent, look.direction);
}

void GalleryDelegate::paintMarks(QPainter* painter, const Look& look) const {
    const Tokens& t = Theme::t();
    if (look.selected) {
        painter->setBrush(Qt::NoBrush);
        drawRounded(painter, look.picture, metric::thumbRadius, {}, t.accent, 3);
    }
    if (look.focused) {
        drawRounded(painter, look.picture.adjusted(3, 3, -3, -3), metric::thumbRadius - 3, {}, t.surface,
                    1.5);
        if (!look.selected) drawRounded(painter, look.picture, metric::thumbRadius, {}, t.accent, 2.5);
    }
    const QRect check = checkRect(look.cell, look.direction);
    if (look.selected) {
        drawRounded(painter, check, 11, t.accent, Qt::white, 1.2);
        drawIcon(painter, check.adjusted(4, 4, -4, -4), QStringLiteral("check"), Qt::white);
    } else if (look.hovered) {
        drawRounded(painter, check, 11, QColor(0, 0, 0, 70), QColor(255, 255, 255, 230), 1.6);
    }
    if (look.row.state != HeadshotState::Completed) return;
    if (look.row.favourite || look.hovered)
        drawIcon(painter, heartRect(look.cell, look.direction).adjusted(5, 5, -5, -5),
                 QStringLiteral("heart"), look.row.favourite ? t.favourite : QColor(255, 255, 255, 235),
                 look.row.favourite ? IconFill::Solid : IconFill::Outline);
    if (look.row.fresh && !look.row.favourite && !look.hovered) {
        const QRect area = look.picture.adjusted(8, 8, -8, 0);
        const QString text = HeadshotsModel::tr("New");
        const int width = pillWidth(text, {});
        const QRect place(area.right() - width + 1, area.top(), width, 22);
        drawPill(painter, mirrored(look.direction, area, place), text, {}, Tone::Accent, look.direction);
    }
}

void GalleryDelegate::paintText(QPainter* painter, const Look& look) const {
    const Tokens& t = Theme::t();
    const QRect line(look.picture.left() + 2, look.picture.bottom() + 6, look.picture.width() - 4, 17);
    const int alignment = int(leading(look.direction));
    painter->setFont(font(TextStyle::BodyStrong));
    painter->setPen(t.text);
    painter->drawText(line, alignment,
                      painter->fontMetrics().elidedText(look.row.memberName, Qt::ElideRight, line.width()));
    painter->setFont(font(TextStyle::Small));
    painter->setPen(t.textMuted);
    painter->drawText(line.translated(0, 17), alignment,
                      painter->fontMetrics().elidedText(captionOf(look.row), Qt::ElideRight, line.width()));
}

bool GalleryDelegate::editorEvent(QEvent*, QAbstractItemModel*, const QStyleOptionViewItem&,
                                  const QModelIndex&) {
    return false; // the view handles heart and mark before the selection changes
}

} // namespace headroom::ui::headshots
