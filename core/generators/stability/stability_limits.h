#pragma once

#include <cstddef>
#include <cstdint>

// What Stability AI asks for (v2beta, Stable Image), and what we allow ourselves.
namespace headroom::generators::stability {

/// "Poll at most every 10 s": who asks more often is locked out.
inline constexpr std::int64_t pollMs = 10'000;

/// After a 429 nothing is answered for so long.
inline constexpr std::int64_t lockOutMs = 60'000;

/// A request as a whole; beyond it 413. Ours stays below with all its texts.
inline constexpr std::int64_t requestBytesMax = 10LL << 20;
inline constexpr std::int64_t photoBytesMax = 8LL << 20;

/// A photo for edits: each side, the product, and how long it may be.
inline constexpr std::int64_t photoPixelsMax = 9'437'184;
inline constexpr std::int64_t cutOutPixelsMax = 4'194'304;
inline constexpr double photoAspectMax = 2.5;

/// What the fast upscaler takes.
inline constexpr std::int64_t upscalePixelsMax = 1'048'576;
inline constexpr int upscaleSideMax = 1'536;

/// A prompt is English and no longer than this.
inline constexpr std::size_t promptLengthMax = 10'000;

/// Sending a photo, and waiting for work that is done while we wait: below a lease (60 s) by a margin.
inline constexpr int submitMs = 45'000;
inline constexpr int upscaleMs = 30'000;

/// An answer with a picture in base64: 12 MB of PNG, four times over.
inline constexpr std::size_t answerBytesMax = 64u << 20;

/// The file of styles that an operator wrote.
inline constexpr std::size_t mappingBytesMax = 256 * 1024;

} // namespace headroom::generators::stability
