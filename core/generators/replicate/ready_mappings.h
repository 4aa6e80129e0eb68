#pragma once

#include "core/generators/replicate/style_mapping.h"

#include <string>
#include <string_view>
#include <vector>

namespace headroom::generators::replicate {

/// Names of the mappings that come with the program (resources/generators/replicate), such as
/// "nano-banana-pro".
std::vector<std::string> readyMappings();

/// One of them. NotFound says which there are.
Result<StyleMapping> readyMapping(std::string_view name);

/// An operator's own, with the program's words for styles where it has none. FileAccess, InvalidInput.
Result<StyleMapping> readMapping(const std::filesystem::path& file);

} // namespace headroom::generators::replicate
