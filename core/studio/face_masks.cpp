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

namespace {

/// The face with some air: wide enough for every mask and its feather.
cv::Rect faceArea(const Portrait& portrait) {
    const faces::Box box = portrait.mesh.bounds();
    const float air = 0.15f * portrait.faceHeight;
    const cv::Rect area(cvFloor(box.x - air), cvFloor(box.y - air), cvCeil(box.width + 2 * air),
                        cvCeil(box.height + 2 * air));
    return area & cv::Rect({}, portrait.size());
}

/// A plane of the headshot's size that is zero but for `part`.
Plane placed(const Plane& part, const cv::Rect& area, cv::Size size) {
    Plane whole(size, 0.f);
    part.copyTo(whole(area));
    return whole;
}

} // namespace

Portrait closeUp(const Portrait& portrait) {
    const cv::Rect area = faceArea(portrait);
    Portrait part = portrait; // matrices share their pixels
    for (Plane* plane : {&part.lightness, &part.a, &part.b, &part.masks.skin, &part.masks.face,
                         &part.masks.eyes, &part.masks.mouth}) {
        if (!plane->empty()) *plane = (*plane)(area);
    }
    part.mesh = mapped(portrait.mesh, {1, 0, -double(area.x), 0, 1, -double(area.y)});
    return part;
}

void markFace(Portrait& portrait) {
    const cv::Rect area = faceArea(portrait);
    const Portrait close = closeUp(portrait);
    const faces::FaceMesh& mesh = close.mesh;
    const cv::Size size = close.size();
    const float f = portrait.faceHeight, soft = 0.015f * f;
    const Plane face = outlineMask(mesh, lm::faceOval, size, 0.03f * f);
    const Plane eyes = larger(outlineMask(mesh, lm::leftEye, size, 0.7f * soft),
                              outlineMask(mesh, lm::rightEye, size, 0.7f * soft));
    const Plane mouth = outlineMask(mesh, lm::innerLips, size, 0.5f * soft);
    const Plane brows = larger(outlineMask(mesh, lm::leftBrow, size, 1.6f * soft),
                               outlineMask(mesh, lm::rightBrow, size, 1.6f * soft));
    const Plane lips = outlineMask(mesh, lm::outerLips, size, soft);
    const Plane lashes = blurred(grown(eyes, std::max(2.f, 0.018f * f)), soft);
    const Plane kept =
        larger(larger(lashes, grown(brows, std::max(2.f, 0.012f * f))), grown(lips, 0.01f * f));
    const Plane plain = face.mul(1 - kept);
    portrait.tone = toneUnder(close, plain);
    const Plane skin =
        plain.mul(smoothRamped(blurred(skinLikeness(close, portrait.tone), 0.01 * f), 0.12f, 0.5f));
    portrait.masks = {placed(skin, area, portrait.size()), placed(face, area, portrait.size()),
                      placed(eyes, area, portrait.size()), placed(mouth, area, portrait.size())};
}

} // namespace headroom::studio
