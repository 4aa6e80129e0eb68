#pragma once

#include <span>
#include <string_view>

namespace headroom {

/// A file that the build compiled into the program (see packaging/cmake/HeadroomResources.cmake).
struct EmbeddedFile {
    std::string_view name;
    std::string_view content;
};

} // namespace headroom
