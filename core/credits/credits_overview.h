#pragma once

#include "core/database/database.h"
#include "core/sync/rows.h"

#include <vector>

namespace headroom::credits {

struct MemberUse {
    MemberId member;
    sync::MemberState state = sync::MemberState::Active;
    std::int64_t available = 0;
    std::int64_t held = 0;
    std::int64_t spent = 0;     ///< ever
    std::int64_t purchased = 0; ///< ever, by orders that this member placed
    std::int64_t spentInPeriod = 0;
};

/// One day in UTC.
struct DayUse {
    Timestamp day; ///< its first moment
    std::int64_t purchased = 0;
    std::int64_t spent = 0;
    std::int64_t refunded = 0; ///< reversed less posted back; may be below zero
};

struct Overview {
    sync::TeamCreditsRow team;
    std::int64_t allocated = 0; ///< what members have available, in sum
    /// All members who are not removed, and removed ones whom the team's totals still count. Ordered by id.
    std::vector<MemberUse> members;
    /// Every day that the period touches, oldest first, days without use included.
    std::vector<DayUse> days;
};

/// The period is [from, to). InvalidInput when it is empty or lies before 1970, LimitExceeded beyond
/// overviewDaysMax days, NotFound for an unknown team. Read blocks only.
Result<Overview> overview(database::Session& session, const TeamId& team, Timestamp from, Timestamp to);

} // namespace headroom::credits
