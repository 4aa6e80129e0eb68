#pragma once

#include "core/base/result.h"
#include "core/teams/permissions.h"

#include <string_view>
#include <variant>

namespace headroom::endpoint {

/// Who may call an operation, beyond what a permission of the member's role says.
enum class Access {
    Public,   ///< anybody
    Loopback, ///< anybody on this machine
    User,     ///< any valid device token
    Team,     ///< an active member of the team in the path
};

using AccessRule = std::variant<Access, teams::Permission>;

/// From the x-access of openapi.json. Corrupt for a word that it should not hold.
Result<AccessRule> parseAccess(std::string_view text);

} // namespace headroom::endpoint
