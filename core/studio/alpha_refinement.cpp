#include "core/studio/alpha_refinement.h"

#include "core/faces/face_landmarks.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

/// Where the backdrop's colour is the person's, colours say nothing and the prior must.
float trust(float contrast) {
    return ramp(contrast, 0.06f, 0.22f);
}

/// The band to be found: narrow along clothes, whose edges are sharp, and wide around hair.
MattingProblem problemFor(const Colours& picture, const Plane& coarse, const Plane& contrast,
                          const faces::FaceMesh& mesh) {
    const float f = mesh.height();
    const float chin = point(mesh, faces::landmark::chin).y;
    const cv::Mat open = (coarse > 0.03f) & (coarse < 0.97f);
    cv::Mat body, half, hair;
    cv::dilate(open, body, disc(std::max(2, static_cast<int>(0.010f * f))));
    cv::resize(open, half, {}, 0.5, 0.5, cv::INTER_AREA);
    cv::dilate(cv::Mat(half > 0), half, disc(std::max(3, static_cast<int>(0.015f * f))));
    cv::resize(half, hair, open.size(), 0, 0, cv::INTER_NEAREST);

    MattingProblem problem{picture, coarse, cv::Mat1b(coarse.size()), Plane(coarse.size())};
    forRows(coarse.rows, [&](int y) {
        const cv::Mat& band = static_cast<float>(y) < chin - 0.1f * f ? hair : body;
        for (int x = 0; x < coarse.cols; ++x) {
            const float prior = coarse(y, x);
            problem.trimap(y, x) = band.at<std::uint8_t>(y, x) ? 128 : prior > 0.5f ? 255 : 0;
            const float sure = std::fabs(2 * prior - 1);
            problem.priorWeight(y, x) =
                0.004f + 0.10f * sure * sure * sure * sure + 0.25f * (1 - trust(contrast(y, x)));
        }
    });
    return problem;
}

} // namespace

Plane refinedAlpha(const Colours& picture, const Plane& coarse, const Plane& contrast,
                   const faces::FaceMesh& mesh) {
    const Plane fine = closedFormAlpha(problemFor(picture, coarse, contrast, mesh));
    const Plane soft = blurred(coarse, 1.2);
    Plane alpha(coarse.size());
    forRows(alpha.rows, [&](int y) {
        for (int x = 0; x < alpha.cols; ++x) {
            const float value = mix(soft(y, x), fine(y, x), 0.8f * trust(contrast(y, x)));
            alpha(y, x) = ramp(value, 0.10f, 0.94f); // faint wisps are the old backdrop
        }
    });
    return alpha;
}

} // namespace headroom::studio
