#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

// Names that people type. Pure.
namespace headroom::teams {

/// Trimmed; 1 to teamNameMax code points. InvalidInput otherwise, also for control characters and for the
/// Unicode marks that reverse the direction of what follows (a name must not be able to rewrite the mail or
/// the list that it stands in).
Result<std::string> validTeamName(std::string_view text);

/// Trimmed; may be empty; at most memberNameMax code points.
Result<std::string> validMemberName(std::string_view text);

/// Trimmed; may be empty; at most deviceNameMax code points.
Result<std::string> validDeviceName(std::string_view text);

} // namespace headroom::teams
