#include "core/images/bitmap.h"

#include "core/base/ensure.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace headroom::images {

Bitmap::Bitmap(int width, int height, int channels)
    : width_(width)
    , height_(height)
    , channels_(channels) {
    ENSURE(width > 0 && height > 0 && (channels == 1 || channels == 3));
    pixels_.resize(static_cast<std::size_t>(width) * height * channels);
}

Bitmap Bitmap::cropped(PixelRect rect) const {
    const int left = std::clamp(rect.x, 0, width_);
    const int top = std::clamp(rect.y, 0, height_);
    const int right = std::clamp(rect.x + rect.width, left, width_);
    const int bottom = std::clamp(rect.y + rect.height, top, height_);
    if (right == left || bottom == top) return {};

    Bitmap part(right - left, bottom - top, channels_);
    for (int y = top; y < bottom; ++y) {
        std::memcpy(part.row(y - top), row(y) + static_cast<std::size_t>(left) * channels_, part.rowBytes());
    }
    return part;
}

namespace {

bool sameShape(const Bitmap& a, const Bitmap& b) {
    return a.width() == b.width() && a.height() == b.height() && a.channels() == b.channels();
}

} // namespace

int maxDifference(const Bitmap& a, const Bitmap& b) {
    if (!sameShape(a, b)) return 255;
    int worst = 0;
    for (std::size_t i = 0; i < a.sizeBytes(); ++i) {
        worst = std::max(worst, std::abs(int(a.data()[i]) - int(b.data()[i])));
    }
    return worst;
}

double meanDifference(const Bitmap& a, const Bitmap& b) {
    if (!sameShape(a, b)) return 255;
    if (a.empty()) return 0;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < a.sizeBytes(); ++i) {
        sum += std::abs(int(a.data()[i]) - int(b.data()[i]));
    }
    return static_cast<double>(sum) / static_cast<double>(a.sizeBytes());
}

} // namespace headroom::images
