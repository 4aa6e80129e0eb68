#pragma once

#include "core/base/result.h"
#include "core/faces/face_geometry.h"
#include "core/faces/face_models.h"
#include "core/images/bitmap.h"

#include <array>
#include <vector>

namespace headroom::faces {

/// As the detector gives them; right and left are the person's own.
enum FaceKeypoint { RightEye, LeftEye, NoseTip, MouthMiddle, RightEar, LeftEar };

struct DetectedFace {
    Box box; ///< Brows to chin; may reach beyond the picture.
    std::array<Point, 6> keypoints;
    float score = 0; ///< 0.6..1
};

/// How small faces may be that are looked for.
enum class FaceReach {
    Everywhere, ///< down to 1/40 of the longer side
    Large       ///< headshots and the like: down to 1/12, in a tenth of the time
};

/// All faces, largest first: over the whole picture and over overlapping tiles of half its size, so that
/// faces of about 1/40 of the longer side are found. An RGB picture of some 1,000 to 2,000 pixels is right;
/// more only costs. 20 ms a tile, about ten tiles. Any thread. Errors: InvalidInput (not RGB), Internal.
Result<std::vector<DetectedFace>> detectFaces(const FaceModels& models, const images::Bitmap& picture,
                                              FaceReach reach = FaceReach::Everywhere);

/// Of detectFaces()' answer, how many are people in the picture rather than faces on a wall or far behind:
/// those with more than a fifth of the largest one's area.
int countPeople(const std::vector<DetectedFace>& faces);

} // namespace headroom::faces
