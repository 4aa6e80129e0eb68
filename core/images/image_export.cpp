#include "core/images/image_export.h"

#include "core/images/image_decode.h"
#include "core/images/image_limits.h"

namespace headroom::images {

Result<std::string> exportImage(std::string_view bytes, const ExportOptions& options) {
    EncodeOptions encode{options.format, options.quality, {}};
    encode.provenance = TRY(readProvenance(bytes));
    DecodedImage decoded = TRY(decodeImage(bytes, maxOutputSide));
    if (options.frame) {
        decoded.pixels =
            TRY(fitted(decoded.pixels, options.frame->width, options.frame->height, options.frame->fit));
    }
    return encodeImage(decoded.pixels, encode);
}

} // namespace headroom::images
