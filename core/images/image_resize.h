#pragma once

#include "core/base/result.h"
#include "core/images/bitmap.h"

namespace headroom::images {

/// How a picture meets a frame of another shape.
enum class FrameFit {
    Contain, ///< Whole picture inside the frame; one side may be shorter. Never enlarges.
    Cover,   ///< Fills the frame exactly; what sticks out is cut. Enlarges when it must.
};

/// Exactly this size (Lanczos 3). Errors: InvalidInput for sides outside 1..maxOutputSide or an empty
/// picture.
Result<Bitmap> resized(const Bitmap& source, int width, int height);

/// Fits a picture into a frame. Cover keeps the middle across and, going down, favours the upper part, where
/// a portrait has its face. Errors: as resized().
Result<Bitmap> fitted(const Bitmap& source, int frameWidth, int frameHeight, FrameFit fit);

} // namespace headroom::images
