#include "core/studio/style_recipe.h"

#include <algorithm>
#include <array>

namespace headroom::studio {

namespace {

constexpr std::array table{
    StyleRecipe{
        .style = {"studio-grey", "Studio grey", "Neutral seamless paper, soft light. At home everywhere."},
        .centre = 0xd3d6d9,
        .edge = 0x7f858c,
        .contrast = 1.05f},
    StyleRecipe{.style = {"clean-white", "Clean white", "Bright and airy, for directories and badges."},
                .centre = 0xfcfcfb,
                .edge = 0xdfe3e6,
                .freedom = 0.035f,
                .faceShare = 0.345f,
                .keyStrength = 0.45f,
                .contrast = 1.0f,
                .shadow = 0.05f,
                .wrap = 0.20f},
    StyleRecipe{.style = {"charcoal", "Charcoal", "Dark painted canvas with a light from the side."},
                .backdrop = BackdropKind::Canvas,
                .centre = 0x5a6068,
                .edge = 0x1d2025,
                .freedom = 0.05f,
                .faceShare = 0.385f,
                .keyStrength = 0.8f,
                .contrast = 1.10f,
                .wrap = 0.10f},
    StyleRecipe{.style = {"brand-blue", "Brand blue", "Confident blue with a lit centre."},
                .centre = 0x4283c8,
                .edge = 0x143d70,
                .contrast = 1.06f},
    StyleRecipe{.style = {"city-office", "City office", "By the windows of an office, out of focus."},
                .backdrop = BackdropKind::Office,
                .faceShare = 0.335f,
                .keyStrength = 0.5f,
                .contrast = 1.03f,
                .warmth = 1.0f},
    StyleRecipe{.style = {"garden", "Garden", "Outdoors before sunlit leaves."},
                .backdrop = BackdropKind::Garden,
                .faceShare = 0.345f,
                .keyStrength = 0.5f,
                .contrast = 1.03f,
                .warmth = 1.4f},
    StyleRecipe{.style = {"warm-loft", "Warm loft", "Evening lamps and brick, far behind."},
                .backdrop = BackdropKind::Loft,
                .faceShare = 0.345f,
                .keyStrength = 0.6f,
                .contrast = 1.06f,
                .warmth = 1.4f},
    StyleRecipe{.style = {"ivory", "Ivory", "Warm light paper, friendly and calm."},
                .centre = 0xf1e9db,
                .edge = 0xc9b99f,
                .freedom = 0.04f,
                .faceShare = 0.35f,
                .keyStrength = 0.5f,
                .contrast = 1.02f,
                .warmth = 1.0f},
    StyleRecipe{.style = {"mottled", "Mottled canvas",
                          "Hand-painted canvas in olive and umber, as in portrait studios."},
                .backdrop = BackdropKind::Canvas,
                .centre = 0xb3a68c,
                .edge = 0x5b5140,
                .faceShare = 0.37f,
                .keyStrength = 0.65f,
                .contrast = 1.06f,
                .warmth = 1.0f},
    StyleRecipe{.style = {"sage", "Sage", "Muted green paper, modern and quiet."},
                .centre = 0xb9c6b6,
                .edge = 0x6c7d6c,
                .contrast = 1.03f},
    StyleRecipe{.style = {"monochrome", "Monochrome", "Black and white with a strong light from the side."},
                .centre = 0xb9b9b9,
                .edge = 0x3c3c3c,
                .faceShare = 0.405f,
                .keyStrength = 0.75f,
                .contrast = 1.16f,
                .palette = Palette::Monochrome},
};

constexpr auto plainStyles = [] {
    std::array<Style, table.size()> result{};
    for (std::size_t i = 0; i < table.size(); ++i)
        result[i] = table[i].style;
    return result;
}();

} // namespace

std::span<const StyleRecipe> recipes() {
    return table;
}

const StyleRecipe* findRecipe(std::string_view id) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const auto& r) { return r.style.id == id; });
    return found == table.end() ? nullptr : &*found;
}

std::span<const Style> styles() {
    return plainStyles;
}

const Style* findStyle(std::string_view id) {
    const StyleRecipe* recipe = findRecipe(id);
    return recipe ? &recipe->style : nullptr;
}

} // namespace headroom::studio
