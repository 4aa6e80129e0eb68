#pragma once

#include "core/base/result.h"
#include "core/faces/face_geometry.h"
#include "core/faces/face_models.h"
#include "core/images/bitmap.h"

namespace headroom::faces {

/// How likely each pixel belongs to a person, 0..1, as large as the picture. Coarse: the network sees 256 x
/// 256. People next to each other are one mask. 25 ms. Any thread. Errors: InvalidInput (not RGB), Internal.
Result<Plane> personMask(const FaceModels& models, const images::Bitmap& picture);

} // namespace headroom::faces
