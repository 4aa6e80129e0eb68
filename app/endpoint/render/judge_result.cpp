#include "app/endpoint/render/judge_result.h"

#include "app/endpoint/render/found_face.h"
#include "app/endpoint/render/judge_limits.h"
#include "app/endpoint/render/render_preview.h"
#include "app/endpoint/render/source_likeness.h"
#include "core/faces/face_measures.h"
#include "core/images/image_decode.h"
#include "core/images/image_encode.h"
#include "core/images/image_resize.h"
#include "core/photos/photo_limits.h"
#include "core/studio/headshot_crop.h"
#include "core/studio/studio_limits.h"

#include <algorithm>
#include <cmath>

namespace headroom::render {

namespace {

Failure notUsable(std::string why) {
    return fail(ErrorCode::ResultNotUsable, std::move(why));
}

bool isTheFilesFault(ErrorCode code) {
    return code == ErrorCode::Corrupt || code == ErrorCode::TooLarge || code == ErrorCode::PhotoNotAnImage ||
           code == ErrorCode::PhotoTooManyPixels;
}

Result<void> checkFace(const SeenFaces& seen) {
    if (seen.people == 0) return notUsable("no face");
    if (seen.people > 1) return notUsable(std::to_string(seen.people) + " faces");
    const faces::FaceMeasures measures = faces::measureFace(seen.picture, *seen.mesh);
    if (measures.meshConfidence < photos::minMeshConfidence) return notUsable("no face");
    if (measures.outsideFrame > photos::maxOutsideFrame || measures.beyondFrame > photos::maxBeyondFrame)
        return notUsable("the face is cut off");
    if (measures.sharpness < leastSharpness) return notUsable("blurred");
    return {};
}

/// The headshot inside the result.
Result<images::Bitmap> conformed(const images::Bitmap& picture, const faces::FaceMesh& mesh) {
    const images::PixelRect crop = studio::headshotCrop(mesh, picture.width(), picture.height());
    if (crop.height < leastCropHeight) return notUsable("too few pixels");
    const faces::Box face = mesh.bounds();
    const float slack = faceMayBeCut * mesh.height();
    const auto left = static_cast<float>(crop.x), top = static_cast<float>(crop.y);
    if (face.x < left - slack || face.y < top - slack ||
        face.x + face.width > left + static_cast<float>(crop.width) + slack ||
        face.y + face.height > top + static_cast<float>(crop.height) + slack)
        return notUsable("the face is cut off");
    const int height = std::clamp(crop.height, studio::standardHeight, largestHeight) / 5 * 5;
    return images::resized(picture.cropped(crop), height / 5 * 4, height);
}

/// In memory, and only with consent. One source that shows the same person is enough: of the others some may
/// be dim, turned or years old.
Result<generators::Likeness> compared(const faces::FaceModels& models, const SeenFaces& seen,
                                      const generators::RawResult& result) {
    if (result.consent != generators::LikenessConsent::Given) return generators::Likeness::NotChecked;
    const auto mine = TRY(faces::faceSignature(models, seen.picture, *seen.mesh));
    if (!mine) return generators::Likeness::NotChecked;
    bool comparedWithAny = false;
    for (const generators::SourcePhoto& source : result.sources) {
        const auto theirs = sourceSignature(models, TRY(readPhoto(source.file)));
        if (!theirs) continue; // nobody to be seen in it, or not to be decoded here
        comparedWithAny = true;
        if (mine->likenessTo(*theirs) >= faces::samePersonFrom) return generators::Likeness::Same;
    }
    if (comparedWithAny) return fail(ErrorCode::LikenessLost, "another person than in the photos");
    return generators::Likeness::NotChecked;
}

images::Provenance markOf(const generators::RawResult& result) {
    const auto type = result.origin == generators::Origin::Altered
                          ? images::DigitalSourceType::CompositeWithTrainedAlgorithmicMedia
                          : images::DigitalSourceType::TrainedAlgorithmicMedia;
    return {type, "Headroom " HEADROOM_VERSION " (" + result.generator + ")"};
}

} // namespace

Result<RenderedFile> judgedResult(const faces::FaceModels& models, std::string_view bytes,
                                  const generators::RawResult& result) {
    auto decoded = images::decodeImage(bytes, judgedEdge);
    if (!decoded && isTheFilesFault(decoded.error().code))
        return notUsable("broken: " + describe(decoded.error()));
    if (!decoded) return fail(decoded.error());
    const SeenFaces seen = TRY(seeFaces(models, decoded->pixels));
    TRY(checkFace(seen));
    const images::Bitmap headshot = TRY(conformed(decoded->pixels, seen.meshInFull()));
    images::EncodeOptions options;
    options.provenance = markOf(result);
    const generators::Likeness likeness = TRY(compared(models, seen, result));
    std::string encoded = TRY(images::encodeImage(headshot, options));
    return RenderedFile{std::move(encoded), "image/jpeg", headshot.width(), headshot.height(), likeness};
}

Result<generators::Likeness> checkedHeadshot(const faces::FaceModels& models, const images::Bitmap& headshot,
                                             const std::optional<faces::FaceSignature>& source) {
    SeenFaces seen;
    seen.picture = TRY(images::fitted(headshot, checkedEdge, checkedEdge, images::FrameFit::Contain));
    const auto found = TRY(faces::detectFaces(models, seen.picture, faces::FaceReach::Large));
    if (found.empty()) return notUsable("no face");
    if (faces::countPeople(found) > 1) return notUsable("several faces");
    const faces::FaceMesh mesh = TRY(faces::findMesh(models, seen.picture, found.front()));
    if (mesh.confidence < photos::minMeshConfidence) return notUsable("no face");
    if (!source) return generators::Likeness::NotChecked;
    const auto mine = TRY(faces::faceSignature(models, seen.picture, mesh));
    if (!mine) return generators::Likeness::NotChecked;
    if (mine->likenessTo(*source) < faces::samePersonFrom)
        return fail(ErrorCode::LikenessLost, "another person than in the photo");
    return generators::Likeness::Same;
}

} // namespace headroom::render
