#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::storage {

/// Depth and number of elements of an answer. A listing of 1000 entries has four levels and 8000 elements;
/// owners and checksums in each may triple that.
inline constexpr int xmlDepthMax = 16;
inline constexpr int xmlElementsMax = 50'000;

/// Parts of one upload that S3 takes.
inline constexpr int s3PartsMax = 10'000;

/// Uploads that one sweep aborts; the next one takes the rest.
inline constexpr int s3SweptUploadsMax = 10'000;

/// Characters of a bucket's name (S3's rules).
inline constexpr std::size_t s3BucketMin = 3;
inline constexpr std::size_t s3BucketMax = 63;

/// The longest life of a link that S3 takes: seven days.
inline constexpr int s3LinkSecondsMax = 604'800;

/// A clock that is further off than this is answered with RequestTimeTooSkewed; a smaller correction of ours
/// would be noise.
inline constexpr std::int64_t s3SkewNoticedMs = 60'000;

} // namespace headroom::storage
