#include "app/endpoint/render/source_likeness.h"

#include "app/endpoint/render/found_face.h"
#include "core/images/image_decode.h"
#include "core/photos/photo_limits.h"
#include "core/studio/studio_limits.h"

namespace headroom::render {

std::optional<faces::FaceSignature> sourceSignature(const faces::FaceModels& models, std::string_view bytes) {
    if (!models.likeness()) return std::nullopt;
    const auto decoded = images::decodeImage(bytes, studio::detectionEdge);
    if (!decoded) return std::nullopt;
    const auto seen = seeFaces(models, decoded->pixels);
    if (!seen || !seen->mesh || seen->mesh->confidence < photos::minMeshConfidence) return std::nullopt;
    auto signature = faces::faceSignature(models, seen->picture, *seen->mesh);
    if (!signature) return std::nullopt;
    return std::move(*signature);
}

} // namespace headroom::render
