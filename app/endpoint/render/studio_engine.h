#pragma once

#include "app/endpoint/render/render_loop.h"

namespace headroom::render {

/// The studio and the photo checks behind the loop. Corrupt, Internal.
Result<std::unique_ptr<RenderEngine>> createStudioEngine();

} // namespace headroom::render
