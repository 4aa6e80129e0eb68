#include "core/images/image_resize.h"

#include "core/images/image_limits.h"
#include "core/images/vips_bitmap.h"
#include "core/images/vips_runtime.h"

#include <algorithm>
#include <cmath>

namespace headroom::images {

namespace {

/// Of what Cover cuts away in height, the share taken from the top. Headshots have little room above the
/// hair.
constexpr double cutFromTop = 0.15;

bool isSensibleSize(int width, int height) {
    return width >= 1 && height >= 1 && width <= maxOutputSide && height <= maxOutputSide;
}

} // namespace

Result<Bitmap> resized(const Bitmap& source, int width, int height) {
    if (source.empty() || !isSensibleSize(width, height)) {
        return fail(ErrorCode::InvalidInput,
                    "size " + std::to_string(width) + " x " + std::to_string(height));
    }
    if (width == source.width() && height == source.height()) return source;
    TRY(enterVips());
    try {
        auto image = viewOf(source).resize(static_cast<double>(width) / source.width(),
                                           vips::VImage::option()
                                               ->set("vscale", static_cast<double>(height) / source.height())
                                               ->set("kernel", VIPS_KERNEL_LANCZOS3));
        if (image.width() != width || image.height() != height) { // libvips rounds; at most one pixel off
            image = image.embed(0, 0, width, height, vips::VImage::option()->set("extend", VIPS_EXTEND_COPY));
        }
        return toBitmap(image);
    } catch (const vips::VError&) {
        return fail(ErrorCode::Internal, takeVipsError());
    }
}

Result<Bitmap> fitted(const Bitmap& source, int frameWidth, int frameHeight, FrameFit fit) {
    if (source.empty() || !isSensibleSize(frameWidth, frameHeight))
        return fail(ErrorCode::InvalidInput, "frame size");
    const double across = static_cast<double>(frameWidth) / source.width();
    const double down = static_cast<double>(frameHeight) / source.height();
    const auto scaled = [](int side, double scale) {
        return std::max(1, static_cast<int>(std::lround(side * scale)));
    };

    if (fit == FrameFit::Contain) {
        const double scale = std::min({across, down, 1.0});
        return resized(source, scaled(source.width(), scale), scaled(source.height(), scale));
    }
    const double scale = std::max(across, down);
    const int partWidth = std::min(source.width(), scaled(frameWidth, 1 / scale));
    const int partHeight = std::min(source.height(), scaled(frameHeight, 1 / scale));
    const PixelRect part{(source.width() - partWidth) / 2,
                         static_cast<int>(std::lround((source.height() - partHeight) * cutFromTop)),
                         partWidth, partHeight};
    return resized(source.cropped(part), frameWidth, frameHeight);
}

} // namespace headroom::images
