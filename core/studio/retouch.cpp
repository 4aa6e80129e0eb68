#include "core/faces/face_landmarks.h"
#include "core/studio/guided_filter.h"
#include "core/studio/portrait.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

namespace lm = faces::landmark;

constexpr float enlargedVisibly = 1.6f;

/// The half-moons below the eyes.
Plane underEyeMask(const Portrait& portrait) {
    const float f = portrait.faceHeight;
    cv::Mat1b drawn(portrait.size(), 0);
    for (const auto& lid : {lm::rightLowerLid, lm::leftLowerLid}) {
        std::vector<cv::Point> outline;
        for (const int i : lid)
            outline.push_back(point(portrait.mesh, i) + cv::Point2f(0, 0.015f * f));
        for (auto i = lid.rbegin(); i != lid.rend(); ++i)
            outline.push_back(point(portrait.mesh, *i) + cv::Point2f(0, 0.085f * f));
        cv::fillPoly(drawn, std::vector<std::vector<cv::Point>>{outline}, 255);
    }
    Plane mask;
    drawn.convertTo(mask, CV_32F, 1 / 255.);
    return blurred(mask, 0.022 * f);
}

float valueAt(const Plane& plane, cv::Point2f p) {
    return plane(std::clamp(cvRound(p.y), 0, plane.rows - 1), std::clamp(cvRound(p.x), 0, plane.cols - 1));
}

} // namespace

void calmColourNoise(Portrait& portrait) {
    const float f = portrait.faceHeight;
    const int radius = std::max(2, static_cast<int>(0.012f * f));
    for (Plane* channel : {&portrait.a, &portrait.b}) {
        const Plane calm = edgePreserved(*channel * 0.01, radius, 2e-4f, 2) * 100;
        cv::addWeighted(*channel, 0.35, calm, 0.65, 0, *channel);
    }
}

/// Blotches live between pores and shades: only that middle band is reduced, so that skin keeps its texture.
/// Redness is evened out a little, shine taken down.
void smoothSkin(Portrait& portrait) {
    const float f = portrait.faceHeight;
    const int fineRadius = std::max(1, static_cast<int>(0.006f * f)),
              broadRadius = std::max(4, static_cast<int>(0.026f * f));
    const Plane withoutPores = edgePreserved(portrait.lightness, fineRadius, 2e-4f);
    const Plane shades = edgePreserved(portrait.lightness, broadRadius, 0.0022f, 2);
    const float poresKept = portrait.enlarged > enlargedVisibly ? 0.75f : 0.85f;
    const float shiny = std::clamp(portrait.tone.highlight * 0.01f + 0.03f, 0.80f, 0.93f);
    const Plane evenA = edgePreserved(portrait.a * 0.01, broadRadius, 4e-4f, 2) * 100;
    const Plane evenB = edgePreserved(portrait.b * 0.01, broadRadius, 4e-4f, 2) * 100;
    forRows(portrait.size().height, [&](int y) {
        for (int x = 0; x < portrait.size().width; ++x) {
            const float skin = portrait.masks.skin(y, x);
            if (skin < 0.003f) continue;
            float& value = portrait.lightness(y, x);
            const float pores = value - withoutPores(y, x), blotch = withoutPores(y, x) - shades(y, x);
            const float blotchKept = 1 - skin * (blotch < 0 ? 0.45f : 0.35f);
            value = shades(y, x) + blotch * blotchKept + pores * mix(1, poresKept, skin);
            if (value > shiny) value -= skin * (value - shiny) * 0.45f;
            portrait.a(y, x) = mix(portrait.a(y, x), evenA(y, x), 0.55f * skin);
            portrait.b(y, x) = mix(portrait.b(y, x), evenB(y, x), 0.55f * skin);
        }
    });
}

void liftUnderEyes(Portrait& portrait) {
    const Plane mask = underEyeMask(portrait);
    const Plane shades = edgePreserved(portrait.lightness,
                                       std::max(3, static_cast<int>(0.03f * portrait.faceHeight)), 0.003f, 2);
    float cheek = 0;
    for (const int i : lm::cheeks)
        cheek += valueAt(shades, point(portrait.mesh, i)) / static_cast<float>(lm::cheeks.size());
    forRows(mask.rows, [&](int y) {
        for (int x = 0; x < mask.cols; ++x) {
            if (mask(y, x) <= 0.01f) continue;
            const float gap = std::clamp(cheek - shades(y, x), 0.f, 0.10f);
            portrait.lightness(y, x) += mask(y, x) * gap * 0.40f;
        }
    });
}

void brightenEyesAndTeeth(Portrait& portrait) {
    const Plane smooth = blurred(portrait.lightness, std::max(1.f, 0.012f * portrait.faceHeight));
    forRows(smooth.rows, [&](int y) {
        for (int x = 0; x < smooth.cols; ++x) {
            float& value = portrait.lightness(y, x);
            const float eye = portrait.masks.eyes(y, x);
            if (eye > 0.01f) {
                value += eye * (std::clamp(value - smooth(y, x), -0.08f, 0.05f) * 0.28f + 0.012f);
                if (value > 0.45f) { // the white of the eye
                    portrait.a(y, x) *= 1 - 0.25f * eye;
                    portrait.b(y, x) *= 1 - 0.25f * eye;
                }
            }
            const float mouth = portrait.masks.mouth(y, x);
            if (mouth > 0.01f) {
                const float tooth = mouth * ramp(value, 0.45f, 0.65f) * clamp01((16 - portrait.a(y, x)) / 8);
                portrait.b(y, x) *= 1 - 0.35f * tooth;
                value += 0.02f * tooth;
            }
        }
    });
}

} // namespace headroom::studio
