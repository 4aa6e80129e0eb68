#include "app/sandbox/stability/stability_pictures.h"

#include "core/images/image_decode.h"
#include "core/images/image_encode.h"
#include "core/images/image_resize.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace headroom::sandbox {

namespace {

using images::Bitmap;

/// The service takes nothing longer.
constexpr int picturesSideMax = 16'383;

/// Calls `change(x, y, pixel)` with places from 0 to 1.
template <class Change>
void forEachPixel(Bitmap& picture, const Change& change) {
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            change(static_cast<float>(x) / static_cast<float>(picture.width()),
                   static_cast<float>(y) / static_cast<float>(picture.height()), picture.row(y) + 3 * x);
}

void relight(Bitmap& picture, std::string_view light) {
    forEachPixel(picture, [&](float x, float y, std::uint8_t* pixel) {
        float toLight = 0.5F;
        if (light == "left") toLight = 1 - x;
        if (light == "right") toLight = x;
        if (light == "above") toLight = 1 - y;
        if (light == "below") toLight = y;
        const float gain = 0.9F + 0.25F * toLight;
        for (int c = 0; c < 3; ++c)
            pixel[c] = static_cast<std::uint8_t>(std::min(255.F, static_cast<float>(pixel[c]) * gain));
    });
}

void cutOut(Bitmap& picture) {
    forEachPixel(picture, [](float x, float y, std::uint8_t* pixel) {
        const float head = std::hypot((x - 0.5F) / 0.34F, (y - 0.42F) / 0.42F);
        const float body = std::hypot((x - 0.5F) / 0.5F, (y - 1.05F) / 0.45F);
        const float outside = std::clamp((std::min(head, body) - 1) * 8, 0.F, 1.F);
        for (int c = 0; c < 3; ++c)
            pixel[c] =
                static_cast<std::uint8_t>(static_cast<float>(pixel[c]) * (1 - outside) + 255 * outside);
    });
}

Bitmap twice(const Bitmap& picture) {
    Bitmap both(2 * picture.width(), picture.height(), 3);
    for (int y = 0; y < picture.height(); ++y) {
        std::memcpy(both.row(y), picture.row(y), picture.rowBytes());
        std::memcpy(both.row(y) + picture.rowBytes(), picture.row(y), picture.rowBytes());
    }
    return both;
}

Result<Bitmap> changed(Bitmap picture, Effect effect, std::string_view light) {
    switch (effect) {
    case Effect::Relit:
        relight(picture, light);
        return picture;
    case Effect::CutOut:
        cutOut(picture);
        return picture;
    case Effect::Larger:
        return images::resized(picture, 4 * picture.width(), 4 * picture.height());
    case Effect::Blurred: {
        const Bitmap small = TRY(
            images::resized(picture, std::max(1, picture.width() / 40), std::max(1, picture.height() / 40)));
        return images::resized(small, picture.width(), picture.height());
    }
    case Effect::TwoFaces:
        return twice(picture);
    case Effect::Nobody:
        std::memset(picture.data(), 150, picture.sizeBytes());
        return picture;
    }
    __builtin_unreachable();
}

} // namespace

Result<std::string> paintedPicture(std::string_view bytes, Effect effect, std::string_view light,
                                   std::string_view format) {
    auto decoded = TRY(images::decodeImage(bytes, picturesSideMax));
    const Bitmap picture = TRY(changed(std::move(decoded.pixels), effect, light));
    images::EncodeOptions options;
    options.format = format == "jpeg"   ? images::ImageFormat::Jpeg
                     : format == "webp" ? images::ImageFormat::Webp
                                        : images::ImageFormat::Png;
    return images::encodeImage(picture, options);
}

} // namespace headroom::sandbox
