#pragma once

#include "app/endpoint/render/render_loop.h"
#include "core/faces/installed_models.h"

namespace headroom::render {

/// The studio and the photo checks behind the loop, with what is installed beside them. Corrupt, Internal.
Result<std::unique_ptr<RenderEngine>> createStudioEngine(const faces::InstalledModels& installed);

} // namespace headroom::render
