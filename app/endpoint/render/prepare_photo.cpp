#include "app/endpoint/render/prepare_photo.h"

#include "app/endpoint/render/found_face.h"
#include "core/images/image_decode.h"
#include "core/images/image_encode.h"
#include "core/images/image_resize.h"
#include "core/studio/headshot_crop.h"
#include "core/studio/studio_limits.h"

#include <algorithm>
#include <cmath>

namespace headroom::render {

namespace {

/// Tried one after the other before pixels are given up. Below 76 the face itself suffers.
constexpr int qualities[] = {92, 84, 76};

/// Given up at a time, and where that ends: with fewer pixels nobody makes a headshot.
constexpr double shrinkStep = 0.8;
constexpr int leastEdge = 256;

double aspectOf(int width, int height) {
    return static_cast<double>(std::max(width, height)) / std::min(width, height);
}

bool mustBeCut(const images::ImageInfo& info, const generators::Preparation& wanted) {
    return wanted.part == generators::PhotoPart::Portrait ||
           aspectOf(info.width, info.height) > wanted.aspectMax;
}

/// As the photo check says it: a file that does not decode is, for whoever chose it, no picture.
Error aboutPhoto(Error error) {
    if (error.code == ErrorCode::Corrupt) error.code = ErrorCode::PhotoNotAnImage;
    return error;
}

Result<images::Bitmap> cutAroundFace(const faces::FaceModels& models, const images::Bitmap& picture,
                                     const generators::Preparation& wanted) {
    const auto mesh = TRY(findLargestFace(models, picture));
    if (!mesh) return fail(ErrorCode::PhotoNoFace, "nothing to cut the photo around");
    const int width = picture.width(), height = picture.height();
    return picture.cropped(wanted.part == generators::PhotoPart::Portrait
                               ? studio::headshotCrop(*mesh, width, height)
                               : studio::shortenedAround(*mesh, width, height, wanted.aspectMax));
}

Result<images::Bitmap> shrunkTo(const images::Bitmap& picture, double scale) {
    if (scale >= 1) return picture;
    const auto side = [scale](int pixels) { return std::max(1, static_cast<int>(pixels * scale)); };
    return images::resized(picture, side(picture.width()), side(picture.height()));
}

double scaleWithin(const images::Bitmap& picture, const generators::Preparation& wanted) {
    const double width = picture.width(), height = picture.height();
    return std::min(wanted.edgeMax / std::max(width, height),
                    std::sqrt(static_cast<double>(wanted.pixelsMax) / (width * height)));
}

Result<RenderedFile> encodedWithin(images::Bitmap picture, std::int64_t bytesMax) {
    while (true) {
        for (const int quality : qualities) {
            std::string bytes =
                TRY(images::encodeImage(picture, {images::ImageFormat::Jpeg, quality, std::nullopt}));
            if (static_cast<std::int64_t>(bytes.size()) <= bytesMax)
                return RenderedFile{std::move(bytes), "image/jpeg", picture.width(), picture.height()};
        }
        if (std::max(picture.width(), picture.height()) * shrinkStep < leastEdge)
            return fail(ErrorCode::TooLarge, "photo cannot be made small enough for the service");
        picture = TRY(shrunkTo(picture, shrinkStep));
    }
}

} // namespace

Result<RenderedFile> preparedPhoto(const faces::FaceModels& models, std::string_view bytes,
                                   const generators::Preparation& wanted) {
    const auto info = images::probeImage(bytes);
    if (!info) return fail(aboutPhoto(info.error()));
    const bool cut = mustBeCut(*info, wanted);
    auto decoded = images::decodeImage(bytes, cut ? studio::largestKeptEdge : wanted.edgeMax);
    if (!decoded) return fail(aboutPhoto(decoded.error()));
    images::Bitmap picture = std::move(decoded->pixels);
    if (cut) picture = TRY(cutAroundFace(models, picture, wanted));
    picture = TRY(shrunkTo(picture, scaleWithin(picture, wanted)));
    return encodedWithin(std::move(picture), wanted.bytesMax);
}

} // namespace headroom::render
