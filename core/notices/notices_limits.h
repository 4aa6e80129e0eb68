#pragma once

#include <cstdint>

namespace headroom::notices {

/// Somebody whose device was seen that recently needs no mail about finished headshots: they are on the
/// screen. A device's "last seen" is written once a minute.
inline constexpr std::int64_t seenRecentlyMs = 3LL * 60 * 1000;

/// Troubles with payments that are older were told long ago, or happened before there were such mails.
inline constexpr std::int64_t troubleWindowMs = 7LL * 24 * 60 * 60 * 1000;

/// Teams looked at in one go; the rest follow at once.
inline constexpr int teamsPerScan = 500;

} // namespace headroom::notices
