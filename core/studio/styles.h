#pragma once

#include <span>
#include <string_view>

namespace headroom::studio {

/// A look that the studio can give. Ids are stored in headshots and never change; words may.
struct Style {
    std::string_view id;
    std::string_view name;        ///< English; the desktop translates by id.
    std::string_view description; ///< One line.
};

/// All styles, in the order in which to offer them.
std::span<const Style> styles();

/// Null for an unknown id.
const Style* findStyle(std::string_view id);

} // namespace headroom::studio
