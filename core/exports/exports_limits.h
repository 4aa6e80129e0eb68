#pragma once

#include <cstddef>
#include <cstdint>

// What the room refuses, and why.
namespace headroom::exports {

/// Bytes of a file's name without its ending. Linux stops at 255 bytes, Windows and macOS at 255 UTF-16
/// units; the rest is room for " (12345)", the ending and the temporary file's suffix, and keeps whole paths
/// below Windows' 260 in ordinary folders.
inline constexpr std::size_t maxStemBytes = 160;

/// A template is typed by a person; what is longer was pasted by mistake.
inline constexpr std::size_t maxTemplateBytes = 400;

/// Files of one export: every headshot of a company of 10,000 with ten each. A plan holds about 300 bytes for
/// each.
inline constexpr std::size_t maxItems = 100'000;

/// " (2)", " (3)" ... until a free name is found. Beyond it something is wrong with the folder.
inline constexpr int maxNumber = 100'000;

/// Sizes of one export: the presets and as many of one's own.
inline constexpr std::size_t maxSizes = 12;

/// Left free on the disk, so that an export never takes the last bytes from whatever else runs there.
inline constexpr std::int64_t reserveBytes = 8 << 20;

/// An old journal beyond this is not read: 100,000 lines have 25 MB.
inline constexpr std::size_t maxJournalBytes = 128u << 20;

/// Names that a live preview shows.
inline constexpr std::size_t previewNameCount = 5;

} // namespace headroom::exports
