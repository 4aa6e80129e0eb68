#include "ui/charts/monotone_curve.h"

#include <cmath>

namespace headroom::ui {
namespace {

std::vector<double> tangents(const std::vector<QPointF>& points) {
    const std::size_t count = points.size();
    std::vector<double> slope(count - 1);
    for (std::size_t i = 0; i + 1 < count; ++i) {
        const double width = points[i + 1].x() - points[i].x();
        slope[i] = width > 0 ? (points[i + 1].y() - points[i].y()) / width : 0;
    }
    std::vector<double> tangent(count);
    tangent.front() = slope.front();
    tangent.back() = slope.back();
    for (std::size_t i = 1; i + 1 < count; ++i)
        tangent[i] = slope[i - 1] * slope[i] <= 0 ? 0 : (slope[i - 1] + slope[i]) / 2;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        if (slope[i] == 0) {
            tangent[i] = tangent[i + 1] = 0;
            continue;
        }
        const double a = tangent[i] / slope[i];
        const double b = tangent[i + 1] / slope[i];
        const double length = a * a + b * b;
        if (length <= 9) continue;
        const double shrink = 3 / std::sqrt(length);
        tangent[i] = shrink * a * slope[i];
        tangent[i + 1] = shrink * b * slope[i];
    }
    return tangent;
}

} // namespace

QPainterPath monotoneCurve(const std::vector<QPointF>& points) {
    QPainterPath path;
    if (points.empty()) return path;
    path.moveTo(points.front());
    if (points.size() < 2) return path;
    const std::vector<double> tangent = tangents(points);
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const double third = (points[i + 1].x() - points[i].x()) / 3;
        path.cubicTo(points[i].x() + third, points[i].y() + tangent[i] * third, points[i + 1].x() - third,
                     points[i + 1].y() - tangent[i + 1] * third, points[i + 1].x(), points[i + 1].y());
    }
    return path;
}

} // namespace headroom::ui
