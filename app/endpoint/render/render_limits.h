#pragma once

#include <cstdint>

// What the process that decodes pictures from outside may use. The parent's limits of time stand in
// core/generators/generators_limits.h.
namespace headroom::render {

/// Address space. A headshot at 2048 x 2560 peaks at 1.2 GB resident; threads and mapped libraries reserve
/// more than they use. A decompression bomb ends here.
inline constexpr std::int64_t addressSpaceBytes = 4LL << 30;

/// The same where the finer matte is used: its network takes 0.35 GB, and 0.5 GB more while it runs; threads
/// of a machine with many cores reserve the rest.
inline constexpr std::int64_t addressSpaceWithMatteBytes = 6LL << 30;

/// Processor time in sum of all threads: 120 headshots take some 250 s. A decoder in an endless loop ends
/// here even if the parent is stopped.
inline constexpr std::int64_t processorSeconds = 1800;

/// The largest file that it may write: a result, four times over.
inline constexpr std::int64_t fileBytes = 64LL << 20;

/// Open files: the two streams, a photo, a result, and libraries that look for their modules.
inline constexpr std::int64_t openFiles = 64;

/// Bytes of a photo, as for uploads.
inline constexpr std::int64_t photoBytes = 96LL << 20;

} // namespace headroom::render
