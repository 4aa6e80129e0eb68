#include "core/images/vips_runtime.h"

#include "core/base/log.h"
#include "core/images/image_limits.h"
#include "core/images/image_probe.h"

#include <mutex>

namespace headroom::images {

namespace {

struct ThreadGuard {
    ~ThreadGuard() { vips_thread_shutdown(); }
};

/// libvips prints warnings about broken input to standard error; they belong into our log.
void logWarning(const gchar*, GLogLevelFlags, const gchar* message, gpointer) {
    log::debug("images.vips", message);
}

bool startVips() {
    g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, &logWarning, nullptr);
    if (VIPS_INIT("headroom") != 0) return false;
    vips_cache_set_max(vipsCacheOperations);
    vips_cache_set_max_files(vipsCacheOperations);
    vips_block_untrusted_set(TRUE);
    // "Untrusted" still leaves loaders that we never want, such as GIF: block all, then open four doors.
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (const char* loader :
         {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadHeif"}) {
        vips_operation_block_set(loader, FALSE);
    }
    return true;
}

} // namespace

Result<void> enterVips() {
    static std::once_flag once;
    static bool started = false;
    std::call_once(once, [] { started = startVips(); });
    if (!started) return fail(ErrorCode::Internal, "libvips does not start: " + takeVipsError());
    static thread_local ThreadGuard guard;
    return {};
}

std::string takeVipsError() {
    char* text = vips_error_buffer_copy(); // copies and clears under libvips' lock
    std::string result(text ? text : "");
    g_free(text);
    while (!result.empty() && (result.back() == '\n' || result.back() == ' '))
        result.pop_back();
    constexpr std::size_t longestUsefulText = 300;
    if (result.size() > longestUsefulText) result.resize(longestUsefulText);
    return result;
}

Result<vips::VImage> openImage(std::string_view bytes, VipsFailOn failOn, int shrink) {
    const auto format = sniffFormat(bytes);
    if (!format) return fail(ErrorCode::PhotoNotAnImage, "not JPEG, PNG, WebP or HEIC");
    auto* options = vips::VImage::option()->set("fail_on", failOn);
    if (shrink > 1 && *format == ImageFormat::Jpeg) options->set("shrink", shrink);
    if (shrink > 1 && *format == ImageFormat::Webp) options->set("scale", 1.0 / shrink);
    try {
        return vips::VImage::new_from_buffer(bytes.data(), bytes.size(), "", options);
    } catch (const vips::VError&) {
        return fail(ErrorCode::Corrupt, takeVipsError());
    }
}

} // namespace headroom::images
