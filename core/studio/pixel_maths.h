#pragma once

#include "core/base/sanitized.h"
#include "core/faces/face_mesh.h"

#include <opencv2/imgproc.hpp>
#include <span>
#include <vector>

// Small pieces of picture arithmetic. For .cpp files of core/studio only. Colours are RGB floats 0..1, planes
// are floats, both as OpenCV's typed matrices.
namespace headroom::studio {

using Plane = cv::Mat1f;
using Colours = cv::Mat3f;

/// Calls `part(range)` for parts of 0..count, on all cores.
template <class Part>
void inParallel(int count, Part&& part) {
    // TBB is built without the thread sanitizer, which so does not see who waits for whom: each access to a
    // pixel would be a false report.
    if constexpr (threadSanitized)
        part(cv::Range(0, count));
    else
        cv::parallel_for_({0, count}, part);
}

/// Calls `row(y)` for every row, on all cores. Rows must not depend on each other: results are then the same
/// however many cores there are.
template <class Row>
void forRows(int rows, Row&& row) {
    inParallel(rows, [&](const cv::Range& range) {
        for (int y = range.start; y < range.end; ++y)
            row(y);
    });
}

inline float clamp01(float value) {
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

/// 0 at `from`, 1 at `to`, straight between and flat outside.
inline float ramp(float value, float from, float to) {
    return clamp01((value - from) / (to - from));
}

/// The same with soft ends.
inline float smoothRamp(float value, float from, float to) {
    const float t = ramp(value, from, to);
    return t * t * (3 - 2 * t);
}

inline float mix(float a, float b, float share) {
    return a + (b - a) * share;
}

/// Gaussian; large sigmas run on a shrunk copy (a full-size one of sigma 60 takes 250 ms).
cv::Mat blurred(const cv::Mat& picture, double sigma);

/// Blur with a disc, as an open lens does; `radius` in pixels.
cv::Mat discBlurred(const cv::Mat& picture, int radius);

cv::Mat disc(int radius);

Plane smoothRamped(const Plane& plane, float from, float to);

/// Anti-aliased outline through landmarks, 0..1, blurred by `feather` pixels; mesh coordinates times `scale`.
Plane outlineMask(const faces::FaceMesh& mesh, std::span<const int> landmarks, cv::Size size, float feather,
                  float scale = 1);

/// The value below which `share` of the values lie; 0 for none.
float percentile(std::vector<float> values, double share);

inline cv::Point2f point(const faces::FaceMesh& mesh, int landmark) {
    return {mesh.points[landmark].x, mesh.points[landmark].y};
}

/// The mesh after an affine map of the picture.
faces::FaceMesh mapped(const faces::FaceMesh& mesh, const cv::Matx23d& map);

inline cv::Point2d apply(const cv::Matx23d& map, double x, double y) {
    return {map(0, 0) * x + map(0, 1) * y + map(0, 2), map(1, 0) * x + map(1, 1) * y + map(1, 2)};
}

/// `first`, then `second`.
cv::Matx23d combined(const cv::Matx23d& first, const cv::Matx23d& second);

} // namespace headroom::studio
