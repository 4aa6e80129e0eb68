#pragma once

#include <cstdint>

namespace headroom::storage {

/// Bytes that Cloudinary takes in one request; larger blobs go in parts of at least 5 MiB. Its plans have
/// smaller limits of their own for an asset, which it tells.
inline constexpr std::int64_t cloudinarySinglePutBytes = 100'000'000;
inline constexpr std::int64_t cloudinaryPartBytesMin = 5LL * 1024 * 1024;

/// Entries of a page of its Admin API.
inline constexpr int cloudinaryPageMax = 500;

/// Life of the link by which we read ourselves: the transfer has to begin within it.
inline constexpr int cloudinaryOwnLinkSeconds = 10 * 60;

} // namespace headroom::storage
