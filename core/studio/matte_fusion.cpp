#include "core/studio/matte_fusion.h"

#include "core/faces/face_landmarks.h"

#include <algorithm>

namespace headroom::studio {

namespace {

/// Where the mask is sure, and how far the person can reach beyond it, as planes of the matte's size.
struct Certainty {
    Plane inside;
    Plane reach;
};

/// On a small copy: these are large, soft areas.
Certainty certaintyOf(const Plane& mask, float faceHeight) {
    const double scale = std::min(1.0, 150.0 / faceHeight);
    const float f = static_cast<float>(faceHeight * scale);
    Plane small;
    cv::resize(mask, small, {}, scale, scale, cv::INTER_AREA);
    Certainty result;
    cv::erode(small, result.inside, disc(std::max(1, cvRound(0.07f * f))));
    cv::dilate(small, result.reach, disc(std::max(1, cvRound(0.10f * f))));
    for (Plane* plane : {&result.inside, &result.reach})
        cv::resize(*plane, *plane, mask.size(), 0, 0, cv::INTER_LINEAR);
    return result;
}

/// 0 above the chin, where hair has gaps, 1 below it, where clothes have none.
float bodyAt(int y, float chin, float faceHeight) {
    return clamp01((static_cast<float>(y) - chin) / (0.3f * faceHeight) + 0.5f);
}

} // namespace

Plane fusedMatte(const Plane& matte, const Plane& mask, const faces::FaceMesh& mesh) {
    const float f = mesh.height();
    const float chin = point(mesh, faces::landmark::chin).y;
    const Certainty sure = certaintyOf(mask, f);
    Plane alpha(matte.size());
    forRows(alpha.rows, [&](int y) {
        const float body = bodyAt(y, chin, f);
        const float least = mix(0.25f, 0.10f, body); // less than this the matte has to see to be believed
        for (int x = 0; x < alpha.cols; ++x) {
            float value = matte(y, x);
            // No holes well inside the person, unless the matte is sure of one.
            value = mix(value, 1, ramp(sure.inside(y, x), 0.5f, 0.9f) * ramp(value, least, least + 0.2f));
            // Clothes are never half there because they are as dark as the wall.
            if (body > 0.5f && mask(y, x) > 0.8f) value = mix(value, 1, 0.7f * ramp(value, 0.35f, 0.65f));
            alpha(y, x) = value * ramp(sure.reach(y, x), 0.15f, 0.65f);
        }
    });
    return alpha;
}

} // namespace headroom::studio
