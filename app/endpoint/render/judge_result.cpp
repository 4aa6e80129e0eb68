#include "app/endpoint/render/judge_result.h"

#include "app/endpoint/render/found_face.h"
#include "app/endpoint/render/judge_limits.h"
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

images::Provenance markOf(const generators::RawResult& result) {
    const auto type = result.origin == generators::Origin::Altered
                          ? images::DigitalSourceType::CompositeWithTrainedAlgorithmicMedia
                          : images::DigitalSourceType::TrainedAlgorithmicMedia;
    return {type, "Headroom " HEADROOM_VERSION " (" + result.generator + ")"};
}

} // namespace

Result<JudgedFile> judgedResult(const faces::FaceModels& models, std::string_view bytes,
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
    std::string encoded = TRY(images::encodeImage(headshot, options));
    return JudgedFile{.file = {std::move(encoded), "image/jpeg", headshot.width(), headshot.height()},
                      .likeness = generators::Likeness::NotChecked};
}

} // namespace headroom::render
