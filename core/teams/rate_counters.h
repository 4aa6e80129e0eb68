#pragma once

#include "core/database/database.h"

#include <string>

// How much somebody did in a window of time. Windows are fixed (the hour, the day in UTC), so twice the limit
// may fall around a boundary; the limits are chosen with that in mind.
namespace headroom::teams {

struct RateLimit {
    std::int64_t max = 0;
    std::int64_t windowMs = 0;
};

enum class Rate : std::uint8_t { Allowed, Exceeded };

/// Counts, and says whether the count is still within the limit. Keys hold ids or digests, never addresses.
/// What is counted stays counted only if the transaction commits.
Result<Rate> countRate(database::Transaction& transaction, std::string_view key, const RateLimit& limit,
                       Timestamp now, std::int64_t amount = 1);

/// The same as an error: RateLimited. For writes that are refused as a whole.
Result<void> takeRate(database::Transaction& transaction, std::string_view key, const RateLimit& limit,
                      Timestamp now, std::int64_t amount = 1);

/// Drops counters of windows that began before `before`.
Result<std::int64_t> pruneRates(database::Transaction& transaction, Timestamp before);

} // namespace headroom::teams
