#pragma once

#include "core/studio/pixel_maths.h"
#include "core/studio/styles.h"

#include <cstdint>

namespace headroom::studio {

enum class BackdropKind : std::uint8_t { Seamless, Canvas, Office, Garden, Loft };
enum class Palette : std::uint8_t { Colour, Monochrome };

/// Everything that makes up a style.
struct StyleRecipe {
    Style style;
    BackdropKind backdrop = BackdropKind::Seamless;
    std::uint32_t centre = 0; ///< 0xRRGGBB where the backdrop is lit
    std::uint32_t edge = 0;   ///< and at its corners; both unused for scenes
    float freedom = 0.06f;    ///< how far variations move those colours, in lightness
    float faceShare = 0.36f;  ///< Height of the face against the headshot's.
    float keyStrength = 0.6f; ///< Of the light from one side.
    float contrast = 1.04f;
    float warmth = 0;     ///< Added to Lab b of the person.
    float shadow = 0.13f; ///< Of the person on paper or canvas.
    float wrap = 0.16f;   ///< How much of the backdrop's light falls on the person's edge.
    Palette palette = Palette::Colour;
};

std::span<const StyleRecipe> recipes();
const StyleRecipe* findRecipe(std::string_view id);

} // namespace headroom::studio
