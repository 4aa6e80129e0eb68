#pragma once

#include "core/base/result.h"
#include "core/images/bitmap.h"

#include <cstring>
#include <vips/vips8>

// Bridges between our pixels and libvips; only .cpp files of this room include it.
namespace headroom::images {

/// A view: `bitmap` must outlive the image.
inline vips::VImage viewOf(const Bitmap& bitmap) {
    return vips::VImage::new_from_memory(const_cast<std::uint8_t*>(bitmap.data()), bitmap.sizeBytes(),
                                         bitmap.width(), bitmap.height(), bitmap.channels(),
                                         VIPS_FORMAT_UCHAR)
        .copy(vips::VImage::option()->set(
            "interpretation", bitmap.channels() == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB));
}

/// Runs the pipeline. The image has 1 or 3 bands of 8 bits.
inline Result<Bitmap> toBitmap(const vips::VImage& image) {
    if (image.format() != VIPS_FORMAT_UCHAR || (image.bands() != 1 && image.bands() != 3)) {
        return fail(ErrorCode::Corrupt, "unexpected pixel layout");
    }
    std::size_t size = 0;
    void* memory = image.write_to_memory(&size);
    Bitmap bitmap(image.width(), image.height(), image.bands());
    std::memcpy(bitmap.data(), memory, bitmap.sizeBytes());
    g_free(memory);
    return bitmap;
}

} // namespace headroom::images
