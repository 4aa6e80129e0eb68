#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string>

namespace headroom::endpoint {

/// A small file that a setting names. InvalidInput with the setting's name when it cannot be read, or is
/// larger.
Result<std::string> readTextFile(const std::string& setting, const std::string& path, std::size_t bytesMax);

} // namespace headroom::endpoint
