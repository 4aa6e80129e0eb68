#pragma once

#include "core/base/result.h"
#include "core/images/bitmap.h"
#include "core/images/image_probe.h"

#include <string>
#include <string_view>

namespace headroom::images {

struct DecodedImage {
    ImageInfo info; ///< Of the file: its full size.
    Bitmap pixels;  ///< RGB, upright, sRGB; no side longer than asked for.
};

/// Decodes to upright sRGB: EXIF orientation applied, ICC profiles (Display P3 of phones, Adobe RGB, CMYK,
/// grey) converted, transparency laid over white, 16 bits reduced to 8. `maxEdge` bounds both sides; JPEG and
/// WebP shrink while loading, so that a 12-megapixel JPEG at 1024 takes 60 ms instead of 150. Never enlarges.
/// Any thread. Errors: those of probeImage(); Corrupt for a file that ends early or does not decode.
Result<DecodedImage> decodeImage(std::string_view bytes, int maxEdge);

/// The whole file as bytes. Errors: NotFound, FileAccess, TooLarge (beyond maxInputBytes).
Result<std::string> readImageFile(const std::string& path);

} // namespace headroom::images
