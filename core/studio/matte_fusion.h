#pragma once

#include "core/studio/pixel_maths.h"

namespace headroom::studio {

/// The finer matte (faces::personMatte) corrected by the coarse mask (faces::personMask) of the same picture.
/// Each knows what the other does not: the matte draws hair and edges, but takes a dark jacket on a dark wall
/// for half there and a plant behind the shoulder for the person's; the mask is vague at edges, but knows
/// where the person is. Sizes in parts of the mesh's face height. All three belong to one picture.
Plane fusedMatte(const Plane& matte, const Plane& mask, const faces::FaceMesh& mesh);

} // namespace headroom::studio
