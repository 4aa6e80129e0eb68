#pragma once

#include "core/base/result.h"
#include "core/images/bitmap.h"
#include "core/images/image_probe.h"
#include "core/images/provenance.h"

#include <optional>
#include <string>

namespace headroom::images {

struct EncodeOptions {
    ImageFormat format = ImageFormat::Jpeg; ///< Jpeg, Png or Webp.
    int quality = 92; ///< 1..100, for JPEG and WebP. 92 is visually lossless for portraits.
    std::optional<Provenance> provenance; ///< Written as XMP. Nothing else about the source is ever written.
};

/// The picture as a file's bytes, with an sRGB profile. JPEG is written without chroma subsampling (red lips
/// on a blue backdrop bleed otherwise). Same pixels and options, same bytes. Any thread. Errors: InvalidInput
/// (empty picture, quality, HEIC), Internal.
Result<std::string> encodeImage(const Bitmap& bitmap, const EncodeOptions& options);

/// Writes bytes under a temporary name, syncs and renames, so that the file is there whole or not at all.
/// Errors: DiskFull, FileAccess.
Result<void> writeImageFile(const std::string& path, std::string_view bytes);

} // namespace headroom::images
