#pragma once

#include "core/base/result.h"
#include "core/faces/face_models.h"
#include "core/images/bitmap.h"
#include "core/studio/pixel_maths.h"
#include "core/studio/studio.h"

namespace headroom::studio {

/// Where the person is, around the face. Coarser than a headshot; alpha_refinement.h makes it fine for each.
struct PersonAlpha {
    Plane alpha;    ///< 0 backdrop, 1 person.
    Plane contrast; ///< How far the person's colours are from the backdrop's near this place, 0..1.7.
    cv::Matx23d fromPicture; ///< Pixel of the picture to pixel of these planes.
    Matte matte = Matte::Standard;
};

/// Once per photo. Errors: Internal.
Result<PersonAlpha> estimatePersonAlpha(const faces::FaceModels& models, const images::Bitmap& picture,
                                        const faces::FaceMesh& mesh);

/// A plane to lower alpha where a pixel near the outline has the colour of the backdrop beside it. The step
/// that removes halos: networks of 256 pixels know hair only as a blob. `alpha` and the answer have the
/// picture's size.
struct ColourPrior {
    Plane alpha;
    Plane contrast;
};
ColourPrior applyColourPrior(const Colours& picture, const Plane& alpha, const faces::FaceMesh& mesh);

} // namespace headroom::studio
