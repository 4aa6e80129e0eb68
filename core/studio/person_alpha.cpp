#include "core/studio/person_alpha.h"

#include "core/faces/face_landmarks.h"
#include "core/faces/opencv_bridge.h"
#include "core/faces/person_mask.h"
#include "core/studio/guided_filter.h"

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

/// The network once on the whole context, which keeps it from losing shoulders, and once closer, for the
/// head.
Result<Plane> networkMask(const faces::FaceModels& models, const cv::Mat& context,
                          const faces::FaceMesh& mesh) {
    const float f = mesh.height();
    const cv::Point2f centre =
        (point(mesh, faces::landmark::foreheadTop) + point(mesh, faces::landmark::chin)) * 0.5f;
    Plane mask = TRY(maskOf(models, context));
    const cv::Rect whole({}, context.size());
    const cv::Rect close = around(centre, 3.2f * f, 1.4f * f, 3.6f * f, context.size());
    if (close.width < 32 || close.height < 32) return mask;
    const Plane closeMask = TRY(maskOf(models, context(close).clone()));
    const Plane weight = feathered(close, whole, std::max(4.f, 0.25f * f));
    Plane target = mask(close);
    forRows(target.rows, [&](int y) {
        for (int x = 0; x < target.cols; ++x)
            target(y, x) = mix(target(y, x), closeMask(y, x), weight(y, x));
    });
    return mask;
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
    cv::dilate(solid, solid, disc(std::max(2, static_cast<int>(0.10f * f)))); // hair is thin, but near
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
    const int radius = std::max(3, static_cast<int>(0.05f * localHeight));
    Plane alpha =
        smoothRamped(guidedByColours(colours, mask, radius, 1e-4f, radius > 8 ? 2 : 1), 0.12f, 0.88f);
    keepOnlyThePerson(alpha, local);
    ColourPrior prior = applyColourPrior(colours, alpha, local);
    dropThinBits(prior.alpha, localHeight);
    person.alpha = prior.alpha;
    person.contrast = prior.contrast;
    return person;
}

} // namespace headroom::studio
