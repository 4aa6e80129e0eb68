#pragma once

#include "core/faces/face_mesh.h"
#include "core/images/bitmap.h"

namespace headroom::faces {

/// What can be said about a face in numbers, without judging it (core/photos/photo_checks judges).
struct FaceMeasures {
    float eyeDistance = 0; ///< Pixels of the picture that was measured.
    float sharpness =
        0; ///< sd(Laplacian) / sd(grey) of the face at 200 px width; sharp faces have 0.42 and more.
    float darkestLuma = 0;   ///< 5th percentile of the face's luma, 0..255.
    float middleLuma = 0;    ///< Median.
    float brightestLuma = 0; ///< 95th percentile.
    float burntShare = 0;    ///< Part of the face that is (almost) white, 0..1.
    float eyeOpening = 0;    ///< Height to width of the lids, mean of both eyes (Soukupova 2016).
    float yawDegrees = 0;
    float pitchDegrees = 0;
    float rollDegrees = 0;
    float underEyeBrightness =
        1; ///< Skin under the eyes against cheeks and forehead, the brighter side; sunglasses 0.43.
    float outsideFrame = 0; ///< Part of the mesh's points outside the picture, 0..1.
    float beyondFrame = 0;  ///< How far the face reaches beyond the picture, part of its height.
    float heightShare = 0;  ///< Height of the face, hairline to chin, against the picture's.
    float meshConfidence = 0;
};

/// Any thread; 5 ms. The mesh is in the picture's pixels.
FaceMeasures measureFace(const images::Bitmap& picture, const FaceMesh& mesh);

} // namespace headroom::faces
