#pragma once

// When a photo is refused, when it is only worth a word. Numbers were tried on some 45 portraits of all ages,
// skins and hair. A photo from which a usable headshot results must pass: every refusal sits well beyond the
// worst accepted one.
namespace headroom::photos {

/// The picture is looked at with its longer side at this many pixels: the detector's tiles and the sharpness
/// scale need no more, and a 12-megapixel JPEG comes down to it in 100 ms.
inline constexpr int checkEdge = 2048;

/// Pixels between the eyes, in the file. Below 40 a headshot of 1024 x 1280 is enlarged five times and looks
/// painted; below 110 it is visibly soft.
inline constexpr float minEyeDistance = 40;
inline constexpr float comfortableEyeDistance = 110;

/// sd(Laplacian) / sd(grey) of the face. Sharp photos: 0.42 to 3.7. Blurred by a Gaussian of 3 px: 0.23 to
/// 0.31.
inline constexpr float minSharpness = 0.25f;
inline constexpr float comfortableSharpness = 0.35f;

/// 95th percentile of the face's luma (0..255): its highlights, which even very dark skin has when it is lit.
inline constexpr float minBrightestLuma = 70;
inline constexpr float comfortableBrightestLuma = 95;

/// Part of the face that is burnt out. White hair and glasses reach 3 %.
inline constexpr float maxBurntShare = 0.12f;
inline constexpr float comfortableBurntShare = 0.05f;

/// Height to width of the lids. Closed: 0.155. Open and smiling: 0.195 and more.
inline constexpr float minEyeOpening = 0.175f;

/// Degrees. At 35 the far eye begins to disappear; a tilt beyond 30 cannot be straightened without a stiff
/// neck.
inline constexpr float maxYaw = 35;
inline constexpr float maxRoll = 30;

/// Skin under the eyes against cheeks and forehead. Sunglasses: 0.43. Everybody else: 0.68 and more.
inline constexpr float minUnderEyeBrightness = 0.58f;

/// Part of the mesh outside the picture, and how far it reaches out, part of the face's height. A forehead
/// that touches the edge is fine; a chin that is missing is not, nor is a picture that begins at the brows.
inline constexpr float maxOutsideFrame = 0.03f;
inline constexpr float maxBeyondFrame = 0.05f;

/// Height of the face against the photo's. A selfie at arm's length has 0.6. From 0.9 on a frame of 4:5
/// inside the photo is narrower than the face.
inline constexpr float maxHeightShare = 0.88f;

/// Below this the mesh has not found a face in what the detector took for one.
inline constexpr float minMeshConfidence = 0.3f;

} // namespace headroom::photos
