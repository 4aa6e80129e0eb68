#include "core/studio/guided_filter.h"

#include <array>
#include <cmath>

namespace headroom::studio {

namespace {

Plane boxMean(const cv::Mat& plane, int radius) {
    Plane result;
    cv::boxFilter(plane, result, CV_32F, {2 * radius + 1, 2 * radius + 1}, {-1, -1}, true,
                  cv::BORDER_REFLECT);
    return result;
}

template <class Matrix>
Matrix smaller(const Matrix& picture, int shrink) {
    if (shrink <= 1) return picture;
    Matrix result;
    cv::resize(picture, result, {std::max(1, picture.cols / shrink), std::max(1, picture.rows / shrink)}, 0,
               0, cv::INTER_AREA);
    return result;
}

void enlarge(Plane& plane, cv::Size size) {
    if (plane.size() == size) return;
    Plane result;
    cv::resize(plane, result, size, 0, 0, cv::INTER_LINEAR);
    plane = result;
}

/// The six different numbers of a symmetric 3 x 3 matrix.
struct Symmetric3 {
    float xx, xy, xz, yy, yz, zz;
};

/// Solves m * result = v.
cv::Vec3f solved(const Symmetric3& m, const cv::Vec3f& v) {
    const float i0 = m.yy * m.zz - m.yz * m.yz, i1 = m.xz * m.yz - m.xy * m.zz,
                i2 = m.xy * m.yz - m.xz * m.yy;
    const float i3 = m.xx * m.zz - m.xz * m.xz, i4 = m.xy * m.xz - m.xx * m.yz,
                i5 = m.xx * m.yy - m.xy * m.xy;
    const float determinant = m.xx * i0 + m.xy * i1 + m.xz * i2;
    if (std::fabs(determinant) < 1e-18f) return {0, 0, 0};
    const float k = 1 / determinant;
    return {(i0 * v[0] + i1 * v[1] + i2 * v[2]) * k, (i1 * v[0] + i3 * v[1] + i4 * v[2]) * k,
            (i2 * v[0] + i4 * v[1] + i5 * v[2]) * k};
}

} // namespace

Plane edgePreserved(const Plane& plane, int radius, float epsilon, int shrink) {
    const Plane small = smaller(plane, shrink);
    const int r = std::max(1, radius / shrink);
    const Plane mean = boxMean(small, r);
    const Plane variance = boxMean(small.mul(small), r) - mean.mul(mean);
    Plane slope;
    cv::divide(variance, variance + epsilon, slope);
    Plane offset = mean - slope.mul(mean);
    slope = boxMean(slope, r);
    offset = boxMean(offset, r);
    enlarge(slope, plane.size());
    enlarge(offset, plane.size());
    return slope.mul(plane) + offset;
}

Plane guidedByColours(const Colours& guide, const Plane& mask, int radius, float epsilon, int shrink) {
    const Colours picture = smaller(guide, shrink);
    const Plane p = smaller(mask, shrink);
    const int r = std::max(1, radius / shrink);
    std::array<cv::Mat, 3> c;
    cv::split(picture, c.data());
    const std::array<Plane, 3> mean{boxMean(c[0], r), boxMean(c[1], r), boxMean(c[2], r)};
    const Plane meanP = boxMean(p, r);
    const auto covariance = [&](int i, int j) -> Plane {
        return boxMean(c[i].mul(c[j]), r) - mean[i].mul(mean[j]);
    };
    const Plane xx = covariance(0, 0), xy = covariance(0, 1), xz = covariance(0, 2);
    const Plane yy = covariance(1, 1), yz = covariance(1, 2), zz = covariance(2, 2);
    const auto withMask = [&](int i) -> Plane { return boxMean(c[i].mul(p), r) - mean[i].mul(meanP); };
    const Plane px = withMask(0), py = withMask(1), pz = withMask(2);

    std::array<Plane, 4> k; // slopes and offset
    for (Plane& plane : k)
        plane.create(p.size());
    forRows(p.rows, [&](int y) {
        for (int x = 0; x < p.cols; ++x) {
            const Symmetric3 m{xx(y, x) + epsilon, xy(y, x), xz(y, x),
                               yy(y, x) + epsilon, yz(y, x), zz(y, x) + epsilon};
            const cv::Vec3f a = solved(m, {px(y, x), py(y, x), pz(y, x)});
            k[0](y, x) = a[0];
            k[1](y, x) = a[1];
            k[2](y, x) = a[2];
            k[3](y, x) = meanP(y, x) - a[0] * mean[0](y, x) - a[1] * mean[1](y, x) - a[2] * mean[2](y, x);
        }
    });
    for (Plane& plane : k) {
        plane = boxMean(plane, r);
        enlarge(plane, guide.size());
    }
    Plane result(guide.size());
    forRows(guide.rows, [&](int y) {
        for (int x = 0; x < guide.cols; ++x) {
            const cv::Vec3f& v = guide(y, x);
            result(y, x) = k[0](y, x) * v[0] + k[1](y, x) * v[1] + k[2](y, x) * v[2] + k[3](y, x);
        }
    });
    return result;
}

} // namespace headroom::studio
