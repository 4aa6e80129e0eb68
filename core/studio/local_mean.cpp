#include "core/studio/local_mean.h"

namespace headroom::studio {

LocalMean localMean(const Colours& picture, const cv::Mat& mask, float sigma) {
    Plane weight;
    mask.convertTo(weight, CV_32F, 1 / 255.);
    Colours weighted(picture.size());
    forRows(picture.rows, [&](int y) {
        for (int x = 0; x < picture.cols; ++x)
            weighted(y, x) = picture(y, x) * weight(y, x);
    });
    constexpr double farther = 3.5;
    const Colours nearSum = blurred(weighted, sigma), farSum = blurred(weighted, farther * sigma);
    const Plane nearWeight = blurred(weight, sigma), farWeight = blurred(weight, farther * sigma);
    LocalMean result{Colours(picture.size()), farWeight};
    forRows(picture.rows, [&](int y) {
        for (int x = 0; x < picture.cols; ++x) {
            const float n = nearWeight(y, x), f = farWeight(y, x);
            const cv::Vec3f nearMean = n > 1e-4f ? nearSum(y, x) * (1 / n) : cv::Vec3f();
            const cv::Vec3f farMean = f > 1e-5f ? farSum(y, x) * (1 / f) : nearMean;
            const float share = ramp(n, 0, 0.06f);
            result.colour(y, x) = nearMean * share + farMean * (1 - share);
        }
    });
    return result;
}

} // namespace headroom::studio
