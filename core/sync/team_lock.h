#pragma once

#include "core/base/ids.h"
#include "core/database/database.h"

namespace headroom::sync {

/// Waits for whoever writes to the team, and keeps all others out until this transaction ends, without giving
/// the team a new version: for work that reads a team's rows and writes none that travel. NotFound. Answers
/// the team's version.
Result<std::int64_t> lockTeam(database::Transaction& transaction, const TeamId& team);

} // namespace headroom::sync
