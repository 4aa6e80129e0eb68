#pragma once

#include <QtGlobal>

namespace headroom::ui::settings::limits {

/// The most that a team's limit a day can be, in millionths: as the endpoint takes it.
inline constexpr qint64 mostDayLimitMicros = 1'000'000LL * 1'000'000;

/// From which number of credits on a team is told that they run low, at most: as the endpoint takes it.
inline constexpr int mostLowCredits = 1'000'000;

} // namespace headroom::ui::settings::limits
