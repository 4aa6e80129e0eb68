#pragma once

#include <cstddef>

namespace headroom::ui::thumbnail_limits {

/// Pixels kept in memory: about 380 thumbnails of 176x220 at scale 1, a dozen screens of scrolling back.
inline constexpr std::size_t cacheBytes = 96 * 1024 * 1024;
/// Newest requests kept waiting; older ones have scrolled away and are asked for again if they come back.
inline constexpr int mostWaiting = 120;
/// Bytes asked of the provider at once; it reads a cache or the network.
inline constexpr int mostFetching = 8;
/// A picture larger than this is not decoded for a thumbnail (200 megapixels).
inline constexpr long long mostPixels = 200'000'000;

} // namespace headroom::ui::thumbnail_limits
