#pragma once

#include <QPainterPath>
#include <QPointF>

#include <vector>

namespace headroom::ui {

/// A smooth curve through points of increasing x that never overshoots between them, so that a count never
/// dips below zero (monotone cubic interpolation, Fritsch and Carlson 1980).
QPainterPath monotoneCurve(const std::vector<QPointF>& points);

} // namespace headroom::ui
