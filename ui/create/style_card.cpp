#include "ui/create/style_card.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/thumbnails/thumbnail_decoder.h"
#include "ui/widgets/accessible_role.h"

#include <QFile>
#include <QPainter>

namespace headroom::ui::create {
namespace {
constexpr int leastWidth = 148;
constexpr double heightByWidth = 1.125; // a headshot's 5:4, without some of the chest
constexpr int descriptionLines = 2;
constexpr int wordsHeight = 66;
constexpr qint64 mostPreviewBytes = 4 * 1024 * 1024; // previews ship with the program and are small
} // namespace

StyleCard::StyleCard(const Style& style, QWidget* parent)
    : QAbstractButton(parent)
    , style_(style) {
    setAccessibleRole(this, QAccessible::CheckBox);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(style.name);
    setAccessibleDescription(style.description);
    setToolTip(style.description);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize StyleCard::sizeHint() const {
    return {leastWidth, heightForWidth(leastWidth)};
}

int StyleCard::heightForWidth(int width) const {
    return qRound(width * heightByWidth) + wordsHeight;
}

int StyleCard::pictureHeight() const {
    return height() - wordsHeight;
}

void StyleCard::resizeEvent(QResizeEvent* event) {
    ratio_ = 0; // the picture is made for one size
    QAbstractButton::resizeEvent(event);
}

void StyleCard::load() {
    const qreal ratio = devicePixelRatioF();
    if (ratio == ratio_) return;
    ratio_ = ratio;
    preview_ = {};
    QFile file(style_.previewPath);
    if (style_.previewPath.isEmpty() || !file.open(QIODevice::ReadOnly) || file.size() > mostPreviewBytes)
        return;
    const QSize pixels = (QSizeF(width(), pictureHeight()) * ratio).toSize();
    preview_ = QPixmap::fromImage(decodeThumbnail(file.readAll(), pixels, metric::thumbRadius * ratio));
    preview_.setDevicePixelRatio(ratio);
}

void StyleCard::paintEvent(QPaintEvent*) {
    load();
    const Tokens& t = Theme::t();
    QPainter painter(this);
    const QRect picture(0, 0, width(), pictureHeight());
    if (preview_.isNull()) {
        drawRounded(&painter, picture, metric::thumbRadius, isChecked() ? t.accentSoft : t.sunken);
        drawIcon(&painter, QRect(width() / 2 - 14, pictureHeight() / 2 - 14, 28, 28),
                 QStringLiteral("palette"), t.textMuted);
    } else {
        painter.drawPixmap(picture.topLeft(), preview_);
    }
    drawRounded(&painter, picture, metric::thumbRadius, {},
                isChecked()    ? t.accent
                : underMouse() ? t.textMuted
                               : t.border,
                isChecked() ? 3 : 1);
    if (showsFocus(this)) drawFocusRing(&painter, picture.adjusted(4, 4, -4, -4), metric::thumbRadius - 4);
    if (isChecked()) {
        const QRect mark = mirrored(layoutDirection(), rect(), QRect(10, 10, 22, 22));
        drawRounded(&painter, mark, 11, t.accent, Qt::white, 1.2);
        drawIcon(&painter, mark.adjusted(4, 4, -4, -4), QStringLiteral("check"), Qt::white);
    }
    const int alignment = int(leading(layoutDirection()));
    const QRect line(2, pictureHeight() + 7, width() - 4, 17);
    painter.setFont(ui::font(TextStyle::BodyStrong));
    painter.setPen(isChecked() ? t.accentText : t.text);
    painter.drawText(line, alignment,
                     painter.fontMetrics().elidedText(style_.name, Qt::ElideRight, line.width()));
    painter.setFont(ui::font(TextStyle::Small));
    painter.setPen(t.textMuted);
    drawParagraph(&painter, QRectF(line.translated(0, line.height())), style_.description, descriptionLines,
                  layoutDirection());
}

} // namespace headroom::ui::create
