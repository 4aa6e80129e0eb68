#pragma once

#include "core/studio/pixel_maths.h"

namespace headroom::studio {

/// Proportions of red, green and blue: skin in shade and in light have about the same.
inline cv::Vec3f chromaticity(const cv::Vec3f& colour) {
    return colour * (1 / (colour[0] + colour[1] + colour[2] + 1e-3f));
}

/// Of the face's own skin; `face` is 1 inside its oval.
cv::Vec3f skinChromaticity(const Colours& picture, const Plane& face);

} // namespace headroom::studio
