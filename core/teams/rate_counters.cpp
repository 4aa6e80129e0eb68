#include "core/teams/rate_counters.h"

#include "core/base/ensure.h"

namespace headroom::teams {

namespace {

constexpr std::string_view countUp = R"sql(
    INSERT INTO rate_counters (key, window_start, count) VALUES ($1, $2, $3)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN rate_counters.window_start = excluded.window_start
                     THEN rate_counters.count + excluded.count ELSE excluded.count END,
        window_start = excluded.window_start
    RETURNING count)sql";

constexpr std::string_view deleteOld = "DELETE FROM rate_counters WHERE window_start < $1";

} // namespace

Result<Rate> countRate(database::Transaction& transaction, std::string_view key, const RateLimit& limit,
                       Timestamp now, std::int64_t amount) {
    const std::int64_t windowStart = now.ms - now.ms % limit.windowMs;
    const auto row = TRY(transaction.one(countUp, {key, windowStart, amount}));
    ENSURE(row.has_value());
    return row->integer("count") <= limit.max ? Rate::Allowed : Rate::Exceeded;
}

Result<void> takeRate(database::Transaction& transaction, std::string_view key, const RateLimit& limit,
                      Timestamp now, std::int64_t amount) {
    if (TRY(countRate(transaction, key, limit, now, amount)) == Rate::Exceeded)
        return fail(ErrorCode::RateLimited, "too many in this window of time");
    return {};
}

Result<std::int64_t> pruneRates(database::Transaction& transaction, Timestamp before) {
    return transaction.execute(deleteOld, {before});
}

} // namespace headroom::teams
