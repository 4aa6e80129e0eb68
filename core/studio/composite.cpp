#include "core/studio/composite.h"

#include "core/studio/random_source.h"

#include <algorithm>

namespace headroom::studio {

namespace {

bool hasWall(BackdropKind kind) {
    switch (kind) {
    case BackdropKind::Seamless:
    case BackdropKind::Canvas:
        return true;
    case BackdropKind::Office:
    case BackdropKind::Garden:
    case BackdropKind::Loft:
        return false;
    }
    __builtin_unreachable();
}

void castShadow(Colours& backdrop, const Plane& alpha, float darkness, LightSide light, float faceHeight) {
    const float away = light == LightSide::Left ? 0.04f : light == LightSide::Right ? -0.04f : 0.015f;
    Plane small;
    cv::resize(alpha, small, {}, 0.25, 0.25, cv::INTER_AREA);
    const float f = faceHeight / 4;
    const cv::Matx23d move(1, 0, away * f, 0, 1, 0.05 * f);
    cv::warpAffine(small, small, move, small.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::GaussianBlur(small, small, {}, 0.10 * f);
    Plane shadow;
    cv::resize(small, shadow, alpha.size(), 0, 0, cv::INTER_LINEAR);
    forRows(alpha.rows, [&](int y) {
        for (int x = 0; x < alpha.cols; ++x)
            backdrop(y, x) *= 1 - darkness * shadow(y, x);
    });
}

} // namespace

cv::Mat3b composite(const Colours& person, const Plane& alpha, Colours backdrop, const StyleRecipe& recipe,
                    LightSide light, float faceHeight) {
    if (hasWall(recipe.backdrop)) castShadow(backdrop, alpha, recipe.shadow, light, faceHeight);
    const Colours glow = blurred(backdrop, 0.10 * faceHeight);
    const Plane edge = blurred(Plane(1 - alpha), 0.014 * faceHeight);
    cv::Mat3b result(alpha.size());
    forRows(alpha.rows, [&](int y) {
        RandomSource random(seedFrom("dither", static_cast<std::uint64_t>(y)));
        for (int x = 0; x < alpha.cols; ++x) {
            const float a = alpha(y, x);
            const float wrap = std::min(1.f, edge(y, x) * 1.2f) * recipe.wrap;
            const cv::Vec3f front = person(y, x) + (glow(y, x) - person(y, x)) * wrap;
            const float noise = random.gaussian() * mix(0.0050f, 0.0020f, a);
            for (int c = 0; c < 3; ++c) {
                const float value = mix(backdrop(y, x)[c], front[c], a) + noise;
                result(y, x)[c] = static_cast<std::uint8_t>(clamp01(value) * 255 + 0.5f);
            }
        }
    });
    return result;
}

} // namespace headroom::studio
