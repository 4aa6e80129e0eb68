#pragma once

namespace headroom::ui::headshots::limits {

/// Keys in one command, as the endpoint takes them.
inline constexpr int mostSelected = 10'000;
/// Pictures side by side; more are too small to judge.
inline constexpr int mostCompared = 4;
inline constexpr int smallestThumb = 120;
inline constexpr int largestThumb = 360;
inline constexpr int usualThumb = 180;

} // namespace headroom::ui::headshots::limits
