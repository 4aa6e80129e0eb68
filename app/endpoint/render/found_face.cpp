#include "app/endpoint/render/found_face.h"

#include "core/images/image_resize.h"
#include "core/studio/studio_limits.h"

#include <algorithm>

namespace headroom::render {

Result<SeenFaces> seeFaces(const faces::FaceModels& models, const images::Bitmap& full) {
    SeenFaces seen;
    const int edge = studio::detectionEdge;
    seen.picture = std::max(full.width(), full.height()) > edge
                       ? TRY(images::fitted(full, edge, edge, images::FrameFit::Contain))
                       : full;
    seen.scale = static_cast<float>(full.width()) / static_cast<float>(seen.picture.width());
    const auto found = TRY(faces::detectFaces(models, seen.picture));
    seen.people = faces::countPeople(found);
    if (!found.empty()) seen.mesh = TRY(faces::findMesh(models, seen.picture, found.front()));
    return seen;
}

} // namespace headroom::render
