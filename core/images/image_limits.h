#pragma once

#include <cstddef>
#include <cstdint>

// What the room refuses, and why. All are checked before a pixel is decoded.
namespace headroom::images {

/// The largest phone sensors in common use give 108 megapixels; anything above is a panorama, a scan or a
/// decompression bomb. At 3 bytes a pixel this bounds the worst full decode to 360 MB.
inline constexpr std::int64_t maxPixels = 120'000'000;

/// No side longer than this: libheif and WebP stop here or earlier, and a 1 x 60,000,000 picture is an
/// attack.
inline constexpr int maxSide = 30'000;

/// A 108-megapixel JPEG at best quality is about 60 MB. Larger files are not photos of a person.
inline constexpr std::size_t maxInputBytes = 96u << 20;

/// Smaller than this nothing can be seen in it. Also keeps ratios of sides finite.
inline constexpr int minSide = 16;

/// Sides that may be asked of resize() and exports: 8 K wide pictures for print.
inline constexpr int maxOutputSide = 8192;

/// An XMP packet beyond this is not read: ours has 1 KB, Photoshop's long histories some 100 KB.
inline constexpr std::size_t maxXmpBytes = 512u << 10;

/// libvips keeps recent operations and open files. Every photo is seen once, so remembering costs and helps
/// nobody.
inline constexpr int vipsCacheOperations = 0;

} // namespace headroom::images
