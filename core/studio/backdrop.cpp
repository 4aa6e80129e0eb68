#include "core/studio/backdrop.h"

#include "core/studio/backdrop_scene.h"
#include "core/studio/studio_limits.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

/// Paper or canvas with a lit middle. Variations move light and brightness by steps, so that no two are
/// alike.
struct StudioLight {
    cv::Point2f middle;
    cv::Point2f reach;
    float brightness;
};

StudioLight studioLight(int variation, LightSide side, float freedom) {
    constexpr float across[] = {0, 0.13f, -0.13f};
    constexpr float down[] = {0, 0.10f, -0.07f};
    constexpr float steps[] = {0.4f, -1, 1, -0.4f};
    const float towardsLight = side == LightSide::Left ? -0.07f : side == LightSide::Right ? 0.07f : 0;
    const int place = variation / 4 % 3;
    const float tight = variation % 2 == 0 ? 1.f : 0.86f;
    return {{0.5f + towardsLight + across[place], 0.42f + down[(place + variation) % 3]},
            {0.80f * tight, 0.84f * tight},
            1 + freedom * steps[variation % 4]};
}

Colours paintPaper(const StyleRecipe& recipe, int variation, LightSide side, cv::Size size) {
    const StudioLight light = studioLight(variation, side, recipe.freedom);
    const cv::Vec3f centre = plainColour(recipe.centre) * light.brightness,
                    edge = plainColour(recipe.edge) * light.brightness;
    Colours result(size);
    forRows(size.height, [&](int y) {
        for (int x = 0; x < size.width; ++x) {
            const float u =
                (static_cast<float>(x) / static_cast<float>(size.width) - light.middle.x) / light.reach.x;
            const float v =
                (static_cast<float>(y) / static_cast<float>(size.height) - light.middle.y) / light.reach.y;
            const float t = smoothRamp(std::sqrt(u * u + v * v), 0.05f, 1.05f);
            result(y, x) = centre * (1 - t) + edge * t;
        }
    });
    return result;
}

Plane noise(RandomSource& random, cv::Size cells, cv::Size size) {
    Plane values(cells);
    for (float& value : values)
        value = random.uniform(-1, 1);
    cv::GaussianBlur(values, values, {}, 0.8);
    Plane result;
    cv::resize(values, result, size, 0, 0, cv::INTER_CUBIC);
    return result;
}

/// Brushed cloud upon cloud, coarse to fine, with the coarse ones tinted: paint, not fog.
void mottle(Colours& paper, RandomSource& random) {
    const cv::Size size = paper.size();
    Plane broad = noise(random, {7, 9}, size), middle = noise(random, {18, 23}, size),
          fine = noise(random, {48, 60}, size);
    const Plane tint = noise(random, {5, 6}, size);
    forRows(size.height, [&](int y) {
        for (int x = 0; x < size.width; ++x) {
            const float cloud = 0.16f * broad(y, x) + 0.13f * middle(y, x) + 0.05f * fine(y, x);
            const float warm = 0.05f * tint(y, x);
            cv::Vec3f& colour = paper(y, x);
            colour = cv::Vec3f(colour[0] * (1 + cloud + warm), colour[1] * (1 + cloud),
                               colour[2] * (1 + cloud - warm));
        }
    });
}

Colours paintScene(BackdropKind kind, std::uint64_t seed, cv::Size size) {
    Scene scene(seed);
    switch (kind) {
    case BackdropKind::Office:
        paintOffice(scene);
        return scene.photographed(0.034f, 1.0f, size);
    case BackdropKind::Garden:
        paintGarden(scene);
        return scene.photographed(0.040f, 1.15f, size);
    case BackdropKind::Loft:
        paintLoft(scene);
        return scene.photographed(0.038f, 1.0f, size);
    case BackdropKind::Seamless:
    case BackdropKind::Canvas:
        break; // painted elsewhere
    }
    return Colours(size, cv::Vec3f(0.5f, 0.5f, 0.5f));
}

void removeColour(Colours& picture) {
    cv::Mat grey;
    cv::cvtColor(picture, grey, cv::COLOR_RGB2GRAY);
    cv::cvtColor(grey, picture, cv::COLOR_GRAY2RGB);
}

} // namespace

Colours paintBackdrop(const StyleRecipe& recipe, int variation, LightSide light, cv::Size size) {
    const std::uint64_t seed = seedFrom(recipe.style.id, static_cast<std::uint64_t>(variation) + 1);
    Colours result;
    switch (recipe.backdrop) {
    case BackdropKind::Seamless:
        result = paintPaper(recipe, variation, light, size);
        break;
    case BackdropKind::Canvas: {
        RandomSource random(seed);
        result = paintPaper(recipe, variation, light, size);
        mottle(result, random);
        break;
    }
    case BackdropKind::Office:
    case BackdropKind::Garden:
    case BackdropKind::Loft:
        result = paintScene(recipe.backdrop, seed, size);
        break;
    }
    if (recipe.palette == Palette::Monochrome) removeColour(result);
    cv::max(result, 0, result);
    cv::min(result, 1, result);
    return result;
}

} // namespace headroom::studio
