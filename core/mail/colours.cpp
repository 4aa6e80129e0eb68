#include "core/mail/colours.h"

#include "core/base/crypto.h"
#include "core/base/ensure.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headroom::mail {

namespace {

using Rgb = std::array<double, 3>; ///< 0 to 255

Rgb rgbOf(std::string_view colour) {
    const auto bytes = fromHex(colour.substr(1));
    ENSURE(bytes && bytes->size() == 3);
    Rgb rgb{};
    for (std::size_t i = 0; i < 3; ++i)
        rgb[i] = static_cast<unsigned char>((*bytes)[i]);
    return rgb;
}

std::string hexOf(const Rgb& rgb) {
    std::string bytes;
    for (const double channel : rgb)
        bytes += static_cast<char>(std::lround(std::clamp(channel, 0.0, 255.0)));
    return "#" + toHex(bytes);
}

/// Relative luminance (WCAG 2.2, definitions).
double luminance(std::string_view colour) {
    Rgb rgb = rgbOf(colour);
    for (double& channel : rgb) {
        channel /= 255;
        channel = channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    }
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

} // namespace

double contrast(std::string_view first, std::string_view second) {
    const double a = luminance(first);
    const double b = luminance(second);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

std::string standingOut(std::string_view colour, std::string_view background, double ratio) {
    const Rgb from = rgbOf(colour);
    const Rgb to = luminance(background) < 0.5 ? Rgb{255, 255, 255} : Rgb{0, 0, 0};
    std::string mixed(colour);
    for (int step = 1; step <= 20 && contrast(mixed, background) < ratio; ++step) {
        Rgb rgb{};
        for (std::size_t i = 0; i < 3; ++i)
            rgb[i] = from[i] + (to[i] - from[i]) * step / 20;
        mixed = hexOf(rgb);
    }
    return mixed;
}

std::string_view textOn(std::string_view colour) {
    constexpr std::string_view white = "#ffffff";
    constexpr std::string_view black = "#141a26";
    // White as long as it can be read: it is what people expect on a coloured button.
    return contrast(colour, white) >= 3.6 ? white : black;
}

} // namespace headroom::mail
