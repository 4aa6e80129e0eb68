#pragma once

#include "core/base/result.h"
#include "core/faces/face_geometry.h"
#include "core/faces/face_models.h"
#include "core/images/bitmap.h"

#include <optional>

namespace headroom::faces {

/// How much of each pixel is a person or what they carry, 0..1, as large as the picture: finer than
/// personMask() and surer of itself, also where it is wrong, so that the mask should have a say in it. The
/// network sees 1024 x 1024. Nothing when it is not installed (FaceModels::matting()). Some 4 s of processor
/// time, on all cores, and 0.5 GB while it runs. Any thread. Errors: InvalidInput (not RGB), Internal.
Result<std::optional<Plane>> personMatte(const FaceModels& models, const images::Bitmap& picture);

} // namespace headroom::faces
