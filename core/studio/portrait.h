#pragma once

#include "core/studio/pixel_maths.h"
#include "core/studio/style_recipe.h"
#include "core/studio/variants.h"

namespace headroom::studio {

/// Typical skin of the face, in Lab.
struct SkinTone {
    float lightness = 0; ///< 0..100, median
    float a = 0;
    float b = 0;
    float highlight = 0; ///< 95th percentile of lightness
};

/// Parts of the face, 0..1 with soft edges.
struct FaceMasks {
    Plane skin; ///< Without eyes, brows, lips, beard and glasses.
    Plane face; ///< The whole oval.
    Plane eyes;
    Plane mouth; ///< Between the lips.
};

/// A headshot in the making, at its final size. The steps below change it in the order of grade().
struct Portrait {
    Plane lightness; ///< 0..1 (Lab L / 100)
    Plane a;         ///< Lab
    Plane b;
    faces::FaceMesh mesh;
    float faceHeight = 0;
    float enlarged = 1; ///< Above one the photo had fewer pixels.
    SkinTone tone;
    FaceMasks masks;

    cv::Size size() const { return lightness.size(); }
};

/// Fills tone and masks.
void markFace(Portrait& portrait);

/// The face alone, as a view on the same pixels: what the retouching steps work on, at a quarter of the cost.
Portrait closeUp(const Portrait& portrait);

// light.cpp
void balanceWhite(Portrait& portrait, float warmth);
void evenOutLight(Portrait& portrait);
void addKeyLight(Portrait& portrait, LightSide side, float strength);

// retouch.cpp
void calmColourNoise(Portrait& portrait);
void smoothSkin(Portrait& closeUp);
void liftUnderEyes(Portrait& closeUp);
void brightenEyesAndTeeth(Portrait& closeUp);

// finish.cpp
void applyTone(Portrait& portrait, float contrast, Palette palette);
void addGrain(Portrait& portrait);
void sharpen(Portrait& portrait);

/// All of it: a photo's colours in, a graded portrait's out, both RGB 0..1. Skin is never pushed towards a
/// lightness of ours: people keep their skin (within 3 L* over all test photos, but for under-exposed ones).
Colours graded(const Colours& picture, const faces::FaceMesh& mesh, float enlarged, const StyleRecipe& recipe,
               LightSide light);

} // namespace headroom::studio
