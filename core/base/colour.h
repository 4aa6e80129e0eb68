#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace headroom {

/// "#1A2b3c" as "#1a2b3c"; nothing for any other text.
std::optional<std::string> normalisedColour(std::string_view text);

} // namespace headroom
