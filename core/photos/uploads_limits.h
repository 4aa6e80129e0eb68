#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::photos {

/// Bytes of one upload, announced as Tus-Max-Size. The same as what core/images will read (a static_assert
/// holds them together): taking bytes in that are refused later helps nobody.
inline constexpr std::int64_t uploadBytesMax = 96LL << 20;

/// Unfinished uploads of one member at a time, and their announced bytes in sum. The desktop sends three at
/// once and creates each when its turn comes; the rest is for uploads that were given up without a word.
inline constexpr std::int64_t openUploadsPerMemberMax = 50;
inline constexpr std::int64_t openUploadBytesPerMemberMax = 1LL << 30;

/// Photos that one member can keep, and their bytes in sum. Ten good photos make every headshot; five hundred
/// is a whole camera roll dropped on the window.
inline constexpr std::int64_t photosPerMemberMax = 500;
inline constexpr std::int64_t photoBytesPerMemberMax = 4LL << 30;

/// An unfinished upload is kept that long from its creation: a week-end without network.
inline constexpr std::int64_t uploadLifeMs = 72LL * 3600 * 1000;

/// Bytes of Upload-Metadata: a file name of 255 characters in UTF-8 and base64 needs 1400. Keys, and
/// characters of a key: ours has five.
inline constexpr std::size_t uploadMetadataBytesMax = 4096;
inline constexpr std::size_t uploadMetadataKeysMax = 16;
inline constexpr std::size_t uploadMetadataKeyLengthMax = 64;

/// Characters of a file name that is kept: what file systems allow.
inline constexpr std::size_t fileNameLengthMax = 255;

/// A partial file without a row is left over from a crash once it is that old: the row always comes first,
/// so even a minute would do.
inline constexpr std::int64_t strayPartialAgeMs = 3600LL * 1000;

/// Rows that one sweep takes in one go, so that it never holds the writer for long.
inline constexpr int sweepBatch = 200;

/// How long one look at a photo may take before another worker may try: the worker process is killed after a
/// minute, the rest is for storing.
inline constexpr std::int64_t checkLeaseMs = 180'000;

/// Looks at one photo before it is refused: a photo that kills the worker three times would do so for ever.
inline constexpr int checkAttemptsMax = 3;

/// Pause after a look that failed for a reason outside the photo.
inline constexpr std::int64_t checkRetryMs = 10'000;

/// Bytes of the JSON report of a check.
inline constexpr std::size_t checkReportBytesMax = 8192;

/// Rows of one page of a list.
inline constexpr int photoPageMax = 500;

} // namespace headroom::photos
