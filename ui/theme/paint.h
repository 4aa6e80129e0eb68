#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

class QPainter;
class QWidget;

// The few shapes that everything is painted with. All coordinates are device-independent; each function
// leaves the painter as it found it.
namespace headroom::ui {

/// A rounded rectangle, filled and/or outlined inside its rectangle (an invalid colour leaves that part out).
void drawRounded(QPainter* painter, QRectF rect, qreal radius, const QColor& fill, const QColor& line = {},
                 qreal lineWidth = 1);

/// The keyboard focus ring, inside `rect`.
void drawFocusRing(QPainter* painter, const QRectF& rect, qreal radius);

/// A card: 1 px shadow under a surface with a 1 px border.
void drawCard(QPainter* painter, const QRectF& rect, qreal radius);

/// A surface that floats over the page: soft shadow of `depth` pixels, which `rect` includes.
void drawFloating(QPainter* painter, const QRectF& rect, qreal radius, int depth, const QColor& fill,
                  const QColor& line);

/// The same number for the same text in every run (FNV-1a), for colours that must not change; qHash is
/// salted.
unsigned stableHash(const QString& text);

/// Round avatar with initials; the hue follows `seed` (an id), so a person keeps a colour when renamed.
void drawAvatar(QPainter* painter, const QRectF& rect, const QString& name, const QString& seed);

/// Up to two initials: first letters of the first and last word.
QString initials(const QString& name);

/// A share of a track, 0 to 1, growing from the side where reading starts.
void drawBar(QPainter* painter, const QRectF& rect, double share, const QColor& track, const QColor& fill,
             Qt::LayoutDirection direction);

/// Text in the painter's font and pen, broken between words from the top of `rect` over at most `lines`
/// lines; what does not fit ends in an ellipsis.
void drawParagraph(QPainter* painter, const QRectF& rect, const QString& text, int lines,
                   Qt::LayoutDirection direction);

/// Mirrors `rect` inside `area` for right-to-left layouts; the same rectangle otherwise.
QRect mirrored(Qt::LayoutDirection direction, const QRect& area, const QRect& rect);

/// Alignment of the reading side, vertically centred, for the direction.
Qt::Alignment leading(Qt::LayoutDirection direction);
Qt::Alignment trailing(Qt::LayoutDirection direction);

/// True when focus came by keyboard, so that a ring helps and does not clutter.
bool showsFocus(const QWidget* widget);

} // namespace headroom::ui
