#pragma once

#include "core/generators/replicate/style_mapping.h"

namespace headroom::generators::replicate {

/// Whether a model takes what a mapping sends, by its own openapi_schema (GET /models/{owner}/{name} or
/// .../versions/{id}: components.schemas.Input). The service itself accepts unknown fields silently and
/// refuses wrong values one headshot at a time, so it is looked at beforehand.
///
/// InvalidInput names the mapping, the style, the field and what the model would take. A schema that cannot
/// be read is InvalidInput too. Pure.
Result<void> checkAgainstSchema(const StyleMapping& mapping, const nlohmann::json& openapiSchema);

} // namespace headroom::generators::replicate
