#include "core/studio/pixel_maths.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

cv::Mat blurred(const cv::Mat& picture, double sigma) {
    cv::Mat result;
    constexpr double directSigma = 6;
    if (sigma < 0.2) return picture.clone();
    if (sigma < directSigma) {
        cv::GaussianBlur(picture, result, {}, sigma);
        return result;
    }
    const double scale = 4 / sigma;
    cv::Mat small;
    const cv::Size size(std::max(1, cvRound(picture.cols * scale)),
                        std::max(1, cvRound(picture.rows * scale)));
    cv::resize(picture, small, size, 0, 0, cv::INTER_AREA);
    cv::GaussianBlur(small, small, {}, sigma * size.width / picture.cols, sigma * size.height / picture.rows);
    cv::resize(small, result, picture.size(), 0, 0, cv::INTER_CUBIC);
    return result;
}

cv::Mat disc(int radius) {
    return cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * radius + 1, 2 * radius + 1});
}

cv::Mat discBlurred(const cv::Mat& picture, int radius) {
    cv::Mat kernel;
    disc(radius).convertTo(kernel, CV_32F);
    kernel /= cv::sum(kernel)[0];
    cv::Mat result;
    cv::filter2D(picture, result, -1, kernel, {-1, -1}, 0, cv::BORDER_REFLECT);
    return result;
}

Plane smoothRamped(const Plane& plane, float from, float to) {
    Plane result(plane.size());
    forRows(plane.rows, [&](int y) {
        for (int x = 0; x < plane.cols; ++x)
            result(y, x) = smoothRamp(plane(y, x), from, to);
    });
    return result;
}

Plane outlineMask(const faces::FaceMesh& mesh, std::span<const int> landmarks, cv::Size size, float feather,
                  float scale) {
    constexpr int fractionBits = 4;
    constexpr float unit = 1 << fractionBits;
    std::vector<cv::Point> outline;
    for (const int i : landmarks) {
        const cv::Point2f p = point(mesh, i) * (scale * unit);
        outline.emplace_back(cvRound(p.x), cvRound(p.y));
    }
    cv::Mat1b drawn(size, 0);
    const cv::Point* points = outline.data();
    const int count = static_cast<int>(outline.size());
    cv::fillPoly(drawn, &points, &count, 1, 255, cv::LINE_AA, fractionBits);
    Plane mask;
    drawn.convertTo(mask, CV_32F, 1 / 255.);
    return feather > 0 ? Plane(blurred(mask, feather)) : mask;
}

float percentile(std::vector<float> values, double share) {
    if (values.empty()) return 0;
    const auto at =
        std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
    return values[at];
}

faces::FaceMesh mapped(const faces::FaceMesh& mesh, const cv::Matx23d& map) {
    const double scale = std::hypot(map(0, 0), map(1, 0));
    faces::FaceMesh result = mesh;
    for (faces::Point3& p : result.points) {
        const cv::Point2d q = apply(map, p.x, p.y);
        p = {static_cast<float>(q.x), static_cast<float>(q.y), static_cast<float>(p.z * scale)};
    }
    return result;
}

cv::Matx23d combined(const cv::Matx23d& first, const cv::Matx23d& second) {
    cv::Matx23d result;
    for (int i = 0; i < 2; ++i) {
        for (int j = 0; j < 3; ++j)
            result(i, j) =
                second(i, 0) * first(0, j) + second(i, 1) * first(1, j) + (j == 2 ? second(i, 2) : 0);
    }
    return result;
}

} // namespace headroom::studio
