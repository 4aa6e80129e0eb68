#pragma once

#include "core/faces/face_detector.h"
#include "core/faces/face_mesh.h"
#include "core/images/bitmap.h"

#include <optional>
#include <vector>

namespace headroom::render {

/// A picture reduced to what the networks want to see, and who is in it.
struct SeenFaces {
    images::Bitmap picture;
    float scale = 1; ///< pixels of the full picture for one of this
    int people = 0;
    std::optional<faces::FaceMesh> mesh; ///< of the largest face, in this picture's pixels

    faces::FaceMesh meshInFull() const { return mesh->scaled(scale); }
};

/// About 0.2 s. Errors: Internal.
Result<SeenFaces> seeFaces(const faces::FaceModels& models, const images::Bitmap& full);

/// The mesh of the largest face, in the picture's own pixels; nothing when there is none. Also in pictures so
/// long that a face is small in them. Errors: Internal.
Result<std::optional<faces::FaceMesh>> findLargestFace(const faces::FaceModels& models,
                                                       const images::Bitmap& full);

} // namespace headroom::render
