#pragma once

#include "core/base/result.h"
#include "core/faces/face_mesh.h"
#include "core/faces/face_models.h"
#include "core/images/bitmap.h"

#include <optional>
#include <vector>

namespace headroom::faces {

/// Numbers that are near each other for pictures of one person. Biometric data: it lives for the moment of a
/// comparison that the person has agreed to, and is never stored, logged or sent.
class FaceSignature {
public:
    /// Scaled to length one.
    explicit FaceSignature(std::vector<float> numbers);

    /// Cosine of the angle between the two, -1 to 1.
    float likenessTo(const FaceSignature& other) const;

private:
    std::vector<float> numbers_;
};

/// From here on two faces count as one person's (core/faces/README.md has the measurements).
inline constexpr float samePersonFrom = 0.38f;

/// Of one face in an RGB picture, whose mesh is in its pixels; 20 ms. Nothing when the network that it needs
/// is not installed. Any thread. Errors: InvalidInput, Internal.
Result<std::optional<FaceSignature>> faceSignature(const FaceModels& models, const images::Bitmap& picture,
                                                   const FaceMesh& mesh);

} // namespace headroom::faces
