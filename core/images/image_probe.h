#pragma once

#include "core/base/result.h"

#include <optional>
#include <string_view>

namespace headroom::images {

/// The formats that we read. Decided by the content; a file's name is never asked.
enum class ImageFormat { Jpeg, Png, Webp, Heic };

std::string_view mediaType(ImageFormat format);     ///< "image/jpeg"
std::string_view fileExtension(ImageFormat format); ///< "jpg", without the dot
std::optional<ImageFormat> formatFromMediaType(std::string_view mediaType);

/// By the first bytes alone; nothing for anything else, also for formats that libvips could read.
std::optional<ImageFormat> sniffFormat(std::string_view bytes);

struct ImageInfo {
    ImageFormat format = ImageFormat::Jpeg;
    int width = 0; ///< As shown: after the EXIF orientation.
    int height = 0;
};

/// Reads the header only and applies the limits, so that nothing that is too large is ever decoded. Any
/// thread. Errors: PhotoNotAnImage, PhotoTooManyPixels, TooLarge (bytes), Corrupt.
Result<ImageInfo> probeImage(std::string_view bytes);

} // namespace headroom::images
