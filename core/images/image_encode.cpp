#include "core/images/image_encode.h"

#include "core/images/vips_bitmap.h"
#include "core/images/vips_runtime.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace headroom::images {

namespace {

// Without it libvips says "uncalibrated", which contradicts the profile, and old readers believe the field.
constexpr const char* exifColourSpace = "exif-ifd2-ColorSpace";
constexpr const char* exifSrgb = "1";
constexpr int pngCompression = 6; // 9 takes four times as long for 1 % less

std::string savedBytes(const vips::VImage& image, const EncodeOptions& options) {
    auto* save = vips::VImage::option()->set("profile", "srgb");
    VipsBlob* blob = nullptr;
    switch (options.format) {
    case ImageFormat::Jpeg:
        blob = image.jpegsave_buffer(save->set("Q", options.quality)
                                         ->set("optimize_coding", true)
                                         ->set("subsample_mode", VIPS_FOREIGN_SUBSAMPLE_OFF));
        break;
    case ImageFormat::Png:
        blob = image.pngsave_buffer(save->set("compression", pngCompression));
        break;
    case ImageFormat::Webp:
        blob = image.webpsave_buffer(save->set("Q", options.quality)->set("smart_subsample", true));
        break;
    case ImageFormat::Heic:
        __builtin_unreachable(); // refused by encodeImage()
    }
    std::size_t size = 0;
    const void* data = vips_blob_get(blob, &size);
    std::string bytes(static_cast<const char*>(data), size);
    vips_area_unref(VIPS_AREA(blob));
    return bytes;
}

Failure fileFailure(int error, const char* step) {
    const auto code = error == ENOSPC || error == EDQUOT ? ErrorCode::DiskFull : ErrorCode::FileAccess;
    return fail(code, std::string(step) + ": " + std::strerror(error));
}

Result<void> writeAll(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fileFailure(errno, "write");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file) != 0) return fileFailure(errno, "fsync");
    return {};
}

} // namespace

Result<std::string> encodeImage(const Bitmap& bitmap, const EncodeOptions& options) {
    if (bitmap.empty()) return fail(ErrorCode::InvalidInput, "empty picture");
    if (options.quality < 1 || options.quality > 100)
        return fail(ErrorCode::InvalidInput, "quality outside 1..100");
    if (options.format == ImageFormat::Heic) return fail(ErrorCode::InvalidInput, "HEIC is read only");
    TRY(enterVips());
    try {
        vips::VImage image = viewOf(bitmap);
        image.set(exifColourSpace, exifSrgb);
        if (options.provenance) {
            const std::string packet = xmpPacket(*options.provenance);
            void* copy = g_malloc(packet.size());
            std::memcpy(copy, packet.data(), packet.size());
            image.set(VIPS_META_XMP_NAME, reinterpret_cast<VipsCallbackFn>(vips_area_free_cb), copy,
                      packet.size());
        }
        return savedBytes(image, options);
    } catch (const vips::VError&) {
        return fail(ErrorCode::Internal, takeVipsError());
    }
}

Result<void> writeImageFile(const std::string& path, std::string_view bytes) {
    std::string temporary = path + ".XXXXXX";
    const int file = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (file < 0) return fileFailure(errno, "create");
    auto written = writeAll(file, bytes);
    if (written && ::fchmod(file, 0644) != 0) written = fileFailure(errno, "permissions");
    if (::close(file) != 0 && written) written = fileFailure(errno, "close");
    if (written && ::rename(temporary.c_str(), path.c_str()) != 0) written = fileFailure(errno, "rename");
    if (!written) ::unlink(temporary.c_str());
    return written;
}

} // namespace headroom::images
