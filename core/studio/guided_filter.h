#pragma once

#include "core/studio/pixel_maths.h"

namespace headroom::studio {

/// Smooths a plane along its own structure (He, Sun, Tang 2013, self-guided): flat areas are averaged over
/// `radius`, edges stronger than sqrt(epsilon) stay. `shrink` computes the coefficients on a smaller copy
/// (He, Sun 2015).
Plane edgePreserved(const Plane& plane, int radius, float epsilon, int shrink = 1);

/// Draws a coarse mask to the edges of a colour picture (the same paper with a colour guide).
Plane guidedByColours(const Colours& guide, const Plane& mask, int radius, float epsilon, int shrink = 1);

} // namespace headroom::studio
