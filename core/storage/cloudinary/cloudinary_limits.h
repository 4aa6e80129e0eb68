#pragma once

#include <cstdint>

namespace headroom::storage {

/// Bytes that Cloudinary takes in one request. Its plans have smaller limits of their own for an asset, which
/// it tells.
inline constexpr std::int64_t cloudinaryBlobBytesMax = 100'000'000;

/// Entries of a page of its Admin API.
inline constexpr int cloudinaryPageMax = 500;

/// Life of the link by which we read ourselves: the transfer has to begin within it.
inline constexpr int cloudinaryOwnLinkSeconds = 10 * 60;

} // namespace headroom::storage
