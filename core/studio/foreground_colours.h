#pragma once

#include "core/studio/pixel_maths.h"

namespace headroom::studio {

/// The person's own colours without the old backdrop shining through soft edges: multi-level estimation
/// (Germer, Uelwer, Conrad, Harmeling 2020). 80 ms for 1024 x 1280.
Colours foregroundColours(const Colours& picture, const Plane& alpha);

} // namespace headroom::studio
