#include "core/images/image_probe.h"

#include "core/images/image_limits.h"
#include "core/images/vips_runtime.h"

#include <algorithm>
#include <array>

namespace headroom::images {

namespace {

bool startsWith(std::string_view bytes, std::string_view magic) {
    return bytes.substr(0, magic.size()) == magic;
}

/// ISO base media file: size, "ftyp", major brand, version, compatible brands. HEVC-coded stills only: AVIF
/// has the same container ("mif1") but another codec.
bool isHeic(std::string_view bytes) {
    if (bytes.size() < 16 || bytes.substr(4, 4) != "ftyp") return false;
    const auto byte = [&](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])); };
    const std::size_t boxBytes = byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
    constexpr std::size_t longestBrandList = 256;
    const std::size_t end = std::min({bytes.size(), boxBytes, longestBrandList});
    constexpr std::array<std::string_view, 4> brands{"heic", "heix", "heim", "heis"};
    for (std::size_t at = 8; at + 4 <= end; at += 4) {
        if (at == 12) continue; // the minor version
        if (std::find(brands.begin(), brands.end(), bytes.substr(at, 4)) != brands.end()) return true;
    }
    return false;
}

bool isTurned(const vips::VImage& image) {
    if (image.get_typeof(VIPS_META_ORIENTATION) == 0) return false;
    const int orientation = image.get_int(VIPS_META_ORIENTATION);
    return orientation >= 5 && orientation <= 8; // Exif 2.32, tag 0x0112: these swap rows and columns
}

} // namespace

std::string_view mediaType(ImageFormat format) {
    switch (format) {
    case ImageFormat::Jpeg:
        return "image/jpeg";
    case ImageFormat::Png:
        return "image/png";
    case ImageFormat::Webp:
        return "image/webp";
    case ImageFormat::Heic:
        return "image/heic";
    }
    __builtin_unreachable();
}

std::string_view fileExtension(ImageFormat format) {
    switch (format) {
    case ImageFormat::Jpeg:
        return "jpg";
    case ImageFormat::Png:
        return "png";
    case ImageFormat::Webp:
        return "webp";
    case ImageFormat::Heic:
        return "heic";
    }
    __builtin_unreachable();
}

std::optional<ImageFormat> formatFromMediaType(std::string_view text) {
    for (auto format : {ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Webp, ImageFormat::Heic}) {
        if (mediaType(format) == text) return format;
    }
    if (text == "image/heif") return ImageFormat::Heic;
    return std::nullopt;
}

std::optional<ImageFormat> sniffFormat(std::string_view bytes) {
    if (startsWith(bytes, "\xff\xd8\xff")) return ImageFormat::Jpeg;
    if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) return ImageFormat::Png;
    if (startsWith(bytes, "RIFF") && bytes.size() >= 16 && bytes.substr(8, 4) == "WEBP")
        return ImageFormat::Webp;
    if (isHeic(bytes)) return ImageFormat::Heic;
    return std::nullopt;
}

Result<ImageInfo> probeImage(std::string_view bytes) {
    if (bytes.size() > maxInputBytes)
        return fail(ErrorCode::TooLarge, "picture of " + std::to_string(bytes.size()) + " bytes");
    const auto format = sniffFormat(bytes);
    if (!format) return fail(ErrorCode::PhotoNotAnImage, "not JPEG, PNG, WebP or HEIC");
    TRY(enterVips());

    const auto image = TRY(openImage(bytes, VIPS_FAIL_ON_ERROR));
    try {
        ImageInfo info{*format, image.width(), image.height()};
        const std::string size = std::to_string(info.width) + " x " + std::to_string(info.height);
        if (std::int64_t{info.width} * info.height > maxPixels ||
            std::max(info.width, info.height) > maxSide) {
            return fail(ErrorCode::PhotoTooManyPixels, size);
        }
        if (std::min(info.width, info.height) < minSide)
            return fail(ErrorCode::PhotoNotAnImage, "only " + size);
        if (isTurned(image)) std::swap(info.width, info.height);
        return info;
    } catch (const vips::VError&) {
        return fail(ErrorCode::Corrupt, takeVipsError());
    }
}

} // namespace headroom::images
