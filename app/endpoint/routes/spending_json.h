#pragma once

#include "app/endpoint/services.h"

#include <nlohmann/json.hpp>

namespace headroom::endpoint {

/// What paid generators cost: of this team today and on its days, and the limit of all teams together.
Result<nlohmann::json> spendingJson(Services& services, const TeamId& team);

} // namespace headroom::endpoint
