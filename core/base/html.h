#pragma once

#include <string>
#include <string_view>

namespace headroom {

/// Text as it may stand in HTML, in elements and in quoted attributes. For whatever somebody typed.
std::string escapedHtml(std::string_view text);

} // namespace headroom
