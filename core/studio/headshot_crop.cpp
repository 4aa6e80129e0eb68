#include "core/studio/headshot_crop.h"

#include "core/studio/framing_rules.h"
#include "core/studio/studio_limits.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

constexpr double widthByHeight = static_cast<double>(standardWidth) / standardHeight;

/// The first pixel of a stretch of `length` that has `middle` in its middle, inside 0 to `side`.
int placed(double middle, int length, int side) {
    return std::clamp(static_cast<int>(std::lround(middle - length / 2.0)), 0, side - length);
}

/// Between nose and ears when the head is turned.
double middleOf(const faces::FaceMesh& mesh) {
    const faces::Box face = mesh.bounds();
    return (face.x + face.width / 2 + mesh.eyesMiddle().x) / 2;
}

} // namespace

images::PixelRect headshotCrop(const faces::FaceMesh& mesh, int width, int height) {
    const double largest = std::min<double>(height, width / widthByHeight);
    const double face = mesh.height();
    const double wished = face >= smallestShare * largest ? largest : face / wideShare;
    images::PixelRect crop;
    crop.height = std::clamp(static_cast<int>(std::lround(wished)), 1, height);
    crop.width = std::clamp(static_cast<int>(std::lround(crop.height * widthByHeight)), 1, width);
    crop.x = placed(middleOf(mesh), crop.width, width);
    crop.y = placed(mesh.eyesMiddle().y + (0.5 - eyeLine) * crop.height, crop.height, height);
    return crop;
}

images::PixelRect shortenedAround(const faces::FaceMesh& mesh, int width, int height, double aspectMax) {
    images::PixelRect part{0, 0, width, height};
    const auto longest = [&](int shorter) { return std::max(1, static_cast<int>(shorter * aspectMax)); };
    if (width > longest(height)) {
        part.width = longest(height);
        part.x = placed(middleOf(mesh), part.width, width);
    } else if (height > longest(width)) {
        part.height = longest(width);
        part.y = placed(mesh.eyesMiddle().y, part.height, height);
    }
    return part;
}

} // namespace headroom::studio
