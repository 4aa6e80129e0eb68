#include "ui/create/photo_tile.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/thumbnails/thumbnail_cache.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/buttons.h"
#include "ui/words/words.h"

#include <QLocale>
#include <QPainter>
#include <QStyle>

namespace headroom::ui::create {
namespace {

constexpr int pictureHeight = 150;
constexpr int buttonSize = 26;

struct Face {
    QString icon;
    Tone tone;
};

Face face(PhotoState state) {
    switch (state) {
    case PhotoState::Checking:
        return {QStringLiteral("scan-face"), Tone::Info};
    case PhotoState::Refused:
        return {QStringLiteral("circle-alert"), Tone::Danger};
    case PhotoState::Waiting:
        return {QStringLiteral("clock"), Tone::Muted};
    case PhotoState::Uploading:
        return {QStringLiteral("upload"), Tone::Info};
    case PhotoState::Paused:
        return {QStringLiteral("pause"), Tone::Warning};
    case PhotoState::Usable:
        return {QStringLiteral("circle-check"), Tone::Success};
    case PhotoState::Failed:
        return {QStringLiteral("triangle-alert"), Tone::Danger};
    }
    return {};
}

} // namespace

QString photoStateText(const PhotoRow& photo) {
    switch (photo.state) {
    case PhotoState::Checking:
        return PhotoTile::tr("Checking");
    case PhotoState::Refused:
        return words(photo.problem.value_or(ErrorCode::PhotoNotUsable)).title;
    case PhotoState::Waiting:
        return PhotoTile::tr("Waiting to upload");
    case PhotoState::Uploading:
        return PhotoTile::tr("Uploading %1 %").arg(QLocale().toString(qRound(photo.progress * 100)));
    case PhotoState::Paused:
        return PhotoTile::tr("Paused");
    case PhotoState::Usable:
        return PhotoTile::tr("Usable");
    case PhotoState::Failed:
        return words(photo.problem.value_or(ErrorCode::Unavailable)).title;
    }
    return {};
}

PhotoTile::PhotoTile(ThumbnailCache& thumbnails, QWidget* parent)
    : QAbstractButton(parent)
    , thumbnails_(thumbnails)
    , remove_(makeIconButton(QStringLiteral("x"), tr("Remove photo"), this))
    , action_(makeIconButton(QStringLiteral("pause"), tr("Pause"), this)) {
    setAccessibleRole(this, QAccessible::CheckBox);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setFixedSize(sizeHint());
    for (QPushButton* button : {remove_, action_}) {
        button->setFixedSize(buttonSize, buttonSize);
        setVariant(button, ButtonVariant::Standard);
    }
    const auto place = [this](int x) {
        return mirrored(layoutDirection(), rect(), QRect(x, 6, buttonSize, buttonSize));
    };
    remove_->setGeometry(place(width() - buttonSize - 6));
    action_->setGeometry(place(width() - 2 * buttonSize - 10));
    connect(remove_, &QPushButton::clicked, this, &PhotoTile::removeRequested);
    connect(action_, &QPushButton::clicked, this, &PhotoTile::act);
    connect(&thumbnails_, &ThumbnailCache::ready, this, [this](const QString& key) {
        if (key == photo_.thumbnailKey) update();
    });
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PhotoTile::setPhoto(const PhotoRow& photo) {
    photo_ = photo;
    const bool usable = photo.state != PhotoState::Refused;
    setEnabled(true);
    setCheckable(usable);
    setChecked(usable && photo.chosen);
    setAccessibleName(photo.fileName);
    setAccessibleDescription(photoStateText(photo));
    setToolTip(photo.problem ? sentence(*photo.problem) : photo.fileName);
    remove_->setAccessibleName(tr("Remove %1").arg(photo.fileName));
    const bool running = photo.state == PhotoState::Uploading || photo.state == PhotoState::Waiting;
    const bool stopped = photo.state == PhotoState::Paused || photo.state == PhotoState::Failed;
    action_->setVisible(running || stopped);
    const QString name = running                             ? tr("Pause")
                         : photo.state == PhotoState::Paused ? tr("Resume")
                                                             : tr("Try again");
    setIconName(action_, running                             ? QStringLiteral("pause")
                         : photo.state == PhotoState::Paused ? QStringLiteral("play")
                                                             : QStringLiteral("rotate-cw"));
    action_->setAccessibleName(tr("%1: %2").arg(name, photo.fileName));
    action_->setToolTip(name);
    update();
}

void PhotoTile::act() {
    switch (photo_.state) {
    case PhotoState::Uploading:
    case PhotoState::Waiting:
        Q_EMIT pauseRequested();
        return;
    case PhotoState::Paused:
        Q_EMIT resumeRequested();
        return;
    case PhotoState::Failed:
        Q_EMIT retryRequested();
        return;
    case PhotoState::Checking:
    case PhotoState::Refused:
    case PhotoState::Usable:
        return;
    }
}

void PhotoTile::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    const QRect picture(0, 0, width(), pictureHeight);
    const qreal ratio = devicePixelRatioF();
    QPixmap pixmap = thumbnails_.get(photo_.thumbnailKey, (QSizeF(picture.size()) * ratio).toSize(),
                                     metric::thumbRadius * ratio);
    if (pixmap.isNull()) {
        drawRounded(&painter, picture, metric::thumbRadius, t.active);
        drawIcon(&painter, QRect(width() / 2 - 12, pictureHeight / 2 - 12, 24, 24), QStringLiteral("image"),
                 t.textMuted);
    } else {
        pixmap.setDevicePixelRatio(ratio);
        if (photo_.state == PhotoState::Refused || !isChecked()) painter.setOpacity(0.45);
        painter.drawPixmap(picture.topLeft(), pixmap);
        painter.setOpacity(1);
    }
    drawRounded(&painter, picture, metric::thumbRadius, {}, isChecked() ? t.accent : t.borderStrong,
                isChecked() ? 2.5 : 1);
    if (showsFocus(this)) drawFocusRing(&painter, picture.adjusted(3, 3, -3, -3), metric::thumbRadius - 3);
    if (isChecked()) {
        const QRect mark = mirrored(layoutDirection(), rect(), QRect(8, 8, 20, 20));
        drawRounded(&painter, mark, 10, t.accent, Qt::white, 1.2);
        drawIcon(&painter, mark.adjusted(4, 4, -4, -4), QStringLiteral("check"), Qt::white);
    }
    if (photo_.state == PhotoState::Uploading || photo_.state == PhotoState::Paused)
        drawBar(&painter, QRectF(10, pictureHeight - 15, width() - 20, 5), photo_.progress,
                QColor(0, 0, 0, 90), Qt::white, layoutDirection());
    const Face now = face(photo_.state);
    const QRect line(0, pictureHeight + 6, width(), 17);
    drawIcon(&painter, mirrored(layoutDirection(), rect(), QRect(0, line.top() + 2, 14, 14)), now.icon,
             toneColor(t, now.tone));
    painter.setFont(ui::font(TextStyle::Small));
    painter.setPen(now.tone == Tone::Danger ? t.red : t.textSecondary);
    const QRect text = mirrored(layoutDirection(), rect(), QRect(19, line.top(), width() - 19, 46));
    painter.drawText(text,
                     int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignTop |
                         Qt::TextWordWrap,
                     photoStateText(photo_));
}

} // namespace headroom::ui::create
