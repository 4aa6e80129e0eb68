#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::storage {

/// Characters of a blob key. S3 takes 1024 bytes and Cloudinary 255; three UUIDs and a word need 130.
inline constexpr std::size_t blobKeyMax = 200;

/// Bytes of one blob. The largest thing we keep is a source photo or a PNG of 2048x2560 pixels (20 MB); four
/// times the upload limit leaves room without letting a broken caller fill the disk.
inline constexpr std::int64_t blobBytesMax = 256LL * 1024 * 1024;

/// Entries of one page of a listing: what S3 gives at most.
inline constexpr int listPageMax = 1000;

/// Bytes moved at a time. Large enough that system calls do not show, small enough for many at once.
inline constexpr std::size_t copyBufferBytes = 256 * 1024;

/// Bytes of one read into memory: a finished picture, never a source photo from outside.
inline constexpr std::int64_t readToMemoryMax = 64LL * 1024 * 1024;

/// Age at which a blob without a row, or a temporary file, is taken for left over. Bytes come before the row,
/// and the row may be as late as the longest retried transaction and a restart; a day is ample.
inline constexpr std::int64_t orphanAgeMs = 24LL * 3600 * 1000;

/// Segments of a key, and so the depth of folders on a disk. Ours have three.
inline constexpr std::size_t blobKeySegmentsMax = 6;

} // namespace headroom::storage
