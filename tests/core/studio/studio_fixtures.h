#pragma once

#include "core/faces/face_detector.h"
#include "core/faces/face_mesh.h"
#include "core/studio/studio.h"
#include "tests/core/images/image_fixtures.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace headroom::fixtures {

inline studio::AnalysedPhoto analysed(const studio::Studio& studio, const std::string& bytes,
                                      const studio::OutputSize& size = {}) {
    auto photo = studio.analyse(bytes, size);
    if (!photo) qFatal("fixture is not analysed: %s", describe(photo.error()).c_str());
    return std::move(*photo);
}

inline images::Bitmap rendered(const studio::Studio& studio, const studio::AnalysedPhoto& photo,
                               std::string_view style, const studio::Variant& variant = {},
                               const studio::OutputSize& size = {}) {
    auto picture = studio.render(photo, style, variant, size);
    if (!picture) qFatal("fixture is not rendered: %s", describe(picture.error()).c_str());
    return std::move(*picture);
}

inline faces::FaceMesh meshIn(const faces::FaceModels& models, const images::Bitmap& picture) {
    const auto found = faces::detectFaces(models, picture);
    if (!found || found->empty()) qFatal("no face in the headshot");
    return *faces::findMesh(models, picture, found->front());
}

/// CIE L* of an sRGB pixel.
inline double lightness(const std::uint8_t* rgb) {
    const auto linear = [](double v) {
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    const double y =
        0.2126 * linear(rgb[0] / 255.) + 0.7152 * linear(rgb[1] / 255.) + 0.0722 * linear(rgb[2] / 255.);
    return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
}

/// Median lightness of cheeks and forehead.
inline double skinLightness(const images::Bitmap& picture, const faces::FaceMesh& mesh) {
    std::vector<double> values;
    const int reach = std::max(1, int(0.04f * mesh.height()));
    for (const int landmark : {50, 280, 205, 425, 151, 9}) {
        const faces::Point p = mesh.at(landmark);
        for (int y = int(p.y) - reach; y <= int(p.y) + reach; ++y) {
            for (int x = int(p.x) - reach; x <= int(p.x) + reach; ++x) {
                if (x >= 0 && y >= 0 && x < picture.width() && y < picture.height())
                    values.push_back(lightness(picture.row(y) + 3 * x));
            }
        }
    }
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
    return values[values.size() / 2];
}

} // namespace headroom::fixtures
