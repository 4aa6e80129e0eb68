#pragma once

#include "core/studio/style_recipe.h"
#include "core/studio/variants.h"

namespace headroom::studio {

/// Puts the person before the backdrop: a soft shadow on paper, light of the backdrop on the person's edge,
/// and a trace of noise that hides the steps of 8-bit gradients. RGB 0..1 in, 8-bit RGB out.
cv::Mat3b composite(const Colours& person, const Plane& alpha, Colours backdrop, const StyleRecipe& recipe,
                    LightSide light, float faceHeight);

} // namespace headroom::studio
