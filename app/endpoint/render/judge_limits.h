#pragma once

// When a generator's result is no headshot. Milder than for photos (core/photos/photo_limits.h): another
// attempt costs money, and whether eyes are open was looked at in the photo.
namespace headroom::render {

/// Results are decoded with their longer side at most so long: what services make has 1 to 4 megapixels.
inline constexpr int judgedEdge = 4096;

/// Height of the part that becomes the headshot, in pixels of the result. Below it is enlarged more than
/// twice and looks painted.
inline constexpr int leastCropHeight = 600;

/// A headshot keeps what a result has, up to twice the standard size; more is only bytes.
inline constexpr int largestHeight = 2560;

/// The studio's own headshots are looked at at this size: their faces have 200 pixels then.
inline constexpr int checkedEdge = 640;

/// Part of the face's height by which it may reach beyond the cut.
inline constexpr float faceMayBeCut = 0.04f;

/// Sharpness of the face (faces::FaceMeasures). A portrait that is brought down to 64 x 80 and up again, as
/// by a service's filter, has 0.17; down to 85 x 106, 0.23; soft portraits have 0.4 and more.
inline constexpr float leastSharpness = 0.2f;

} // namespace headroom::render
