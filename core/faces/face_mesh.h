#pragma once

#include "core/base/result.h"
#include "core/faces/face_detector.h"

#include <array>

namespace headroom::faces {

/// MediaPipe's 468 points on a face. Indices that we use have names in face_landmarks.h.
struct FaceMesh {
    std::array<Point3, 468> points;
    float confidence = 0; ///< 0..1; below about 0.3 there is no face.

    Point at(int index) const { return {points[index].x, points[index].y}; }

    /// All coordinates, depth included, multiplied; for a resized picture.
    FaceMesh scaled(float factor) const;

    Box bounds() const;
    Point rightEye() const; ///< Middle of the lids, the person's right eye (left in the picture).
    Point leftEye() const;
    Point eyesMiddle() const;
    float eyeDistance() const;
    float height() const;      ///< Top of the forehead to chin: the unit of most sizes in core/studio.
    float rollDegrees() const; ///< Of the eye line; positive when the person's left eye is lower.
    float
    yawDegrees() const; ///< 0 facing the camera; positive when the person's left cheek is the farther one.
    float pitchDegrees() const; ///< Positive when the chin is farther away than the forehead.
};

/// Fits the mesh to a detected face: once by its box and once more by the result. 8 ms a pass. Any thread.
/// Errors: InvalidInput (not RGB), Internal.
Result<FaceMesh> findMesh(const FaceModels& models, const images::Bitmap& picture, const DetectedFace& face);

} // namespace headroom::faces
