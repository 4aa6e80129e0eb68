#pragma once

#include "core/base/clock.h"
#include "core/database/database.h"
#include "core/generators/generator.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::generators::choice {

/// What paid services may cost a day, in the operator's one currency. A day is one of UTC.
struct SpendingRules {
    std::string currency = "USD";
    std::int64_t dayLimitMicros = 0; ///< of all teams together
};

struct DaySpending {
    std::int64_t day = 0; ///< since 1970
    std::int64_t micros = 0;
};

/// What paid generators cost the operator: reserved before anything is asked for, so that what is under way
/// counts, then settled with what it cost. Two counters a day hold the sums, of all teams and of one, and a
/// reservation that would take either over its limit does not happen. Every function is one transaction,
/// blocks, and is safe on any thread and in any number of processes.
class Spending {
public:
    Spending(database::Database& database, const Clock& clock, SpendingRules rules)
        : database_(database)
        , clock_(clock)
        , rules_(std::move(rules)) {}

    /// SpendingLimit says whose limit is used up. The same attempt again changes nothing. Free attempts are
    /// not written down.
    Result<void> reserve(const TeamId& team, std::string_view generator, std::string_view attemptId,
                         const Cost& expected);
    /// What an attempt cost in the end. Repeatable; nothing happens for an attempt that reserved nothing.
    Result<void> settle(std::string_view attemptId, const Cost& cost);
    /// It cost nothing.
    Result<void> release(std::string_view attemptId);

    /// Of today, reserved and spent.
    Result<std::int64_t> today(const TeamId& team);
    /// Days with spending, newest first, at most reportDays.
    Result<std::vector<DaySpending>> report(const TeamId& team);

    const SpendingRules& rules() const { return rules_; }

    /// Forgets attempts of long ago; their days' sums stay. Answers how many.
    Result<std::int64_t> prune();

private:
    std::int64_t dayOf(Timestamp moment) const;

    database::Database& database_;
    const Clock& clock_;
    const SpendingRules rules_;
};

/// Whether a webhook of that service and id comes for the first time. Remembered for webhookIdsKeptMs.
Result<bool> isNewWebhook(database::Transaction& transaction, std::string_view service, std::string_view id,
                          Timestamp now);

} // namespace headroom::generators::choice
