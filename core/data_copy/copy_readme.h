#pragma once

#include "core/data_copy/data_copy.h"

#include <cstddef>
#include <string>

namespace headroom::data_copy {

struct ReadmeFacts {
    Scope scope = Scope::Own;
    std::string language; ///< a locale; English when there is no text in it
    std::string team;
    std::string day;         ///< "2026-11-22"
    std::size_t leftOut = 0; ///< pictures that are not in the copy
};

/// README.txt of a copy: what is in it, and what is not. Pure.
std::string readmeText(const ReadmeFacts& facts);

} // namespace headroom::data_copy
