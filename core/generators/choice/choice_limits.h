#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::generators::choice {

/// Generators in one list, and styles with a list of their own: more than there are.
inline constexpr std::size_t generatorsMax = 8;
inline constexpr std::size_t stylesMax = 64;
inline constexpr std::size_t nameLengthMax = 64;

/// A limit per day, in millionths: a million units of the currency.
inline constexpr std::int64_t dayLimitMax = 1'000'000LL * 1'000'000;

/// How long what was spent stays with its attempts; the sums of days stay.
inline constexpr std::int64_t attemptsKeptMs = 400LL * 24 * 3600 * 1000;

/// How long the id of a webhook is remembered: services repeat theirs within hours.
inline constexpr std::int64_t webhookIdsKeptMs = 3LL * 24 * 3600 * 1000;

/// Days of a spending report.
inline constexpr int reportDays = 31;

} // namespace headroom::generators::choice
