#pragma once

#include "core/studio/pixel_maths.h"

namespace headroom::studio {

/// Proportions of red, green and blue: skin in shade and in light have about the same.
inline cv::Vec3f chromaticity(const cv::Vec3f& colour) {
    return colour * (1 / (colour[0] + colour[1] + colour[2] + 1e-3f));
}

/// Of the face's own skin; `face` is 1 inside its oval.
cv::Vec3f skinChromaticity(const Colours& picture, const Plane& face);

/// Whether skin can be told by its colour: not in a black and white photo.
inline bool isColoured(const cv::Vec3f& chromaticity) {
    constexpr float grey = 1 / 3.f, leastDistance = 0.02f; // skin of all people: 0.06 and more
    return cv::norm(chromaticity - cv::Vec3f(grey, grey, grey)) > leastDistance;
}

} // namespace headroom::studio
