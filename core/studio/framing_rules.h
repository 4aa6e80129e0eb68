#pragma once

// Where a head belongs in a headshot, for the studio's own frames and for pictures that others made.
namespace headroom::studio {

/// Height of the eyes, part of the frame's, from the top: a little above the golden section.
inline constexpr float eyeLine = 0.41f;

/// Height of the face, hairline to chin, against the frame's: the most that a style may wish for, and the
/// least at which a picture still is a headshot.
inline constexpr float largestWish = 0.60f;
inline constexpr float smallestShare = 0.24f;

/// What a frame around a smaller face is cut to: as wide as headshots are, so that little is enlarged.
inline constexpr float wideShare = 0.30f;

} // namespace headroom::studio
