#include "core/faces/face_landmarks.h"
#include "core/studio/local_mean.h"
#include "core/studio/person_alpha.h"
#include "core/studio/skin_colour.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

cv::Vec3f skinChromaticity(const Colours& picture, const Plane& face) {
    std::vector<float> channels[3];
    for (int y = 0; y < face.rows; ++y) {
        for (int x = 0; x < face.cols; ++x) {
            if (face(y, x) <= 0.9f) continue;
            for (int c = 0; c < 3; ++c)
                channels[c].push_back(picture(y, x)[c]);
        }
    }
    return chromaticity(
        {percentile(channels[0], 0.5), percentile(channels[1], 0.5), percentile(channels[2], 0.5)});
}

namespace {

constexpr float leastContrast = 0.20f; // below it the person has the backdrop's colour and evidence is none

template <class Matrix>
Matrix enlarged(const Matrix& plane, cv::Size size) {
    Matrix result;
    cv::resize(plane, result, size, 0, 0, cv::INTER_LINEAR);
    return result;
}

/// What surrounds a pixel, at the size of the picture.
struct Surroundings {
    Colours person;   ///< Colour just inside the outline, face excluded: mostly hair.
    Colours backdrop; ///< Colour just outside.
    Plane backdropCoverage;
    Plane depth; ///< Pixels to the outline from inside.
    Plane face;  ///< 1 where alpha must stay.
    cv::Vec3f skin;
};

Surroundings look(const Colours& picture, const Plane& alpha, const faces::FaceMesh& mesh) {
    const float f = mesh.height();
    const double scale = std::min(1.0, std::max(0.2, 60.0 / f));
    Colours small;
    cv::resize(picture, small, {}, scale, scale, cv::INTER_AREA);
    Plane smallAlpha;
    cv::resize(alpha, smallAlpha, small.size(), 0, 0, cv::INTER_AREA);
    const float fs = static_cast<float>(f * scale);

    Plane depth, distance;
    cv::distanceTransform(cv::Mat(smallAlpha > 0.5f), depth, cv::DIST_L2, 5);
    cv::distanceTransform(cv::Mat(smallAlpha <= 0.5f), distance, cv::DIST_L2, 5);
    const Plane oval =
        outlineMask(mesh, faces::landmark::faceOval, small.size(), 0, static_cast<float>(scale));
    const cv::Mat ring = (depth > 0.010f * fs) & (depth < 0.075f * fs) & (smallAlpha > 0.9f) & (oval < 0.5f);
    cv::Mat outside = smallAlpha < 0.04f;
    cv::erode(outside, outside, disc(1));
    outside &= distance < 0.30f * fs;

    const float sigma = 0.05f * fs;
    const LocalMean person = localMean(small, ring, sigma), backdrop = localMean(small, outside, sigma);
    Plane face;
    cv::dilate(oval, face, disc(std::max(1, static_cast<int>(0.020f * fs))));
    return {enlarged(person.colour, picture.size()),
            enlarged(backdrop.colour, picture.size()),
            enlarged(backdrop.coverage, picture.size()),
            enlarged(Plane(depth * (1 / scale)), picture.size()),
            Plane(blurred(enlarged(face, picture.size()), 0.015 * f)),
            skinChromaticity(small, oval)};
}

/// Hair may be thinned above the jaw and beside the neck; below lie collars, which are often as bright as the
/// wall.
float mayBeHair(float x, float y, const faces::FaceMesh& mesh) {
    using namespace faces::landmark;
    const float f = mesh.height();
    const float jaw = (point(mesh, rightJaw).y + point(mesh, leftJaw).y) / 2;
    const float middle = (point(mesh, rightCheekEdge).x + point(mesh, leftCheekEdge).x) / 2;
    const float aboveJaw = clamp01((jaw - y) / (0.10f * f));
    const float beside = ramp(std::fabs(x - middle) / f, 0.50f, 0.62f);
    const float aboveChest = clamp01((point(mesh, chin).y + 0.85f * f - y) / (0.4f * f));
    return std::max(aboveJaw, beside * aboveChest);
}

/// 0..1: how surely the colour is the backdrop's, on the line from backdrop (0) to person (1).
float isBackdrop(const cv::Vec3f& colour, const cv::Vec3f& backdrop, const cv::Vec3f& towardsPerson,
                 float contrast) {
    const cv::Vec3f fromBackdrop = colour - backdrop;
    const float t = fromBackdrop.dot(towardsPerson) / (contrast * contrast);
    const auto off = static_cast<float>(cv::norm(fromBackdrop - towardsPerson * t));
    return clamp01((0.40f - t) / 0.3f) * clamp01(1 - off / (0.30f * contrast + 0.03f));
}

} // namespace

ColourPrior applyColourPrior(const Colours& picture, const Plane& alpha, const faces::FaceMesh& mesh) {
    const float f = mesh.height();
    const Surroundings around = look(picture, alpha, mesh);
    const bool coloured = isColoured(around.skin);
    ColourPrior prior{Plane(picture.size()), Plane(picture.size())};
    Plane evidence(picture.size());
    forRows(picture.rows, [&](int y) {
        for (int x = 0; x < picture.cols; ++x) {
            const cv::Vec3f towardsPerson = around.person(y, x) - around.backdrop(y, x);
            const auto contrast = static_cast<float>(cv::norm(towardsPerson));
            prior.contrast(y, x) = contrast;
            evidence(y, x) = 0;
            if (contrast <= leastContrast || around.backdropCoverage(y, x) <= 1e-4f) continue;
            const cv::Vec3f& colour = picture(y, x);
            const auto skinDistance = static_cast<float>(cv::norm(chromaticity(colour) - around.skin));
            evidence(y, x) = isBackdrop(colour, around.backdrop(y, x), towardsPerson, contrast) *
                             ramp(contrast, leastContrast, 0.35f) *
                             (coloured ? ramp(skinDistance, 0.020f, 0.050f) : 1);
        }
    });
    // Single hairs as bright as the wall are no holes: only what holds over an area is evidence.
    evidence = blurred(evidence, std::max(0.8, 0.008 * f));
    forRows(picture.rows, [&](int y) {
        for (int x = 0; x < picture.cols; ++x) {
            const float hair = 0.15f + 0.85f * mayBeHair(static_cast<float>(x), static_cast<float>(y), mesh);
            const float near = 1 - ramp(around.depth(y, x), 0.04f * f, 0.16f * f);
            const float old = alpha(y, x);
            const float value = old * (1 - ramp(evidence(y, x), 0.10f, 0.65f) * near * hair);
            const float face = clamp01((around.face(y, x) - 0.5f) * 3);
            prior.alpha(y, x) = std::max(value, face * old);
        }
    });
    return prior;
}

} // namespace headroom::studio
