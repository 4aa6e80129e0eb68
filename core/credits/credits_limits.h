#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::credits {

/// Lines in one command. One transaction writes a transfer, a balance and two changes for each, so this keeps
/// the team's row locked for well under two seconds, and covers a company of that size in one go.
inline constexpr std::size_t linesMax = 10'000;

/// Headshots that one command may hold credits for: all styles times the largest count, with room to spare.
inline constexpr std::size_t holdsMax = 1'000;

/// Credits in one line, and the N of "top up to N". Far above any order (10,000), and low enough that the sum
/// of linesMax lines stays far below 2^63.
inline constexpr std::int64_t lineCreditsMax = 1'000'000'000;

/// Credits that a team may ever have bought. With it no sum of a team's accounts can overflow.
inline constexpr std::int64_t teamCreditsMax = 1'000'000'000'000;

/// Days in an overview. A year and its edges; each day is a row in the answer.
inline constexpr std::int64_t overviewDaysMax = 400;

/// Rows in one page of history or of a snapshot; as many as core/sync asks for.
inline constexpr std::int64_t pageMax = 1'000;

/// Differences that verify reports before it stops: whoever reads them repairs from a backup, not by hand.
inline constexpr std::size_t differencesMax = 1'000;

} // namespace headroom::credits
