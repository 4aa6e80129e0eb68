#pragma once

#include "core/base/result.h"
#include "core/images/image_encode.h"
#include "core/images/image_resize.h"

#include <string>
#include <string_view>

namespace headroom::images {

/// A frame to bring the picture into. Sides are pixels, at most maxOutputSide.
struct ExportFrame {
    int width = 0;
    int height = 0;
    FrameFit fit = FrameFit::Contain;
};

struct ExportOptions {
    ImageFormat format = ImageFormat::Jpeg; ///< Jpeg, Png or Webp.
    int quality = 92;
    std::optional<ExportFrame> frame; ///< Without one the picture keeps its size.
};

/// Brings a finished picture into another format and size. Provenance goes along; every other metadata
/// (place, camera, thumbnails, comments) stays behind. Any thread. Errors: those of decodeImage(), fitted()
/// and encodeImage().
Result<std::string> exportImage(std::string_view bytes, const ExportOptions& options);

} // namespace headroom::images
