#pragma once

#include "core/generators/render_protocol.h"

#include <filesystem>
#include <string>

namespace headroom::render {

/// A picture's bytes, as given to this process: at most photoBytes (render_limits.h). NotFound, FileAccess,
/// TooLarge.
Result<std::string> readPhoto(const std::filesystem::path& path);

/// Decodes the picture, makes it small and writes previewFile(), with the source's mark of provenance if it
/// has one. Inside the confined process only. Errors: those of images::decodeImage(), DiskFull, FileAccess.
Result<generators::reply::Previewed> makePreview(const generators::PreviewOrder& order);

} // namespace headroom::render
