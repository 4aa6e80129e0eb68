#include "core/faces/face_landmarks.h"
#include "core/studio/guided_filter.h"
#include "core/studio/portrait.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace headroom::studio {

namespace {

constexpr float degrees = 180 / std::numbers::pi_v<float>;

/// Skin of all people lies between these hues of Lab; light of the wrong colour moves it out.
constexpr float lowestHue = 44, highestHue = 58;
constexpr float hueCorrected = 0.65f;
constexpr float palestChroma = 11, strongestChroma = 27;

/// Where the brightest skin of a well exposed portrait lies.
constexpr float dimHighlight = 0.70f, hotHighlight = 0.90f;

struct Shift {
    float a, b;
};

Shift skinShift(const SkinTone& tone) {
    const float hue = std::atan2(tone.b, tone.a) * degrees, chroma = std::hypot(tone.a, tone.b);
    const float wantedHue = hue + (std::clamp(hue, lowestHue, highestHue) - hue) * hueCorrected;
    float wantedChroma = chroma;
    if (chroma > strongestChroma) wantedChroma = strongestChroma + (chroma - strongestChroma) * 0.55f;
    if (chroma < palestChroma) wantedChroma = chroma + (palestChroma - chroma) * 0.5f;
    return {wantedChroma * std::cos(wantedHue / degrees) - tone.a,
            wantedChroma * std::sin(wantedHue / degrees) - tone.b};
}

float exposureGamma(float highlight) {
    float wanted = highlight;
    if (highlight < dimHighlight) wanted += (dimHighlight - highlight) * 0.65f;
    if (highlight > hotHighlight) wanted -= (highlight - hotHighlight) * 0.8f;
    const float gamma = std::log(std::max(0.05f, wanted)) / std::log(std::clamp(highlight, 0.05f, 0.99f));
    return std::clamp(gamma, 0.62f, 1.25f);
}

float meanUnder(const Plane& values, const Plane& weight) {
    double sum = 0, weights = 0;
    for (int y = 0; y < values.rows; y += 3) {
        for (int x = 0; x < values.cols; x += 3) {
            sum += double(weight(y, x)) * values(y, x);
            weights += weight(y, x);
        }
    }
    return static_cast<float>(sum / std::max(1.0, weights));
}

/// A photo without colours has no skin hue to be put right: what would be added is a tint.
bool isBlackAndWhite(const Portrait& portrait) {
    constexpr double leastChroma = 1.5; // of JPEG's own rounding; the palest wall and suit have 3
    double sum = 0;
    int count = 0;
    for (int y = 0; y < portrait.size().height; y += 4) {
        for (int x = 0; x < portrait.size().width; x += 4) {
            sum += std::hypot(portrait.a(y, x), portrait.b(y, x));
            ++count;
        }
    }
    return sum < leastChroma * std::max(1, count) && std::hypot(portrait.tone.a, portrait.tone.b) < 2;
}

} // namespace

/// Hue and strength of the skin only, never its lightness; deep shadows and paper white stay neutral.
void balanceWhite(Portrait& portrait, float warmth) {
    if (isBlackAndWhite(portrait)) return;
    const Shift shift = skinShift(portrait.tone);
    forRows(portrait.size().height, [&](int y) {
        for (int x = 0; x < portrait.size().width; ++x) {
            const float l = portrait.lightness(y, x) * 100;
            const float weight = clamp01(l / 35) * clamp01((103 - l) / 18);
            portrait.a(y, x) += shift.a * weight;
            portrait.b(y, x) += (shift.b + warmth) * weight;
        }
    });
    portrait.tone.a += shift.a;
    portrait.tone.b += shift.b;
}

/// Hard light from one side becomes softer: large shades of the face are drawn towards its mean, details
/// stay. Then exposure, anchored at the highlights, so that dark skin stays dark and an under-exposed photo
/// becomes bright.
void evenOutLight(Portrait& portrait) {
    const float f = portrait.faceHeight;
    const Plane base = edgePreserved(portrait.lightness, static_cast<int>(0.16f * f), 0.012f, 4);
    const float mean = meanUnder(base, portrait.masks.skin);
    const Plane nearFace = blurred(portrait.masks.face, 0.12 * f);
    const float gamma = exposureGamma(portrait.tone.highlight / 100);
    forRows(base.rows, [&](int y) {
        for (int x = 0; x < base.cols; ++x) {
            const float shade = base(y, x);
            const float strength = (shade < mean ? 0.22f : 0.10f) * mix(0.35f, 1, nearFace(y, x));
            const float even = (mean - shade) * strength * clamp01(1 - std::fabs(shade - mean) / 0.55f);
            portrait.lightness(y, x) =
                std::pow(std::clamp(portrait.lightness(y, x) + even, 0.001f, 1.f), gamma);
        }
    });
}

/// A soft light from above and one side, on an ellipsoid in place of the head: normals of the mesh give
/// blotches.
void addKeyLight(Portrait& portrait, LightSide side, float strength) {
    if (side == LightSide::Front) return;
    const float direction = (side == LightSide::Left ? -1.f : 1.f) * strength;
    const faces::FaceMesh& mesh = portrait.mesh;
    const float f = portrait.faceHeight;
    const cv::Point2f top = point(mesh, faces::landmark::foreheadTop),
                      chin = point(mesh, faces::landmark::chin);
    const cv::Point2f up = (top - chin) * (1 / static_cast<float>(cv::norm(top - chin)));
    const cv::Point2f right(-up.y, up.x);
    const cv::Point2f centre =
        (top + chin) * 0.5f - right * (std::sin(mesh.yawDegrees() / degrees) * 0.12f * f);
    cv::Vec3f light(direction * 0.60f, -0.45f, 0.66f);
    light *= 1 / static_cast<float>(cv::norm(light));

    const cv::Size size = portrait.size();
    Plane face =
        outlineMask(mesh, faces::landmark::faceOval, {size.width / 4, size.height / 4}, 0.10f * f / 4, 0.25f);
    cv::resize(face, face, size, 0, 0, cv::INTER_CUBIC);
    forRows(size.height, [&](int y) {
        for (int x = 0; x < size.width; ++x) {
            const cv::Point2f d = cv::Point2f(static_cast<float>(x), static_cast<float>(y)) - centre;
            const float u = d.dot(right) / (0.62f * f), v = -d.dot(up) / (0.86f * f);
            const float z = std::sqrt(std::max(0.06f, 1 - u * u - v * v));
            const float lit = std::max(0.f, (u * light[0] + v * light[1] + z * light[2]) /
                                                std::sqrt(u * u + v * v + z * z));
            const float onFace = (lit - light[2]) * 0.20f;
            const float beside = std::clamp(d.x / (1.4f * f), -1.f, 1.f) * direction * 0.07f;
            float& value = portrait.lightness(y, x);
            value = clamp01(value * (1 + mix(beside, onFace, face(y, x))));
        }
    });
}

} // namespace headroom::studio
