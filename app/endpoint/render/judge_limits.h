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

/// Part of the face's height by which it may reach beyond the cut.
inline constexpr float faceMayBeCut = 0.04f;

/// Sharpness of the face (faces::FaceMeasures). A picture that a service blurred on purpose has 0.1 and less,
/// soft portraits 0.25 and more.
inline constexpr float leastSharpness = 0.15f;

} // namespace headroom::render
