#pragma once

#include "core/teams/actor.h"

#include <nlohmann/json.hpp>

namespace headroom::endpoint {

nlohmann::json membershipJson(const teams::Membership& membership);

/// The memberships as the `teams` of a sign-in's answer.
Result<nlohmann::json> membershipsJson(database::Database& database, const UserId& user);

} // namespace headroom::endpoint
