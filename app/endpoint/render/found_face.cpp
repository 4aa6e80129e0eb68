#include "app/endpoint/render/found_face.h"

#include "core/images/image_resize.h"
#include "core/photos/photo_limits.h"
#include "core/studio/studio_limits.h"

#include <algorithm>

namespace headroom::render {

namespace {

/// A picture longer than this is looked at in windows, which overlap by half.
constexpr double windowAspect = 1.5;
constexpr int windowsMax = 32;

/// Along the longer side.
std::vector<images::PixelRect> windowsOver(const images::Bitmap& picture) {
    const bool wide = picture.width() > picture.height();
    const int longer = std::max(picture.width(), picture.height());
    const int shorter = std::min(picture.width(), picture.height());
    const int side = std::min(longer, static_cast<int>(windowAspect * shorter));
    std::vector<images::PixelRect> windows;
    for (int at = 0;; at += std::max(1, side / 2)) {
        at = std::min(at, longer - side); // the last one ends with the picture
        windows.push_back(wide ? images::PixelRect{at, 0, side, shorter}
                               : images::PixelRect{0, at, shorter, side});
        if (at == longer - side || windows.size() == windowsMax) return windows;
    }
}

faces::FaceMesh moved(faces::FaceMesh mesh, const images::PixelRect& by) {
    for (faces::Point3& point : mesh.points) {
        point.x += static_cast<float>(by.x);
        point.y += static_cast<float>(by.y);
    }
    return mesh;
}

} // namespace

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

Result<std::optional<faces::FaceMesh>> findLargestFace(const faces::FaceModels& models,
                                                       const images::Bitmap& full) {
    std::optional<faces::FaceMesh> largest;
    for (const images::PixelRect& window : windowsOver(full)) {
        const SeenFaces seen = TRY(seeFaces(models, full.cropped(window)));
        if (!seen.mesh || seen.mesh->confidence < photos::minMeshConfidence) continue;
        const faces::FaceMesh mesh = moved(seen.meshInFull(), window);
        if (!largest || mesh.height() > largest->height()) largest = mesh;
    }
    return largest;
}

} // namespace headroom::render
