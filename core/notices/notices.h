#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/database/database.h"

#include <vector>

namespace headroom::notices {

/// Puts mails about what happened into the outbox: finished headshots, credits that arrived, low credits,
/// troubles with payments. It reads only what was committed, and marks it as told in the transaction that
/// adds the mails, so that whatever dies when, and however many processes look at once, each thing is told
/// exactly once (the outbox then sees to it that the mail arrives). No request waits for it.
///
/// Called by the endpoint after commits and now and then. Blocks; any thread.
class Notices {
public:
    Notices(database::Database& database, const Clock& clock)
        : database_(database)
        , clock_(clock) {}

    /// Looks at everything that was not looked at. A team that fails is logged and looked at again next time.
    Result<void> runOnce();

    /// What is new in one team's feed.
    Result<void> tellTeam(const TeamId& team);
    Result<void> tellPaymentTroubles();

private:
    Result<std::vector<TeamId>> teamsBehind() const;

    database::Database& database_;
    const Clock& clock_;
};

} // namespace headroom::notices
