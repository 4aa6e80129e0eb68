#include "core/studio/person_alpha.h"

#include "core/faces/face_landmarks.h"
#include "core/faces/opencv_bridge.h"
#include "core/faces/person_mask.h"
#include "core/faces/person_matte.h"
#include "core/studio/guided_filter.h"
#include "core/studio/matte_fusion.h"
#include "core/studio/skin_colour.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

constexpr int workingSide = 1300; // beyond it the masks get slower, not better: the networks see 256 pixels

cv::Rect around(cv::Point2f centre, float width, float above, float height, cv::Size bounds) {
    const cv::Rect wanted(cvRound(centre.x - width / 2), cvRound(centre.y - above), cvRound(width),
                          cvRound(height));
    return wanted & cv::Rect({}, bounds);
}

/// 1 inside, falling to 0 over `border` pixels towards those sides of `part` that lie inside `whole`.
Plane feathered(const cv::Rect& part, const cv::Rect& whole, float border) {
    Plane weight(part.size());
    for (int y = 0; y < weight.rows; ++y) {
        for (int x = 0; x < weight.cols; ++x) {
            float w = border;
            if (part.x > whole.x) w = std::min(w, static_cast<float>(x));
            if (part.y > whole.y) w = std::min(w, static_cast<float>(y));
            if (part.br().x < whole.br().x) w = std::min(w, static_cast<float>(weight.cols - 1 - x));
            if (part.br().y < whole.br().y) w = std::min(w, static_cast<float>(weight.rows - 1 - y));
            weight(y, x) = w / border;
        }
    }
    return weight;
}

Result<Plane> maskOf(const faces::FaceModels& models, const cv::Mat& rgb) {
    const faces::Plane mask = TRY(faces::personMask(models, faces::toBitmap(rgb)));
    return Plane(faces::viewOf(mask).clone());
}

/// Lays a mask of a part over the mask of the whole.
void layOver(Plane& whole, const Plane& part, const cv::Rect& area, float border) {
    const Plane weight = feathered(area, cv::Rect({}, whole.size()), border);
    Plane target = whole(area);
    forRows(target.rows, [&](int y) {
        for (int x = 0; x < target.cols; ++x)
            target(y, x) = mix(target(y, x), part(y, x), weight(y, x));
    });
}

/// The network on the whole context, which keeps it from losing shoulders; closer, for the shape of the body;
/// and on the head alone, where its 256 pixels are finest. There also mirrored: ears and grey hair that it
/// doubts on one side it often knows on the other.
Result<Plane> networkMask(const faces::FaceModels& models, const cv::Mat& context,
                          const faces::FaceMesh& mesh) {
    const float f = mesh.height();
    const cv::Point2f centre =
        (point(mesh, faces::landmark::foreheadTop) + point(mesh, faces::landmark::chin)) * 0.5f;
    const float border = std::max(4.f, 0.25f * f);
    Plane mask = TRY(maskOf(models, context));
    const cv::Rect close = around(centre, 3.2f * f, 1.4f * f, 3.6f * f, context.size());
    const cv::Rect head = around(centre, 2.4f * f, 1.2f * f, 2.7f * f, context.size());
    if (std::min({close.width, close.height, head.width, head.height}) < 32) return mask;
    layOver(mask, TRY(maskOf(models, context(close).clone())), close, border);

    cv::Mat mirrored;
    cv::flip(context(head), mirrored, 1);
    Plane other = TRY(maskOf(models, mirrored)), own = TRY(maskOf(models, context(head).clone()));
    cv::flip(other, other, 1);
    layOver(mask, cv::max(own, other), head, border);
    return mask;
}

/// The guided filter draws wisps of the backdrop's edges into it; nothing of the person is that far from the
/// mask.
void gate(Plane& alpha, const Plane& mask, float reach) {
    Plane wide;
    cv::dilate(mask, wide, disc(std::max(1, cvRound(reach))));
    cv::GaussianBlur(wide, wide, {}, std::max(0.8, 0.4 * reach));
    forRows(alpha.rows, [&](int y) {
        for (int x = 0; x < alpha.cols; ++x)
            alpha(y, x) *= smoothRamp(wide(y, x), 0.15f, 0.75f);
    });
}

/// The mask drawn to the edges of the picture: what there is without the finer matte.
Plane drawnToEdges(const Colours& colours, const Plane& mask, float faceHeight) {
    const int radius = std::max(3, static_cast<int>(0.05f * faceHeight));
    Plane alpha =
        smoothRamped(guidedByColours(colours, mask, radius, 1e-4f, radius > 8 ? 2 : 1), 0.12f, 0.88f);
    gate(alpha, mask, 0.018f * faceHeight);
    return alpha;
}

