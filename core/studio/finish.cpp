#include "core/studio/portrait.h"
#include "core/studio/random_source.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace headroom::studio {

/// A gentle S, plus the style's contrast around the middle.
void applyTone(Portrait& portrait, float contrast, Palette palette) {
    forRows(portrait.size().height, [&](int y) {
        for (int x = 0; x < portrait.size().width; ++x) {
            const float v = clamp01(portrait.lightness(y, x));
            const float middle = 1 - std::fabs(2 * v - 1);
            const float curve = 0.025f * std::sin((v - 0.5f) * 2 * std::numbers::pi_v<float>);
            portrait.lightness(y, x) = clamp01(v + (contrast - 1) * 1.6f * (v - 0.5f) * middle + curve);
            if (palette == Palette::Monochrome) portrait.a(y, x) = portrait.b(y, x) = 0;
        }
    });
}

/// Enlarged skin looks like plastic; a little grain gives it texture again.
void addGrain(Portrait& portrait) {
    if (portrait.enlarged <= 1.5f) return;
    const float strength = std::min(0.020f, 0.008f * (portrait.enlarged - 0.5f));
    Plane grain(portrait.size());
    forRows(grain.rows, [&](int y) {
        RandomSource random(seedFrom("grain", static_cast<std::uint64_t>(y)));
        for (int x = 0; x < grain.cols; ++x)
            grain(y, x) = random.gaussian();
    });
    cv::GaussianBlur(grain, grain, {}, 0.9);
    forRows(grain.rows, [&](int y) {
        for (int x = 0; x < grain.cols; ++x) {
            float& value = portrait.lightness(y, x);
            const float weight = mix(0.35f, 1, portrait.masks.skin(y, x)) * std::min(1.f, value * 3);
            value = clamp01(value + grain(y, x) * strength * weight);
        }
    });
}

void sharpen(Portrait& portrait) {
    constexpr double radius = 1.1;
    constexpr float largestStep = 0.06f; // no halos along collars
    const float amount = portrait.enlarged > 1.5f ? 0.35f : 0.55f;
    const Plane smooth = blurred(portrait.lightness, radius);
    forRows(smooth.rows, [&](int y) {
        for (int x = 0; x < smooth.cols; ++x) {
            float& value = portrait.lightness(y, x);
            const float detail = std::clamp(value - smooth(y, x), -largestStep, largestStep);
            value = clamp01(value + amount * (1 - 0.6f * portrait.masks.skin(y, x)) * detail);
        }
    });
}

Colours graded(const Colours& picture, const faces::FaceMesh& mesh, float enlarged, const StyleRecipe& recipe,
               LightSide light) {
    Colours lab;
    cv::cvtColor(picture, lab, cv::COLOR_RGB2Lab);
    cv::Mat channels[3];
    cv::split(lab, channels);
    Portrait portrait;
    portrait.lightness = channels[0] * 0.01;
    portrait.a = channels[1];
    portrait.b = channels[2];
    portrait.mesh = mesh;
    portrait.faceHeight = mesh.height();
    portrait.enlarged = enlarged;

    markFace(portrait);
    balanceWhite(portrait, recipe.warmth);
    evenOutLight(portrait);
    calmColourNoise(portrait);
    Portrait face = closeUp(portrait);
    smoothSkin(face);
    liftUnderEyes(face);
    brightenEyesAndTeeth(face);
    addKeyLight(portrait, light, recipe.keyStrength);
    applyTone(portrait, recipe.contrast, recipe.palette);
    addGrain(portrait);
    sharpen(portrait);

    channels[0] = portrait.lightness * 100;
    channels[1] = portrait.a;
    channels[2] = portrait.b;
    cv::merge(channels, 3, lab);
    Colours result;
    cv::cvtColor(lab, result, cv::COLOR_Lab2RGB);
    cv::max(result, 0, result);
    cv::min(result, 1, result);
    return result;
}

} // namespace headroom::studio
