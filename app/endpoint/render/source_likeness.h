#pragma once

#include "core/faces/likeness.h"

#include <optional>
#include <string_view>

namespace headroom::render {

/// The face of the person in a source photo, for comparisons within this process. Nothing when the network is
/// not installed, when the photo does not decode, or when it shows nobody.
std::optional<faces::FaceSignature> sourceSignature(const faces::FaceModels& models, std::string_view bytes);

} // namespace headroom::render
