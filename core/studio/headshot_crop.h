#pragma once

#include "core/faces/face_mesh.h"
#include "core/images/bitmap.h"

namespace headroom::studio {

/// Where to cut a headshot (4:5) out of a picture that ends at its borders: by the same sense as the studio's
/// own frames, but nothing is turned, and a picture that is framed as a headshot already loses as little as
/// can be. The mesh is in the picture's pixels. Any thread.
images::PixelRect headshotCrop(const faces::FaceMesh& mesh, int width, int height);

/// The part of a picture that is longer than `aspectMax` (longer side by shorter, at least 1) with the face
/// as near to its middle as the borders allow. All of a picture that is not too long.
images::PixelRect shortenedAround(const faces::FaceMesh& mesh, int width, int height, double aspectMax);

} // namespace headroom::studio
