#include "core/studio/backdrop_scene.h"

#include <array>
#include <cmath>

// The places of the scenes. They are painted, not photographed: what counts at this defocus is where the
// light comes from, how the colours lie and that highlights are far brighter than the rest.
namespace headroom::studio {

namespace {

void paintSkyline(Scene& scene, float left, float width, float horizon) {
    RandomSource& random = scene.random();
    for (int i = 0; i < 9; ++i) {
        const float w = random.uniform(0.06f, 0.16f) * width,
                    x = left + random.uniform(-0.03f, 0.95f) * width;
        const float top = horizon - random.uniform(0.06f, 0.26f);
        const float haze = random.uniform(0.45f, 0.80f);
        const cv::Vec3f front = linearColour(0x9fb0bf, haze), shade = linearColour(0x8796a6, haze * 0.9f);
        const float x1 = std::max(left, x), x2 = std::min(left + width, x + w);
        if (x2 <= x1) continue;
        scene.boxGradient(x1, top, x2 - x1, horizon - top, front, shade);
    }
}

void paintPlant(Scene& scene, float x, float y, float spread, float darkness) {
    RandomSource& random = scene.random();
    for (int i = 0; i < 46; ++i) {
        const float dx = random.gaussian() * spread * 0.55f, dy = random.gaussian() * spread * 0.75f;
        const std::uint32_t green = random.below(3) == 0 ? 0x8fae6a : 0x4f7a48;
        scene.blob(x + dx, y + dy, random.uniform(0.008f, 0.03f), random.uniform(0.014f, 0.04f),
                   random.uniform(0, 180), linearColour(green, darkness * random.uniform(0.6f, 1.3f)));
    }
}

void paintOfficeFloor(Scene& scene) {
    RandomSource& random = scene.random();
    scene.boxGradient(0, 0.66f, 1, 0.34f, linearColour(0x8d8983), linearColour(0x5f5d5b));
    scene.box(0, 0.645f, 1, 0.022f, linearColour(0xc9cdd0));
    for (int i = 0; i < 3; ++i) { // desks with screens
        const float x = random.uniform(-0.1f, 0.85f), w = random.uniform(0.2f, 0.34f);
        scene.box(x, 0.73f, w, 0.035f, linearColour(0xb99a78, random.uniform(0.8f, 1.2f)));
        scene.box(x + 0.25f * w, 0.62f, 0.42f * w, 0.10f, linearColour(0x2c3138, random.uniform(0.8f, 1.4f)));
    }
}

} // namespace

/// A window wall over a hazy city, ceiling lights, desks and a plant.
void paintOffice(Scene& scene) {
    RandomSource& random = scene.random();
    const bool windowsLeft = random.below(2) == 0;
    const float share = random.uniform(0.62f, 0.86f), left = windowsLeft ? 0 : 1 - share;
    scene.gradient(linearColour(0xb9bcbe), linearColour(0x8f9193));
    const float horizon = random.uniform(0.60f, 0.65f);
    scene.boxGradient(left, 0.07f, share, horizon - 0.07f, linearColour(0xe9f1f7, 1.35f),
                      linearColour(0xf6f3ec, 1.15f));
    paintSkyline(scene, left, share, horizon);
    const int panes = 2 + random.below(2);
    for (int i = 0; i <= panes; ++i) {
        scene.box(left + share * static_cast<float>(i) / static_cast<float>(panes) - 0.012f, 0.06f, 0.024f,
                  horizon - 0.05f, linearColour(0x6f7479));
    }
    scene.box(left, 0.055f, share, 0.02f, linearColour(0x7d8287));
    paintOfficeFloor(scene);
    const float wall = windowsLeft ? share + 0.04f : 0.04f;
    scene.boxGradient(windowsLeft ? share : 0, 0.07f, 1 - share, 0.58f, linearColour(0xd5cfc6),
                      linearColour(0xa9a298));
    paintPlant(scene, wall + random.uniform(0.02f, 0.10f), random.uniform(0.50f, 0.58f), 0.11f, 0.9f);
    const float warm = random.uniform(0.9f, 1.3f);
    for (int i = 0; i < 4; ++i)
        scene.lamp(random.uniform(0.05f, 0.95f), random.uniform(0.015f, 0.10f),
                   random.uniform(0.010f, 0.018f), linearColour(0xffe6bd, 7 * warm));
}

/// Layers of leaves with the sun behind them.
void paintGarden(Scene& scene) {
    RandomSource& random = scene.random();
    scene.gradient(linearColour(0xb4c48e), linearColour(0x4b6140));
    const float sunX = random.below(2) == 0 ? random.uniform(0.05f, 0.3f) : random.uniform(0.7f, 0.95f);
    for (int i = 0; i < 60; ++i) { // depth: dark hedges and clearings
        const float x = random.uniform(0, 1), y = random.uniform(0.05f, 1);
        const float sun = std::exp(-8 * ((x - sunX) * (x - sunX) + (y - 0.25f) * (y - 0.25f)));
        const cv::Vec3f colour = linearColour(0x4a6a3c, random.uniform(0.35f, 1.0f)) * (1 - sun) +
                                 linearColour(0xd8dc9a, 1.3f) * sun;
        scene.blob(x, y, random.uniform(0.05f, 0.16f), random.uniform(0.04f, 0.12f), random.uniform(0, 180),
                   colour);
    }
    for (int i = 0; i < 1 + random.below(2); ++i) { // trunks
        const float x = random.uniform(0.02f, 0.98f);
        scene.boxGradient(x, 0.0f, random.uniform(0.03f, 0.06f), 0.9f, linearColour(0x6b5a44, 0.8f),
                          linearColour(0x4a3d2e, 0.8f));
    }
    for (int i = 0; i < 340; ++i) { // leaves
        const float x = random.uniform(0, 1), y = random.uniform(0, 1);
        const std::uint32_t hue = std::array{0x5d8a3eu, 0x7ba352u, 0x3f6436u, 0x9cb765u,
                                             0x54743fu}[static_cast<std::size_t>(random.below(5))];
        scene.blob(x, y, random.uniform(0.008f, 0.035f), random.uniform(0.006f, 0.028f),
                   random.uniform(0, 180), linearColour(hue, random.uniform(0.4f, 1.3f)));
    }
    for (int i = 0; i < 70; ++i) { // sky between the leaves
        const float x = std::clamp(sunX + random.gaussian() * 0.30f, 0.f, 1.f),
                    y = random.uniform(0.0f, 0.55f);
        scene.lamp(x, y, random.uniform(0.004f, 0.011f), linearColour(0xfff6cf, random.uniform(3, 8)));
    }
    scene.boxGradient(0, 0.86f, 1, 0.14f, linearColour(0x7d9a55, 0.9f), linearColour(0x56703f, 0.8f));
}

/// Brick, a tall window at dusk, warm bulbs and a shelf.
void paintLoft(Scene& scene) {
    RandomSource& random = scene.random();
    scene.gradient(linearColour(0x8a6a55), linearColour(0x4d382c));
    for (int row = 0; row < 34; ++row) {
        for (int column = 0; column < 13; ++column) {
            const float x = (static_cast<float>(column) - (row % 2 ? 0.5f : 0.f)) * 0.082f;
            scene.box(x, static_cast<float>(row) * 0.03f, 0.076f, 0.025f,
                      linearColour(0x96674d, random.uniform(0.55f, 1.15f)));
        }
    }
    const bool windowLeft = random.below(2) == 0;
    const float left = windowLeft ? random.uniform(-0.05f, 0.05f) : random.uniform(0.58f, 0.66f),
                width = random.uniform(0.36f, 0.44f);
    scene.boxGradient(left, 0.05f, width, 0.58f, linearColour(0xf3dcb8, 1.15f),
                      linearColour(0xe8b98a, 0.95f));
    for (int i = 0; i <= 3; ++i)
        scene.box(left + width * static_cast<float>(i) / 3 - 0.008f, 0.05f, 0.016f, 0.58f,
                  linearColour(0x352a24));
    for (int i = 0; i <= 4; ++i)
        scene.box(left, 0.05f + 0.145f * static_cast<float>(i), width, 0.010f, linearColour(0x352a24));
    const float shelf = windowLeft ? 0.60f : 0.02f;
    for (int level = 0; level < 3; ++level) {
        const float y = 0.42f + 0.12f * static_cast<float>(level);
        scene.box(shelf, y, 0.36f, 0.014f, linearColour(0x5a3c26));
        for (int i = 0; i < 7; ++i) {
            const float h = random.uniform(0.03f, 0.08f);
            const std::uint32_t hue = std::array{0xb5512fu, 0x3d5a5eu, 0xd9b98au, 0x6d4a3au,
                                                 0x8c8f5au}[static_cast<std::size_t>(random.below(5))];
            scene.box(shelf + random.uniform(0, 0.33f), y - h, random.uniform(0.015f, 0.04f), h,
                      linearColour(hue, random.uniform(0.5f, 1)));
        }
    }
    scene.boxGradient(0, 0.80f, 1, 0.20f, linearColour(0x4a3626), linearColour(0x2c2019));
    const int bulbs = 5 + random.below(3);
    for (int i = 0; i < bulbs; ++i) {
        const float x = (static_cast<float>(i) + random.uniform(0.2f, 0.8f)) / static_cast<float>(bulbs);
        scene.lamp(x, random.uniform(0.06f, 0.26f), random.uniform(0.008f, 0.013f),
                   linearColour(0xffc37a, random.uniform(12, 20)));
    }
}

} // namespace headroom::studio
