#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::storage {

/// Characters of a blob key. S3 takes 1024 bytes and Cloudinary 255; three UUIDs and a word need 130.
inline constexpr std::size_t blobKeyMax = 200;

/// Bytes of one blob. What we make ourselves is far smaller (a PNG of 2048x2560 pixels has 20 MB, and uploads
/// have a limit of their own); this is what a move between stores carries, and what one request of S3 could
/// hold.
inline constexpr std::int64_t blobBytesMax = 4LL * 1024 * 1024 * 1024;

/// Entries of one page of a listing: what S3 gives at most.
inline constexpr int listPageMax = 1000;

/// Bytes moved at a time. Large enough that system calls do not show, small enough for many at once.
inline constexpr std::size_t copyBufferBytes = 256 * 1024;

/// Bytes of one read into memory: a finished picture, never a source photo from outside.
inline constexpr std::int64_t readToMemoryMax = 64LL * 1024 * 1024;

/// Age at which a blob without a row, or a temporary file, is taken for left over. Bytes come before the row,
/// and the row may be as late as the longest retried transaction and a restart; a day is ample.
inline constexpr std::int64_t orphanAgeMs = 24LL * 3600 * 1000;

/// Blobs that a move between stores has under way at once. Each may hold an upload's part in memory (8 MB)
/// and a scratch file; more would only wait for the same line.
inline constexpr int moveThreadsMax = 16;

/// The longest life of a link to a blob: time enough to begin a download, too little to pass the link on.
inline constexpr int signedLinkSecondsMax = 15 * 60;

/// Segments of a key, and so the depth of folders on a disk. Ours have three.
inline constexpr std::size_t blobKeySegmentsMax = 6;

} // namespace headroom::storage
