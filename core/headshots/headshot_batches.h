#pragma once

#include "core/base/ids.h"
#include "core/database/database.h"

#include <span>
#include <vector>

// Requests whose end nobody was told of yet. For those who write about it; inside the caller's session.
namespace headroom::headshots {

struct UntoldRequest {
    RequestId id;
    MemberId member;    ///< whose headshots
    MemberId requester; ///< who asked
    bool ended = false; ///< nothing of it waits or is being made
};

/// Oldest first, at most untoldMax.
Result<std::vector<UntoldRequest>> untoldRequests(database::Session& session, const TeamId& team);

struct BatchOutcome {
    std::int64_t made = 0;
    std::int64_t failed = 0;        ///< cancelled ones not counted: somebody wanted that
    std::vector<HeadshotId> newest; ///< some of those made, of as many styles as there are
};

/// What became of requests that ended. `showMax` bounds `newest`.
Result<BatchOutcome> outcomeOf(database::Session& session, std::span<const RequestId> requests,
                               std::size_t showMax);

/// From now on they count as told.
Result<void> markTold(database::Transaction& transaction, std::span<const RequestId> requests);

} // namespace headroom::headshots
