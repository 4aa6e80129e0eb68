#pragma once

#include "core/headshots/headshot_queue.h"
#include "core/sync/team_write.h"

// Between the files of the queue only.
namespace headroom::headshots {

/// Ends the job and the headshot without result, and gives the credit back. The caller has fenced.
Result<void> failInTransaction(sync::TeamWrite& write, const JobRef& job, ErrorCode code);

} // namespace headroom::headshots
