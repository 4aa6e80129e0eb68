#include "core/faces/face_landmarks.h"
#include "core/studio/portrait.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

namespace lm = faces::landmark;

Plane grown(const Plane& mask, float radius) {
    Plane result;
    cv::dilate(mask, result, disc(std::max(1, static_cast<int>(radius))));
    return result;
}

Plane larger(const Plane& a, const Plane& b) {
    return cv::max(a, b);
}

SkinTone toneUnder(const Portrait& portrait, const Plane& mask) {
    std::vector<float> lightness, a, b;
    for (int y = 0; y < mask.rows; y += 2) {
        for (int x = 0; x < mask.cols; x += 2) {
            if (mask(y, x) <= 0.9f) continue;
            lightness.push_back(portrait.lightness(y, x) * 100);
            a.push_back(portrait.a(y, x));
            b.push_back(portrait.b(y, x));
        }
    }
    return {percentile(lightness, 0.5), percentile(a, 0.5), percentile(b, 0.5), percentile(lightness, 0.95)};
}

/// How much a colour is this person's skin. Darker than skin falls off faster: beard, brows and frames are
/// dark.
Plane skinLikeness(const Portrait& portrait, const SkinTone& tone) {
    Plane likeness(portrait.size());
    forRows(likeness.rows, [&](int y) {
        for (int x = 0; x < likeness.cols; ++x) {
            const float l = portrait.lightness(y, x) * 100 - tone.lightness;
            const float dl = l / (l < 0 ? 16.f : 30.f);
            const float da = (portrait.a(y, x) - tone.a) / 9, db = (portrait.b(y, x) - tone.b) / 10;
            likeness(y, x) = std::exp(-0.3f * (dl * dl + da * da + db * db));
        }
    });
    return likeness;
}

} // namespace

void markFace(Portrait& portrait) {
    const faces::FaceMesh& mesh = portrait.mesh;
    const cv::Size size = portrait.size();
    const float f = portrait.faceHeight, soft = 0.015f * f;
    FaceMasks& masks = portrait.masks;
    masks.face = outlineMask(mesh, lm::faceOval, size, 0.03f * f);
    masks.eyes = larger(outlineMask(mesh, lm::leftEye, size, 0.7f * soft),
                        outlineMask(mesh, lm::rightEye, size, 0.7f * soft));
    masks.mouth = outlineMask(mesh, lm::innerLips, size, 0.5f * soft);
    const Plane brows = larger(outlineMask(mesh, lm::leftBrow, size, 1.6f * soft),
                               outlineMask(mesh, lm::rightBrow, size, 1.6f * soft));
    const Plane lips = outlineMask(mesh, lm::outerLips, size, soft);
    const Plane lashes = blurred(grown(masks.eyes, std::max(2.f, 0.018f * f)), soft);
    const Plane kept =
        larger(larger(lashes, grown(brows, std::max(2.f, 0.012f * f))), grown(lips, 0.01f * f));
    const Plane plain = masks.face.mul(1 - kept);
    portrait.tone = toneUnder(portrait, plain);
    masks.skin =
        plain.mul(smoothRamped(blurred(skinLikeness(portrait, portrait.tone), 0.01 * f), 0.12f, 0.5f));
}

} // namespace headroom::studio
