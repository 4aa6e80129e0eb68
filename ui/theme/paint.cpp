#include "ui/theme/paint.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QStringList>
#include <QStyle>
#include <QTextLayout>
#include <QTextOption>
#include <QWidget>

#include <algorithm>
#include <array>

namespace headroom::ui {

void drawRounded(QPainter* painter, QRectF rect, qreal radius, const QColor& fill, const QColor& line,
                 qreal lineWidth) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line.isValid() ? QPen(line, lineWidth) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    if (line.isValid()) {
        const qreal half = lineWidth / 2;
        rect.adjust(half, half, -half, -half);
        radius = std::max(0.0, radius - half);
    }
    painter->drawRoundedRect(rect, radius, radius);
    painter->restore();
}

void drawFocusRing(QPainter* painter, const QRectF& rect, qreal radius) {
    drawRounded(painter, rect, radius, {}, Theme::t().accent, 2);
}

void drawCard(QPainter* painter, const QRectF& rect, qreal radius) {
    const Tokens& t = Theme::t();
    drawRounded(painter, rect.adjusted(1, 2, -1, 0), radius, t.shadow);
    drawRounded(painter, rect.adjusted(0, 0, 0, -1), radius, t.surface, t.border);
}

void drawFloating(QPainter* painter, const QRectF& rect, qreal radius, int depth, const QColor& fill,
                  const QColor& line) {
    QColor layer = Theme::t().shadow;
    layer.setAlpha(std::max(6, layer.alpha() / 3));
    for (int step = depth; step > 0; --step) {
        const qreal inset = depth - step;
        drawRounded(painter, rect.adjusted(inset, inset, -inset, -inset), radius + step, layer);
    }
    const qreal top = depth / 2.0; // light comes from above
    drawRounded(painter, rect.adjusted(depth, top, -depth, -depth - (depth - top)), radius, fill, line);
}

QString initials(const QString& name) {
    const QStringList words = name.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.isEmpty()) return {};
    const auto first = [](const QString& word) {
        return word.left(word.at(0).isHighSurrogate() ? 2 : 1).toUpper();
    };
    return words.size() == 1 ? first(words.first()) : first(words.first()) + first(words.last());
}

unsigned stableHash(const QString& text) {
    unsigned hash = 2166136261U;
    for (const QChar letter : text) {
        hash ^= letter.unicode();
        hash *= 16777619U;
    }
    return hash ^ (hash >> 15);
}

void drawAvatar(QPainter* painter, const QRectF& rect, const QString& name, const QString& seed) {
    static constexpr std::array hues{234, 172, 32, 346, 205, 268, 95, 14};
    const int hue = hues[stableHash(seed) % hues.size()];
    const bool dark = Theme::t().dark;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(QColor::fromHsl(hue, dark ? 80 : 140, dark ? 70 : 226));
    painter->drawEllipse(rect);
    QFont face = font(TextStyle::Caption);
    face.setPixelSize(std::max(8, qRound(rect.height() * 0.36)));
    face.setWeight(QFont::DemiBold);
    painter->setFont(face);
    painter->setPen(QColor::fromHsl(hue, dark ? 160 : 130, dark ? 215 : 66));
    painter->drawText(rect, Qt::AlignCenter, initials(name));
    painter->restore();
}

void drawBar(QPainter* painter, const QRectF& rect, double share, const QColor& track, const QColor& fill,
             Qt::LayoutDirection direction) {
    const qreal radius = rect.height() / 2;
    drawRounded(painter, rect, radius, track);
    const double bounded = std::clamp(share, 0.0, 1.0);
    if (bounded <= 0) return;
    QRectF part = rect;
    part.setWidth(std::max(rect.height(), rect.width() * bounded));
    if (direction == Qt::RightToLeft) part.moveRight(rect.right());
    drawRounded(painter, part, radius, fill);
}

void drawParagraph(QPainter* painter, const QRectF& rect, const QString& text, int lines,
                   Qt::LayoutDirection direction) {
    const QFontMetricsF metrics(painter->font());
    QTextOption option(leading(direction) & Qt::AlignHorizontal_Mask);
    option.setTextDirection(direction);
    QTextLayout layout(text, painter->font());
    layout.setTextOption(option);
    layout.beginLayout();
    qreal y = 0;
    for (int i = 0; i < lines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid()) break;
        line.setLineWidth(rect.width());
        const bool more = line.textStart() + line.textLength() < text.size();
        if (more && i + 1 == lines) {
            const QRectF last(rect.left(), rect.top() + y, rect.width(), metrics.height());
            painter->drawText(last, int(leading(direction)),
                              metrics.elidedText(text.mid(line.textStart()), Qt::ElideRight, rect.width()));
            break;
        }
        line.setPosition({0, y});
        line.draw(painter, rect.topLeft());
        y += metrics.lineSpacing();
    }
    layout.endLayout();
}

QRect mirrored(Qt::LayoutDirection direction, const QRect& area, const QRect& rect) {
    return QStyle::visualRect(direction, area, rect);
}

Qt::Alignment leading(Qt::LayoutDirection direction) {
    return QStyle::visualAlignment(direction, Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter;
}

Qt::Alignment trailing(Qt::LayoutDirection direction) {
    return QStyle::visualAlignment(direction, Qt::AlignRight) | Qt::AlignAbsolute | Qt::AlignVCenter;
}

bool showsFocus(const QWidget* widget) {
    return widget->hasFocus() && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
}

} // namespace headroom::ui
