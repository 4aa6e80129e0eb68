#pragma once

#include "core/base/embedded_file.h"

#include <span>
#include <string_view>

namespace headroom::resources {

/// openapi.json and the pages that the endpoint serves, embedded by the build.
std::span<const EmbeddedFile> endpointFiles();

/// Previews of the styles, rendered by the engine from a bundled photo: <style>.jpg.
std::span<const EmbeddedFile> stylePreviews();

} // namespace headroom::resources

namespace headroom::endpoint {

/// The content of the file with this name; empty when there is none.
std::string_view embedded(std::span<const EmbeddedFile> files, std::string_view name);

} // namespace headroom::endpoint
