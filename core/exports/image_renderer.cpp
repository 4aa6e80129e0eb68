#include "core/exports/image_renderer.h"

#include "core/images/image_export.h"

namespace headroom::exports {

namespace {

images::ImageFormat imageFormat(Format format) {
    switch (format) {
    case Format::Jpeg:
        return images::ImageFormat::Jpeg;
    case Format::Png:
        return images::ImageFormat::Png;
    case Format::Webp:
        return images::ImageFormat::Webp;
    }
    __builtin_unreachable();
}

} // namespace

Result<std::string> ImageRenderer::render(std::string_view bytes, const ExportSettings& settings,
                                          const Size& size) {
    images::ExportOptions options;
    options.format = imageFormat(settings.format);
    options.quality = settings.quality;
    if (size.width > 0 && size.height > 0) {
        const auto fit = size.fit == Fit::Fill ? images::FrameFit::Cover : images::FrameFit::Contain;
        options.frame = images::ExportFrame{size.width, size.height, fit};
    }
    return images::exportImage(bytes, options);
}

} // namespace headroom::exports