/// Ears stick out of the masks: beside the face, what has the colour of its skin and is not denied by the
/// network is ear.
void restoreEars(Plane& alpha, const Plane& mask, const Colours& colours, const faces::FaceMesh& mesh) {
    namespace lm = faces::landmark;
    const float f = mesh.height();
    const cv::Point2f right = point(mesh, lm::rightCheekEdge), left = point(mesh, lm::leftCheekEdge);
    const cv::Point2f outward =
        (left - right) * (1 / std::max(1.f, static_cast<float>(cv::norm(left - right))));
    cv::Mat1b drawn(alpha.size(), 0);
    for (const cv::Point2f ear : {right - outward * (0.05f * f), left + outward * (0.05f * f)}) {
        cv::ellipse(drawn, cv::RotatedRect(ear, {0.20f * f, 0.40f * f}, mesh.rollDegrees()), 255, cv::FILLED);
    }
    Plane zone, wide;
    drawn.convertTo(zone, CV_32F, 1 / 255.);
    zone = blurred(zone, 0.02 * f);
    cv::dilate(mask, wide, disc(std::max(1, cvRound(0.012f * f))));
    const Plane face = outlineMask(mesh, lm::faceOval, alpha.size(), 0);
    const cv::Vec3f skin = skinChromaticity(colours, face);
    if (!isColoured(skin)) return;
    const cv::Scalar faceMean = cv::mean(colours, cv::Mat(face > 0.9f));
    const auto faceSum = static_cast<float>(faceMean[0] + faceMean[1] + faceMean[2]);
    forRows(alpha.rows, [&](int y) {
        for (int x = 0; x < alpha.cols; ++x) {
            if (zone(y, x) < 0.01f) continue;
            const cv::Vec3f& colour = colours(y, x);
            const auto off = static_cast<float>(cv::norm(chromaticity(colour) - skin));
            const float lit =
                ramp((colour[0] + colour[1] + colour[2]) / faceSum, 0.40f, 0.60f); // not the gap behind
            const float ear =
                zone(y, x) * (1 - ramp(off, 0.05f, 0.085f)) * ramp(wide(y, x), 0.20f, 0.50f) * lit;
            alpha(y, x) = std::max(alpha(y, x), ear);
        }
    });
}

/// Other people, flags and chairs that the network took along but that do not touch the person.
void keepOnlyThePerson(Plane& alpha, const faces::FaceMesh& mesh) {
    const double scale = std::min(1.0, 400.0 / std::max(alpha.cols, alpha.rows));
    cv::Mat small;
    cv::resize(alpha, small, {}, scale, scale, cv::INTER_AREA);
    cv::Mat labels, stats, centres;
    const int count = cv::connectedComponentsWithStats(cv::Mat(small > 0.35f), labels, stats, centres);
    const cv::Point2f nose = point(mesh, faces::landmark::noseTip) * static_cast<float>(scale);
    const int own = labels.at<int>(std::clamp(cvRound(nose.y), 0, labels.rows - 1),
                                   std::clamp(cvRound(nose.x), 0, labels.cols - 1));
    if (own == 0 || count <= 2) return;
    cv::Mat keep = labels == own;
    cv::dilate(keep, keep, disc(std::max(1, static_cast<int>(0.06 * mesh.height() * scale))));
    Plane weight;
    keep.convertTo(weight, CV_32F, 1 / 255.);
    cv::resize(weight, weight, alpha.size(), 0, 0, cv::INTER_LINEAR);
    alpha = alpha.mul(weight);
}

/// What is too thin to be a head, a neck or a shoulder and is not near one: poles, cables, other people's
/// fingers.
void dropThinBits(Plane& alpha, float faceHeight) {
    const double scale = std::min(1.0, 60.0 / faceHeight);
    const float f = static_cast<float>(faceHeight * scale);
    cv::Mat small;
    cv::resize(alpha, small, {}, scale, scale, cv::INTER_AREA);
    cv::Mat solid;
    cv::morphologyEx(cv::Mat(small > 0.45f), solid, cv::MORPH_OPEN,
                     disc(std::max(1, static_cast<int>(0.025f * f))));
    cv::dilate(solid, solid, disc(std::max(2, static_cast<int>(0.06f * f)))); // hair is thin, but near
    Plane weight;
    solid.convertTo(weight, CV_32F, 1 / 255.);
    weight = blurred(weight, 0.02 * f);
    cv::resize(weight, weight, alpha.size(), 0, 0, cv::INTER_LINEAR);
    alpha = alpha.mul(weight);
}

} // namespace

Result<PersonAlpha> estimatePersonAlpha(const faces::FaceModels& models, const images::Bitmap& picture,
                                        const faces::FaceMesh& mesh) {
    const cv::Mat view = faces::viewOf(picture);
    const float f = mesh.height();
    const cv::Point2f centre =
        (point(mesh, faces::landmark::foreheadTop) + point(mesh, faces::landmark::chin)) * 0.5f;
    const cv::Rect area = around(centre, 4.2f * f, 1.75f * f, 4.6f * f, view.size());
    const double scale = std::min(1.0, static_cast<double>(workingSide) / std::max(area.width, area.height));
    const cv::Mat context = faces::shrunk(view(area), scale).clone();
    const double kx = static_cast<double>(context.cols) / area.width,
                 ky = static_cast<double>(context.rows) / area.height;

    PersonAlpha person;
    person.fromPicture = {kx, 0, -area.x * kx, 0, ky, -area.y * ky};
    const faces::FaceMesh local = mapped(mesh, person.fromPicture);
    const float localHeight = local.height();

    const Plane mask = TRY(networkMask(models, context, local));
    Colours colours;
    context.convertTo(colours, CV_32F, 1 / 255.);
    const auto matte = TRY(faces::personMatte(models, faces::toBitmap(context)));
    Plane alpha =
        matte ? fusedMatte(faces::viewOf(*matte), mask, local) : drawnToEdges(colours, mask, localHeight);
    person.matte = matte ? Matte::Fine : Matte::Standard;
    // The finer matte knows ears; what has their colour beside them is the old wall's.
    if (!matte) restoreEars(alpha, mask, colours, local);
    keepOnlyThePerson(alpha, local);
    ColourPrior prior = applyColourPrior(colours, alpha, local);
    dropThinBits(prior.alpha, localHeight);
    person.alpha = prior.alpha;
    person.contrast = prior.contrast;
    return person;
}

} // namespace headroom::studio
