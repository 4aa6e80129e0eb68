#include "ui/gallery/sample_portraits.h"

#include "ui/theme/paint.h"

#include <QBuffer>
#include <QPainter>
#include <QPainterPath>
#include <QRandomGenerator>

#include <array>

namespace headroom::ui::gallery {
namespace {

struct Look {
    QColor skin, hair, coat, ground;
    bool glasses, longHair;
};

Look look(int number) {
    static constexpr std::array skins{0xF6CFB2, 0xE8B48F, 0xC98A5E, 0x9C623B, 0x6B432B};
    static constexpr std::array hairs{0x2A1D18, 0x5A3A24, 0x8B5A2F, 0xC99B56, 0x77787C};
    static constexpr std::array coats{0x1E2431, 0x22384F, 0x2C4A3F, 0x4A2F3C, 0x5A5F6B};
    static constexpr std::array grounds{0x8FB598, 0xC4A595, 0x5B6E93, 0xB8C1CE, 0x7F86A8};
    const auto pick = [&](const auto& from, int step) {
        return QColor(QRgb(from[std::size_t((number / step + number) % int(from.size()))]));
    };
    return {pick(skins, 3),   pick(hairs, 5),  pick(coats, 7),
            pick(grounds, 2), number % 3 == 0, number % 4 == 1};
}

void drawGround(QPainter& painter, const Look& face, int number) {
    QRadialGradient light(120, 110, 260);
    light.setColorAt(0, face.ground.lighter(125));
    light.setColorAt(1, face.ground.darker(125));
    painter.fillRect(QRect(0, 0, 240, 300), light);
    QRandomGenerator random{quint32(number)};
    painter.setPen(Qt::NoPen);
    for (int i = 0; i < 9; ++i) {
        painter.setBrush(QColor(255, 255, 255, 16));
        const double radius = random.bounded(14, 42);
        painter.drawEllipse(QPointF(random.bounded(240), random.bounded(200)), radius, radius);
    }
}

void drawBody(QPainter& painter, const Look& face) {
    QPainterPath coat;
    coat.moveTo(18, 300);
    coat.cubicTo(20, 236, 66, 222, 96, 214);
    coat.lineTo(144, 214);
    coat.cubicTo(174, 222, 220, 236, 222, 300);
    painter.fillPath(coat, face.coat);
    painter.setBrush(QColor(0xECEEF2));
    painter.drawPolygon(QPolygonF({{94, 214}, {120, 262}, {146, 214}}));
    painter.setBrush(face.skin.darker(114));
    painter.drawRoundedRect(QRectF(101, 178, 38, 50), 16, 16);
}

void drawHead(QPainter& painter, const Look& face) {
    if (face.longHair) {
        painter.setBrush(face.hair.darker(115));
        painter.drawRoundedRect(QRectF(66, 70, 108, 150), 48, 48);
    }
    painter.setBrush(face.skin);
    painter.drawEllipse(QRectF(70, 122, 14, 24));
    painter.drawEllipse(QRectF(156, 122, 14, 24));
    QPainterPath head;
    head.addRoundedRect(QRectF(76, 76, 88, 118), 42, 50);
    painter.fillPath(head, face.skin);
    QPainterPath hair;
    hair.moveTo(72, 124);
    hair.cubicTo(64, 60, 96, 52, 124, 54);
    hair.cubicTo(164, 56, 174, 84, 168, 124);
    hair.cubicTo(160, 98, 150, 92, 120, 92);
    hair.cubicTo(94, 92, 84, 100, 72, 124);
    painter.fillPath(hair, face.hair);
    painter.setBrush(QColor(0x33231C));
    painter.drawEllipse(QPointF(102, 130), 4, 4.5);
    painter.drawEllipse(QPointF(138, 130), 4, 4.5);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(face.hair.darker(120), 3, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(94, 119), QPointF(109, 117));
    painter.drawLine(QPointF(131, 117), QPointF(146, 119));
    painter.setPen(QPen(QColor(0xA4493F), 3, Qt::SolidLine, Qt::RoundCap));
    QPainterPath mouth;
    mouth.moveTo(106, 166);
    mouth.quadTo(120, 176, 134, 166);
    painter.drawPath(mouth);
    painter.setPen(QPen(face.skin.darker(130), 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(120, 134), QPointF(117, 150));
    if (!face.glasses) return;
    painter.setPen(QPen(QColor(0x2B2B30), 2.4));
    painter.drawRoundedRect(QRectF(87, 120, 30, 20), 8, 8);
    painter.drawRoundedRect(QRectF(123, 120, 30, 20), 8, 8);
    painter.drawLine(QPointF(117, 128), QPointF(123, 128));
}

} // namespace

QImage drawPortrait(int number, QSize size) {
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size.width() / 240.0, size.height() / 300.0);
    const Look face = look(number);
    drawGround(painter, face, number);
    drawBody(painter, face);
    drawHead(painter, face);
    return image;
}

void SamplePortraits::fetch(const QString& key, QSize pixels, std::function<void(QByteArray)> reply) {
    const int number = int(stableHash(key) % 1000);
    const int height = std::max(pixels.height(), pixels.width() * 5 / 4);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    drawPortrait(number, QSize(height * 4 / 5, height)).save(&buffer, "JPEG", 90);
    reply(bytes);
}

} // namespace headroom::ui::gallery
