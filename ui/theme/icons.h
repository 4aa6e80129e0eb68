#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QRect>
#include <QString>

class QPainter;

// Lucide outlines (and our own mark), tinted when painted, so that one file serves every theme, state and
// scale. Names are file names in resources/icons without ".svg". GUI thread.
namespace headroom::ui {

enum class IconFill { Outline, Solid };

/// Registers the compiled-in icons; Theme::install() calls it.
void installIcons();

/// An icon for buttons, menus and actions that follows the theme; `fixed` overrides the theme's colour.
QIcon icon(const QString& name, const QColor& fixed = {});

QPixmap iconPixmap(const QString& name, int size, const QColor& color, qreal devicePixelRatio);

/// Paints at the painter's own scale, sharp at any.
void drawIcon(QPainter* painter, const QRect& rect, const QString& name, const QColor& color,
              IconFill fill = IconFill::Outline);

/// The application's picture, for windows and the sign-in page.
QIcon applicationIcon();

} // namespace headroom::ui
