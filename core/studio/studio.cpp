#include "core/studio/studio.h"

#include "core/faces/face_detector.h"
#include "core/faces/opencv_bridge.h"
#include "core/images/image_decode.h"
#include "core/images/image_resize.h"
#include "core/studio/alpha_refinement.h"
#include "core/studio/analysed_photo_data.h"
#include "core/studio/backdrop.h"
#include "core/studio/colour_spill.h"
#include "core/studio/composite.h"
#include "core/studio/foreground_colours.h"
#include "core/studio/framing.h"
#include "core/studio/portrait.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

Result<void> reached(const Watch& watch, float done) {
    if (watch.cancelled && watch.cancelled()) return fail(ErrorCode::Cancelled);
    if (watch.progress) watch.progress(done);
    return {};
}

Result<void> checkSize(const OutputSize& size) {
    const auto [shorter, longer] = std::minmax(size.width, size.height);
    if (shorter < minOutputSide || longer > maxOutputSide || longer > 2 * shorter) {
        return fail(ErrorCode::InvalidInput,
                    "headshot of " + std::to_string(size.width) + " x " + std::to_string(size.height));
    }
    return {};
}

struct FoundFace {
    images::Bitmap picture;
    faces::FaceMesh mesh;
};

/// The picture as large as its headshots need. What decodes small for detection is decoded again when the
/// face turns out to be small in it; most photos are not.
Result<FoundFace> withUsefulPixels(std::string_view bytes, images::DecodedImage small,
                                   const faces::FaceMesh& mesh, const OutputSize& largest) {
    const auto usefulFace = largestUsefulFace * static_cast<float>(largest.height);
    const int smallEdge = std::max(small.pixels.width(), small.pixels.height());
    const int fileEdge = std::max(small.info.width, small.info.height);
    const auto wantedEdge =
        static_cast<int>(std::lround(static_cast<float>(smallEdge) * usefulFace / mesh.height()));
    const int edge = std::min({wantedEdge, fileEdge, largestKeptEdge});
    if (edge == smallEdge) return FoundFace{std::move(small.pixels), mesh};

    images::Bitmap picture;
    if (edge > smallEdge) {
        picture = TRY(images::decodeImage(bytes, edge)).pixels;
    } else {
        const double scale = static_cast<double>(edge) / smallEdge;
        picture = TRY(images::resized(small.pixels, std::max(1, cvRound(small.pixels.width() * scale)),
                                      std::max(1, cvRound(small.pixels.height() * scale))));
    }
    const float scale = static_cast<float>(picture.width()) / static_cast<float>(small.pixels.width());
    return FoundFace{std::move(picture), mesh.scaled(scale)};
}

/// The frame's pixels with everything that is known about them.
struct CutOut {
    Colours picture;
    Plane alpha;
    Plane contrast;
    faces::FaceMesh mesh;
};

/// Beyond the photo nothing is known of the person: what touches its border there ends with it, softly.
void clearBeyond(Plane& alpha, const Frame& frame, cv::Size photo, float faceHeight) {
    cv::Matx23d back;
    cv::invertAffineTransform(frame.fromPicture, back);
    const double fade = 0.01 * faceHeight;
    forRows(alpha.rows, [&](int y) {
        for (int x = 0; x < alpha.cols; ++x) {
            const cv::Point2d p = apply(back, x + 0.5, y + 0.5);
            const double beyond = std::max({-p.x, -p.y, p.x - photo.width, p.y - photo.height});
            if (beyond > 0) alpha(y, x) *= 1 - ramp(static_cast<float>(beyond / fade), 0, 1);
        }
    });
}

CutOut cutOutFrame(const AnalysedPhoto::Data& photo, const Frame& frame, cv::Size size) {
    CutOut result;
    const cv::Mat pixels = cutOut(faces::viewOf(photo.picture), frame.fromPicture, size, Sampling::Fine);
    pixels.convertTo(result.picture, CV_32F, 1 / 255.);
    cv::Matx23d alphaToPicture;
    cv::invertAffineTransform(photo.person.fromPicture, alphaToPicture);
    const cv::Matx23d map = combined(alphaToPicture, frame.fromPicture);
    result.alpha = cutOut(photo.person.alpha, map, size, Sampling::Smooth);
    cv::max(result.alpha, 0, result.alpha);
    cv::min(result.alpha, 1, result.alpha);
    clearBeyond(result.alpha, frame, {photo.picture.width(), photo.picture.height()}, photo.mesh.height());
    result.contrast = cutOut(photo.person.contrast, map, size, Sampling::Smooth);
    result.mesh = mapped(photo.mesh, frame.fromPicture);
    return result;
}

} // namespace

