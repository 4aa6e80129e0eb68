#pragma once

#include "core/studio/pixel_maths.h"

namespace headroom::studio {

/// A coloured wall shines on hair, ears and jaw, and cameras smear its colour over their edges. This takes it
/// out of a band along the outline, in `picture` and, where nothing but wall is left, in `alpha`. Colours
/// that the person has a little further in stay; beside a grey, white or black wall nothing happens.
void removeSpill(Colours& picture, Plane& alpha, float faceHeight);

} // namespace headroom::studio
