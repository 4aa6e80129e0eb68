#pragma once

#include "core/studio/style_recipe.h"
#include "core/studio/variants.h"

namespace headroom::studio {

/// What stands behind the person. Same arguments, same picture (at another size, the same picture in that
/// size).
Colours paintBackdrop(const StyleRecipe& recipe, int variation, LightSide light, cv::Size size);

} // namespace headroom::studio
