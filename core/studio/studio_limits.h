#pragma once

// What may be asked of the studio, and why not more.
namespace headroom::studio {

/// What LinkedIn, Slack, badges and web pages need, with reserve; also the shape of a portrait print (4:5).
inline constexpr int standardWidth = 1024;
inline constexpr int standardHeight = 1280;

/// Below it a headshot is a thumbnail: render large and shrink. Above it memory passes 2 GB and no photo has
/// the detail.
inline constexpr int minOutputSide = 256;
inline constexpr int maxOutputSide = 3200;

/// The picture in which the face is looked for. The detector's tiles see 192 pixels each: more only costs.
inline constexpr int detectionEdge = 1600;

/// No photo is kept larger than this, whatever the output: it bounds the memory of one analysed photo to 50
/// MB.
inline constexpr int largestKeptEdge = 4096;

/// Of the height of a headshot, what a face can take at most and still be framed closely. More pixels are not
/// kept.
inline constexpr float largestUsefulFace = 0.47f;

/// Photos of one person in one request, and backdrops of one style. The plan of variants needs at least as
/// many backdrops as photos; nobody uploads more than a dozen.
inline constexpr int maxPhotos = 12;
inline constexpr int backdropVariations = 12;

} // namespace headroom::studio
