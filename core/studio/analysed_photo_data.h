#pragma once

#include "core/images/bitmap.h"
#include "core/studio/person_alpha.h"
#include "core/studio/studio.h"

namespace headroom::studio {

/// What an AnalysedPhoto holds. Immutable once made.
struct AnalysedPhoto::Data {
    images::Bitmap picture; ///< As large as its headshots need, upright sRGB.
    faces::FaceMesh mesh;   ///< In its pixels.
    PersonAlpha person;
};

} // namespace headroom::studio
