#pragma once

#include <QColor>

namespace headroom::ui {

/// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1, "contrast ratio" and "relative luminance").
/// AA asks for 4.5 for text, and 3 for large text and for the shapes of controls.
double contrastRatio(const QColor& one, const QColor& other);

} // namespace headroom::ui
