#pragma once

#include "core/base/clock.h"

#include <optional>
#include <string_view>

namespace headroom::storage {

/// `2026-11-22T21:31:13Z`, with or without a fraction of a second (RFC 3339 in UTC); nothing for anything
/// else.
std::optional<Timestamp> parseIsoTime(std::string_view text);

/// `Sun, 22 Nov 2026 21:31:13 GMT` (RFC 9110, IMF-fixdate); nothing for anything else.
std::optional<Timestamp> parseHttpDate(std::string_view text);

} // namespace headroom::storage
