#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::services {

/// Different mishaps that are kept of one service: enough to see a pattern, whatever a service puts into its
/// words.
inline constexpr std::int64_t mishapsKept = 50;
/// And shown.
inline constexpr std::int64_t mishapsShown = 10;
inline constexpr std::int64_t mishapsKeptMs = 30LL * 24 * 3600 * 1000;

/// Bytes of one mishap's words.
inline constexpr std::size_t mishapWordsMax = 400;

/// Notes that wait to be written. A service that fails faster than a database can write is noted less often.
inline constexpr std::size_t notesWaitingMax = 256;

/// While a service works, that is written down no more often than this.
inline constexpr std::int64_t workedEveryMs = 60'000;

} // namespace headroom::services
