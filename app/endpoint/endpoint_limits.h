#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::endpoint {

/// Event streams per team: every member with three devices in a team of 5,000.
inline constexpr std::size_t pushStreamsPerTeam = 15'000;

/// Rows in one page of a list that a person reads.
inline constexpr std::int64_t listPageRows = 500;

/// Messages that wait for the mailer: one invitation command of the largest kind, twice.
inline constexpr std::size_t mailQueueMax = 20'000;

/// Time that requests under way get to finish when the program is asked to stop.
inline constexpr int drainMs = 10'000;

} // namespace headroom::endpoint
