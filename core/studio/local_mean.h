#pragma once

#include "core/studio/pixel_maths.h"

namespace headroom::studio {

/// Mean of the colours under a mask near each pixel. Where none is near, those farther away count.
struct LocalMean {
    Colours colour;
    Plane coverage; ///< How much of the mask is near at all.
};

/// `mask` is 0 or 255; `sigma` in pixels says what is near.
LocalMean localMean(const Colours& picture, const cv::Mat& mask, float sigma);

} // namespace headroom::studio