images::Provenance provenance() {
    // Outline and retouch come from trained models, the backdrop from us: a real photo altered with their
    // help. The term that discloses more is the right one when a reader decides by it what to believe.
    return {images::DigitalSourceType::CompositeWithTrainedAlgorithmicMedia,
            "Headroom " HEADROOM_VERSION " (studio)"};
}

Result<Studio> Studio::create() {
    return Studio(TRY(faces::FaceModels::create()));
}

Result<AnalysedPhoto> Studio::analyse(std::string_view bytes, const OutputSize& largest,
                                      const Watch& watch) const {
    TRY(checkSize(largest));
    TRY(reached(watch, 0));
    images::DecodedImage small = TRY(images::decodeImage(bytes, detectionEdge));
    TRY(reached(watch, 0.2f));
    const auto found = TRY(faces::detectFaces(*models_, small.pixels));
    if (found.empty()) return fail(ErrorCode::PhotoNoFace);
    const faces::FaceMesh mesh = TRY(faces::findMesh(*models_, small.pixels, found.front()));
    if (mesh.height() < 8) return fail(ErrorCode::PhotoNoFace, "a face without height");
    TRY(reached(watch, 0.5f));
    FoundFace face = TRY(withUsefulPixels(bytes, std::move(small), mesh, largest));
    TRY(reached(watch, 0.7f));
    try {
        auto data = std::make_shared<AnalysedPhoto::Data>();
        data->person = TRY(estimatePersonAlpha(*models_, face.picture, face.mesh));
        data->picture = std::move(face.picture);
        data->mesh = face.mesh;
        TRY(reached(watch, 1));
        return AnalysedPhoto(std::move(data));
    } catch (const cv::Exception& error) {
        return fail(ErrorCode::Internal, error.what());
    }
}

Result<images::Bitmap> Studio::render(const AnalysedPhoto& photo, std::string_view styleId,
                                      const Variant& variant, const OutputSize& size,
                                      const Watch& watch) const {
    const StyleRecipe* recipe = findRecipe(styleId);
    if (!recipe) return fail(ErrorCode::NotFound, "no style " + std::string(styleId));
    TRY(checkSize(size));
    if (variant.backdrop < 0 || variant.backdrop >= backdropVariations)
        return fail(ErrorCode::InvalidInput, "backdrop");
    TRY(reached(watch, 0));
    try {
        const cv::Size pixels(size.width, size.height);
        const Frame frame = chooseFrame(photo.data(), variant.framing, recipe->faceShare, pixels);
        CutOut cut = cutOutFrame(photo.data(), frame, pixels);
        TRY(reached(watch, 0.1f));
        Plane alpha = refinedAlpha(cut.picture, cut.alpha, cut.contrast, cut.mesh);
        removeSpill(cut.picture, alpha, cut.mesh.height());
        TRY(reached(watch, 0.4f));
        const auto enlarged = static_cast<float>(frame.scale);
        const Colours person = graded(cut.picture, cut.mesh, enlarged, *recipe, variant.light);
        TRY(reached(watch, 0.7f));
        const Colours own = foregroundColours(person, alpha);
        TRY(reached(watch, 0.85f));
        const Colours backdrop = paintBackdrop(*recipe, variant.backdrop, variant.light, pixels);
        const cv::Mat3b finished = composite(own, alpha, backdrop, *recipe, variant.light, cut.mesh.height());
        TRY(reached(watch, 1));
        return faces::toBitmap(finished);
    } catch (const cv::Exception& error) {
        return fail(ErrorCode::Internal, error.what());
    }
}

Result<std::string> Studio::renderFile(const AnalysedPhoto& photo, std::string_view styleId,
                                       const Variant& variant, const OutputFile& file,
                                       const Watch& watch) const {
    const images::Bitmap picture = TRY(render(photo, styleId, variant, file.size, watch));
    return images::encodeImage(picture, {file.format, file.quality, provenance()});
}

} // namespace headroom::studio
