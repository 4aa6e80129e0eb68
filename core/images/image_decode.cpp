#include "core/images/image_decode.h"

#include "core/images/image_limits.h"
#include "core/images/vips_bitmap.h"
#include "core/images/vips_runtime.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace headroom::images {

namespace {

/// How much the decoder may shrink so that at least twice the wanted size is left for a good filter.
int shrinkWhileLoading(const ImageInfo& info, int maxEdge) {
    const double factor = static_cast<double>(std::max(info.width, info.height)) / maxEdge;
    if (factor >= 16) return 8;
    if (factor >= 8) return 4;
    return factor >= 4 ? 2 : 1;
}

/// Not vips_thumbnail_buffer(): its tile cache swallows decoding errors, so that half a JPEG counts as whole
/// (libvips 8.14). Decoding into memory first reports them. Transparency goes before colours are converted.
vips::VImage shrunk(const vips::VImage& file, int maxEdge) {
    vips::VImage image = file.copy_memory();
    if (image.has_alpha()) {
        const double white = image.format() == VIPS_FORMAT_USHORT ? 65535 : 255;
        image = image.flatten(vips::VImage::option()->set("background", std::vector<double>{white}));
    }
    auto* options = vips::VImage::option()->set("height", maxEdge)->set("size", VIPS_SIZE_DOWN);
    if (image.get_typeof(VIPS_META_ICC_NAME) != 0) {
        options->set("export_profile", "srgb")->set("intent", VIPS_INTENT_PERCEPTUAL);
    }
    return image.thumbnail_image(maxEdge, options);
}

/// What thumbnail leaves open: grey, CMYK without a profile, 16 bits.
vips::VImage plainRgb(vips::VImage image) {
    if (image.interpretation() != VIPS_INTERPRETATION_sRGB)
        image = image.colourspace(VIPS_INTERPRETATION_sRGB);
    if (image.bands() == 1) image = image.bandjoin({image, image});
    if (image.bands() > 3) image = image.extract_band(0, vips::VImage::option()->set("n", 3));
    return image.cast(VIPS_FORMAT_UCHAR);
}

} // namespace

Result<DecodedImage> decodeImage(std::string_view bytes, int maxEdge) {
    if (maxEdge < minSide) return fail(ErrorCode::InvalidInput, "maximum edge " + std::to_string(maxEdge));
    DecodedImage result;
    result.info = TRY(probeImage(bytes)); // starts libvips and applies the limits
    try {
        const auto file = TRY(openImage(bytes, VIPS_FAIL_ON_ERROR, shrinkWhileLoading(result.info, maxEdge)));
        result.pixels = TRY(toBitmap(plainRgb(shrunk(file, maxEdge))));
    } catch (const vips::VError&) {
        return fail(ErrorCode::Corrupt, takeVipsError());
    }
    return result;
}

Result<std::string> readImageFile(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error == std::errc::no_such_file_or_directory)
        return fail(ErrorCode::NotFound, "no such picture file");
    if (error) return fail(ErrorCode::FileAccess, error.message());
    if (size > maxInputBytes)
        return fail(ErrorCode::TooLarge, "picture file of " + std::to_string(size) + " bytes");

    std::string bytes(size, '\0');
    std::ifstream file(path, std::ios::binary);
    if (!file.read(bytes.data(), static_cast<std::streamsize>(size))) {
        return fail(ErrorCode::FileAccess, "cannot read the picture file");
    }
    return bytes;
}

} // namespace headroom::images
