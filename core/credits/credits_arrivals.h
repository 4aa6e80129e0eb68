#pragma once

#include "core/base/ids.h"
#include "core/database/database.h"

#include <map>

namespace headroom::credits {

/// Credits that somebody is glad to hear of.
struct Arrivals {
    std::int64_t bought = 0;                ///< by paid orders
    std::int64_t debtPaid = 0;              ///< of these
    std::map<MemberId, std::int64_t> given; ///< to members, by somebody else
};

/// What arrived at versions after `after` and up to `until`. For those who write about it.
Result<Arrivals> arrivals(database::Session& session, const TeamId& team, std::int64_t after,
                          std::int64_t until);

/// What a team has left.
struct Left {
    bool everBought = false;
    std::int64_t pool = 0;
    std::int64_t allocated = 0; ///< available to members who are not removed
    std::int64_t held = 0;      ///< for headshots that are being made
};
Result<Left> creditsLeft(database::Session& session, const TeamId& team);

} // namespace headroom::credits
