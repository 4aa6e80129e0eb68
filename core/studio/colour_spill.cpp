#include "core/studio/colour_spill.h"

#include "core/studio/local_mean.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

// Lab units. Painted walls that are not meant as white or grey have a chroma of 20 and more.
constexpr float paleWall = 18, colouredWall = 35;
constexpr float likePerson = 20, unlikePerson = 42; // distance of wall and person in hue and chroma
constexpr float tolerated = 2.5f;                   // of the wall's hue, beyond what the person has
// Parts of the face's height, from the outline inwards.
constexpr float rim = 0.014f;
constexpr float bandFull = 0.03f, bandEnd = 0.075f;
constexpr float innerFrom = 0.035f, innerTo = 0.12f;
constexpr float wallReach = 0.30f;
constexpr float near = 0.045f;

using Chroma = cv::Vec2f;

Chroma chromaOf(const cv::Vec3f& lab) {
    return {lab[1], lab[2]};
}

/// Around each pixel, in Lab.
struct Neighbours {
    Colours person;
    Colours wall;
    Plane strength; ///< 0..1: how much wall and band allow.
    Plane depth;    ///< Part of the face's height.
};

float strengthOf(const cv::Vec3f& person, const cv::Vec3f& wall, float depth) {
    const auto chroma = static_cast<float>(cv::norm(chromaOf(wall)));
    const auto apart = static_cast<float>(cv::norm(chromaOf(wall) - chromaOf(person)));
    return ramp(chroma, paleWall, colouredWall) * ramp(apart, likePerson, unlikePerson) *
           (1 - ramp(depth, bandFull, bandEnd));
}

/// At the size of `lab`, which is a small copy.
Neighbours lookAround(const Colours& lab, const Plane& alpha, float faceHeight) {
    Plane depth, distance;
    cv::distanceTransform(cv::Mat(alpha > 0.5f), depth, cv::DIST_L2, 5);
    cv::distanceTransform(cv::Mat(alpha <= 0.5f), distance, cv::DIST_L2, 5);
    depth *= 1 / faceHeight;
    cv::Mat outside = alpha < 0.03f;
    cv::erode(outside, outside, disc(1));
    outside &= distance < wallReach * faceHeight;
    const cv::Mat inner = (depth > innerFrom) & (depth < innerTo) & (alpha > 0.95f);
    const LocalMean person = localMean(lab, inner, near * faceHeight),
                    wall = localMean(lab, outside, near * faceHeight);
    Neighbours around{person.colour, wall.colour, Plane(lab.size()), depth};
    forRows(lab.rows, [&](int y) {
        for (int x = 0; x < lab.cols; ++x) {
            const bool known = person.coverage(y, x) > 1e-4f && wall.coverage(y, x) > 1e-4f;
            around.strength(y, x) =
                known ? strengthOf(person.colour(y, x), wall.colour(y, x), depth(y, x)) : 0;
        }
    });
    return around;
}

/// How much of the colour is the wall's, 0..1. Beyond the rim only what is clearly of the wall's hue counts:
/// a white collar lies between skin and a blue wall, too, and is neither.
float shareOfWall(const cv::Vec3f& colour, const cv::Vec3f& person, const cv::Vec3f& wall, float depth) {
    const Chroma c = chromaOf(colour), p = chromaOf(person), w = chromaOf(wall);
    const auto strong = static_cast<float>(cv::norm(w));
    const Chroma hue = w * (1 / strong);
    const float own = std::max(0.f, p.dot(hue));
    const float excess = std::max(0.f, c.dot(hue) - own - tolerated);
    const float clear = excess / std::max(10.f, strong - own);
    const Chroma line = w - p;
    const float along = (c - p).dot(line) / line.dot(line);
    const float slight = 0.8f * std::max(0.f, along - 0.08f) * (1 - ramp(depth, 0.5f * rim, rim));
    return clamp01(std::max(clear, slight));
}

template <class Matrix>
Matrix enlarged(const Matrix& plane, cv::Size size) {
    Matrix result;
    cv::resize(plane, result, size, 0, 0, cv::INTER_LINEAR);
    return result;
}

} // namespace

void removeSpill(Colours& picture, Plane& alpha, float faceHeight) {
    const double scale = std::min(1.0, std::max(0.15, 120.0 / faceHeight));
    Colours small;
    Plane smallAlpha;
    cv::resize(picture, small, {}, scale, scale, cv::INTER_AREA);
    cv::resize(alpha, smallAlpha, small.size(), 0, 0, cv::INTER_AREA);
    cv::cvtColor(small, small, cv::COLOR_RGB2Lab);
    const Neighbours around = lookAround(small, smallAlpha, static_cast<float>(faceHeight * scale));
    if (cv::countNonZero(around.strength > 0.01f) == 0) return; // no coloured wall: nothing to pay for

    const Colours person = enlarged(around.person, picture.size()),
                  wall = enlarged(around.wall, picture.size());
    const Plane strength = enlarged(around.strength, picture.size()),
                depth = enlarged(around.depth, picture.size());
    Colours lab;
    cv::cvtColor(picture, lab, cv::COLOR_RGB2Lab);
    forRows(lab.rows, [&](int y) {
        for (int x = 0; x < lab.cols; ++x) {
            if (strength(y, x) < 0.01f) continue;
            const float share =
                shareOfWall(lab(y, x), person(y, x), wall(y, x), depth(y, x)) * strength(y, x);
            lab(y, x) -= (wall(y, x) - person(y, x)) * share;
            lab(y, x)[0] = std::clamp(lab(y, x)[0], 0.f, 100.f);
            alpha(y, x) = std::min(alpha(y, x), 1 - ramp(share, 0.45f, 0.90f));
        }
    });
    Colours cleaned;
    cv::cvtColor(lab, cleaned, cv::COLOR_Lab2RGB);
    cleaned.copyTo(picture, strength >= 0.01f);
    cv::max(picture, 0, picture);
    cv::min(picture, 1, picture);
}

} // namespace headroom::studio
