#pragma once

#include "core/studio/pixel_maths.h"

namespace headroom::studio {

/// What the solver is told about a pixel.
struct MattingProblem {
    Colours picture;
    Plane prior;       ///< The alpha to begin with.
    cv::Mat1b trimap;  ///< 0 surely backdrop, 255 surely person, 128 to be found.
    Plane priorWeight; ///< How much the prior counts where it is to be found.
};

/// Closed-form matting (Levin, Lischinski, Weiss 2008): alpha is a linear function of colour in every 3 x 3
/// window. Solved on the unknown pixels alone, by conjugate gradients.
Plane closedFormAlpha(const MattingProblem& problem);

/// Hair-fine alpha at the size of the headshot, from the coarse one. `contrast` says where colours can be
/// trusted.
Plane refinedAlpha(const Colours& picture, const Plane& blurry, const Plane& contrast,
                   const faces::FaceMesh& mesh);

} // namespace headroom::studio
