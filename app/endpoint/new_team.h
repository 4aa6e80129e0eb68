#pragma once

#include "core/base/clock.h"
#include "core/database/database.h"

#include <string>

namespace headroom::endpoint {

/// A team with its owner, ledger and feed, in one transaction: what teams and credits know, put together.
Result<TeamId> makeTeam(database::Database& database, const Clock& clock, const std::string& name,
                        const std::string& ownerEmail, const std::string& ownerName);

} // namespace headroom::endpoint
