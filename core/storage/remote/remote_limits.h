#pragma once

#include <cstddef>
#include <cstdint>

// What all stores on the other side of a network keep to.
namespace headroom::storage {

/// Times that one request is sent in all. The stores' own SDKs send three times (AWS) to ten (Vercel); with
/// the pauses below four cover the restart of one server behind a load balancer.
inline constexpr int remoteAttempts = 4;
inline constexpr int remoteBaseDelayMs = 250;
inline constexpr int remoteLongestDelayMs = 4'000;

/// Times that a download goes on where the connection was cut, as long as each brought bytes.
inline constexpr int remoteResumptions = 8;

/// The whole of a request without a large body.
inline constexpr int remoteCallMs = 30'000;

/// While a service puts an upload of many parts together it may be silent for this long.
inline constexpr int remoteCompleteSeconds = 120;

/// The largest answer that is read into memory: a listing of 1000 entries is about 500 KB.
inline constexpr std::size_t remoteAnswerBytes = 4UL * 1024 * 1024;

/// Of what a service says about an error, this much goes into ours.
inline constexpr std::size_t remoteWordsBytes = 200;

/// Bytes that a part of a large upload has, and that one upload holds in memory. S3 wants at least 5 MiB and
/// at most 10,000 parts, so this reaches to 80 GB; Vercel's own client takes the same.
inline constexpr std::size_t remotePartBytes = 8UL * 1024 * 1024;

/// Up to this a blob goes out as one request, beyond it in parts: a cut connection then costs a part and
/// not everything. Two parts, because one more request would buy nothing.
inline constexpr std::int64_t remoteSinglePutBytes = 2 * static_cast<std::int64_t>(remotePartBytes);

} // namespace headroom::storage
