#pragma once

#include "core/studio/pixel_maths.h"
#include "core/studio/random_source.h"

namespace headroom::studio {

/// A place far behind the person, drawn small, in linear light (lamps far above one), before the lens
/// defocuses it. Coordinates are parts of the width and of the height.
class Scene {
public:
    explicit Scene(std::uint64_t seed);

    RandomSource& random() { return random_; }

    /// From top to bottom.
    void gradient(cv::Vec3f top, cv::Vec3f bottom);
    void box(float x, float y, float width, float height, cv::Vec3f colour);
    void boxGradient(float x, float y, float width, float height, cv::Vec3f top, cv::Vec3f bottom);
    void blob(float x, float y, float radiusX, float radiusY, float degrees, cv::Vec3f colour);
    void lamp(float x, float y, float radius, cv::Vec3f colour) {
        blob(x, y, radius, radius * 0.8f, 0, colour);
    }

    /// Through an open lens: discs of `blur` (part of the height), then film: bright lights roll off, corners
    /// darken.
    Colours photographed(float blur, float exposure, cv::Size size) const;

private:
    Colours canvas_;
    RandomSource random_;
};

/// sRGB 0xRRGGBB in linear light, times `strength`.
cv::Vec3f linearColour(std::uint32_t rgb, float strength = 1);

/// sRGB 0xRRGGBB as it is, 0..1.
cv::Vec3f plainColour(std::uint32_t rgb);

void paintOffice(Scene& scene);
void paintGarden(Scene& scene);
void paintLoft(Scene& scene);

} // namespace headroom::studio
