#pragma once

#include <array>

// Indices into FaceMesh::points (MediaPipe face mesh, canonical_face_model). Left and right are the person's
// own.
namespace headroom::faces::landmark {

inline constexpr int noseTip = 1;
inline constexpr int foreheadTop = 10;
inline constexpr int chin = 152;
inline constexpr int rightCheekEdge = 234;
inline constexpr int leftCheekEdge = 454;
inline constexpr int rightJaw = 132;
inline constexpr int leftJaw = 361;

inline constexpr std::array faceOval{10,  338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288,
                                     397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
                                     172, 58,  132, 93,  234, 127, 162, 21,  54,  103, 67,  109};
inline constexpr std::array outerLips{61,  146, 91,  181, 84,  17, 314, 405, 321, 375,
                                      291, 409, 270, 269, 267, 0,  37,  39,  40,  185};
inline constexpr std::array innerLips{78,  95,  88,  178, 87,  14, 317, 402, 318, 324,
                                      308, 415, 310, 311, 312, 13, 82,  81,  80,  191};
inline constexpr std::array leftEye{263, 249, 390, 373, 374, 380, 381, 382,
                                    362, 398, 384, 385, 386, 387, 388, 466};
inline constexpr std::array rightEye{33,  7,   163, 144, 145, 153, 154, 155,
                                     133, 173, 157, 158, 159, 160, 161, 246};
inline constexpr std::array leftBrow{276, 283, 282, 295, 285, 336, 296, 334, 293, 300};
inline constexpr std::array rightBrow{46, 53, 52, 65, 55, 107, 66, 105, 63, 70};

/// Along the lower lid from the outer to the inner corner (right), or outer to inner (left).
inline constexpr std::array rightLowerLid{33, 7, 163, 144, 145, 153, 154, 155, 133};
inline constexpr std::array leftLowerLid{263, 249, 390, 373, 374, 380, 381, 382, 362};

/// Skin below the eye and skin of cheeks, chin and forehead: sunglasses darken the first but not the second.
inline constexpr std::array rightUnderEye{230, 231, 229, 24, 110};
inline constexpr std::array leftUnderEye{450, 451, 449, 254, 339};
inline constexpr std::array plainSkin{50, 280, 151, 9};
inline constexpr std::array cheeks{50, 280, 205, 425};

} // namespace headroom::faces::landmark
