#pragma once

namespace headroom::ui::headshots::limits {

/// Keys in one command, as the endpoint takes them.
inline constexpr int mostSelected = 10'000;
/// Pictures side by side; more are too small to judge.
inline constexpr int mostCompared = 4;
/// Files dragged out at once: they are fetched whole while somebody holds the button.
inline constexpr int mostDragged = 20;
inline constexpr int draggedWidth = 96; ///< pixels of the picture under the pointer
/// Of a headshot's name, as the endpoint takes it.
inline constexpr int longestName = 80;
inline constexpr int smallestThumb = 120;
inline constexpr int largestThumb = 360;
inline constexpr int usualThumb = 180;

} // namespace headroom::ui::headshots::limits
