#include "ui/signin/sign_in_artwork.h"

#include "ui/theme/typography.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <QRadialGradient>

#include <algorithm>

namespace headroom::ui::signin {
namespace {

// Own colours: this picture is the brand, not a ground of the theme. White on its darkest and lightest part
// has a contrast above 5.
const QColor deep(0x1d, 0x1c, 0x57);
const QColor middle(0x33, 0x33, 0xa6);
const QColor glow(0x6a, 0x6c, 0xf2);
const QColor mint(0xb9, 0xf5, 0xe4);

struct Portrait {
    QColor above, below; ///< of the ground
    QColor skin, hair, clothes;
};

const Portrait portraits[]{{QColor(0x9f, 0xb4, 0xc8), QColor(0x5d, 0x74, 0x90), QColor(0xe2, 0xb0, 0x8d),
                            QColor(0x3c, 0x2a, 0x24), QColor(0x25, 0x30, 0x44)},
                           {QColor(0xe9, 0xe2, 0xd6), QColor(0xc4, 0xb5, 0x9e), QColor(0x8d, 0x5a, 0x3b),
                            QColor(0x1f, 0x18, 0x18), QColor(0x2f, 0x4a, 0x8a)},
                           {QColor(0xb9, 0xd8, 0xd0), QColor(0x6f, 0xa3, 0x9b), QColor(0xf0, 0xc6, 0xa6),
                            QColor(0x8a, 0x4b, 0x2a), QColor(0x4a, 0x2f, 0x55)}};

void paintPerson(QPainter* painter, const QRectF& frame, const Portrait& person) {
    const qreal unit = frame.width() / 100;
    const QPointF head(frame.center().x(), frame.top() + 52 * unit);
    painter->setPen(Qt::NoPen);
    painter->setBrush(person.hair);
    painter->drawEllipse(head + QPointF(0, -3 * unit), 20.5 * unit, 22 * unit);
    painter->setBrush(person.skin.darker(112));
    painter->drawRoundedRect(QRectF(head.x() - 8 * unit, head.y() + 10 * unit, 16 * unit, 24 * unit),
                             7 * unit, 7 * unit);
    painter->setBrush(person.skin);
    painter->drawEllipse(head + QPointF(0, 2.5 * unit), 16 * unit, 19 * unit);
    QPainterPath shoulders;
    const qreal bottom = frame.bottom() + unit;
    shoulders.moveTo(frame.center().x() - 44 * unit, bottom);
    shoulders.cubicTo(frame.center().x() - 42 * unit, frame.top() + 84 * unit, frame.center().x() - 20 * unit,
                      frame.top() + 84 * unit, frame.center().x() - 10 * unit, frame.top() + 80 * unit);
    shoulders.quadTo(frame.center().x(), frame.top() + 92 * unit, frame.center().x() + 10 * unit,
                     frame.top() + 80 * unit);
    shoulders.cubicTo(frame.center().x() + 20 * unit, frame.top() + 84 * unit, frame.center().x() + 42 * unit,
                      frame.top() + 84 * unit, frame.center().x() + 44 * unit, bottom);
    painter->setBrush(person.clothes);
    painter->drawPath(shoulders);
}

void paintFrame(QPainter* painter, const QRectF& frame, const Portrait& person) {
    painter->save();
    painter->setPen(Qt::NoPen);
    constexpr qreal radius = 18;
    for (int layer = 1; layer <= 10; ++layer) {
        painter->setBrush(QColor(10, 8, 50, 7));
        painter->drawRoundedRect(frame.adjusted(-layer, -layer + 6, layer, layer + 10), radius + layer,
                                 radius + layer);
    }
    QPainterPath clip;
    clip.addRoundedRect(frame, radius, radius);
    painter->setClipPath(clip);
    QLinearGradient ground(frame.topLeft(), frame.bottomLeft());
    ground.setColorAt(0, person.above);
    ground.setColorAt(1, person.below);
    painter->fillRect(frame, ground);
    paintPerson(painter, frame, person);
    painter->restore();
}

/// Corner marks of a viewfinder, and the measure from the frame's edge to the crown of the head.
void paintMeasure(QPainter* painter, const QRectF& frame) {
    const qreal unit = frame.width() / 100;
    const QRectF inner = frame.adjusted(9 * unit, 9 * unit, -9 * unit, -9 * unit);
    const qreal arm = 11 * unit;
    painter->setPen(QPen(QColor(255, 255, 255, 230), 2.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    for (const bool right : {false, true})
        for (const bool low : {false, true}) {
            const QPointF corner(right ? inner.right() : inner.left(), low ? inner.bottom() : inner.top());
            const QPointF along(right ? -arm : arm, 0);
            const QPointF down(0, low ? -arm : arm);
            painter->drawPolyline(QPolygonF{corner + along, corner, corner + down});
        }
    const qreal crown = frame.top() + 27 * unit;
    painter->setPen(QPen(mint, 1.6, Qt::DashLine, Qt::RoundCap));
    painter->drawLine(QPointF(inner.left() + 14 * unit, crown), QPointF(inner.right() - 14 * unit, crown));
    painter->setPen(QPen(mint, 2.2, Qt::SolidLine, Qt::RoundCap));
    const qreal x = frame.center().x();
    const qreal top = inner.top() - unit;
    painter->drawLine(QPointF(x, top), QPointF(x, crown));
    painter->drawLine(QPointF(x - 3 * unit, top + 3.4 * unit), QPointF(x, top));
    painter->drawLine(QPointF(x + 3 * unit, top + 3.4 * unit), QPointF(x, top));
    painter->drawLine(QPointF(x - 3 * unit, crown - 3.4 * unit), QPointF(x, crown));
    painter->drawLine(QPointF(x + 3 * unit, crown - 3.4 * unit), QPointF(x, crown));
}

} // namespace

SignInArtwork::SignInArtwork(QWidget* parent)
    : QWidget(parent) {
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void SignInArtwork::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QLinearGradient ground(QPointF(0, 0), QPointF(width(), height()));
    ground.setColorAt(0, middle);
    ground.setColorAt(1, deep);
    painter.fillRect(rect(), ground);
    const QPointF centre(width() * 0.5, height() * 0.42);
    QRadialGradient light(centre, width() * 0.75);
    QColor edge = glow;
    edge.setAlpha(0);
    QColor core = glow;
    core.setAlpha(150);
    light.setColorAt(0, core);
    light.setColorAt(1, edge);
    painter.fillRect(rect(), light);

    const qreal frameWidth = std::min({width() * 0.40, height() * 0.34, 270.0});
    const QSizeF size(frameWidth, frameWidth * 1.25);
    const auto turned = [&](qreal x, qreal y, qreal degrees, qreal scale, const Portrait& person) {
        painter.save();
        painter.translate(centre + QPointF(x * frameWidth, y * frameWidth));
        painter.rotate(degrees);
        painter.scale(scale, scale);
        paintFrame(&painter, QRectF(QPointF(-size.width() / 2, -size.height() / 2), size), person);
        painter.restore();
    };
    turned(-0.62, 0.06, -7, 0.86, portraits[0]);
    turned(0.62, 0.06, 7, 0.86, portraits[2]);
    const QRectF front(centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(),
                       size.height());
    paintFrame(&painter, front, portraits[1]);
    paintMeasure(&painter, front);

    const qreal textTop = std::max(front.bottom() + 64, height() * 0.735);
    painter.setFont(ui::font(TextStyle::Display));
    painter.setPen(Qt::white);
    painter.drawText(QRectF(32, textTop, width() - 64, 34), Qt::AlignCenter,
                     tr("Room for everyone's best picture"));
    painter.setFont(ui::font(TextStyle::Body));
    painter.setPen(QColor(0xd8, 0xd9, 0xff));
    painter.drawText(QRectF(48, textTop + 40, width() - 96, 48), Qt::AlignHCenter | Qt::TextWordWrap,
                     tr("Professional headshots for the whole team, from the photos you already have."));
}

} // namespace headroom::ui::signin
