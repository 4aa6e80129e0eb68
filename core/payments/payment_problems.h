#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/database/database.h"

#include <string>
#include <vector>

// What went wrong with money and needs a person. For those who write about it; inside the caller's session.
namespace headroom::payments {

enum class Problem : std::uint8_t {
    Failed,       ///< a payment that takes days was refused in the end
    Mismatch,     ///< money came that does not fit the order, so nothing was granted
    RefundFailed, ///< the bank sent it back
    Disputed,
};

struct PaymentTrouble {
    Problem problem = Problem::Failed;
    std::string fact; ///< tells this trouble from every other, for ever
    TeamId team;
    OrderId order;
    std::int64_t credits = 0;
    std::int64_t cents = 0;
    std::string currency;
};

/// What became known since then, by the endpoint's clock; at most problemsPerScan, newest first.
Result<std::vector<PaymentTrouble>> problemsSince(database::Session& session, Timestamp since);

} // namespace headroom::payments
