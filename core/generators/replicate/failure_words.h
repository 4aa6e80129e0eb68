#pragma once

#include "core/generators/hosted/service_problem.h"

#include <string_view>

namespace headroom::generators::replicate {

/// What a failed prediction's own words mean. Models write them freely; what nobody knows counts as Failed,
/// which may go well another time.
hosted::Problem problemOfFailure(std::string_view words);

} // namespace headroom::generators::replicate
