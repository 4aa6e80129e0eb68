#include "core/faces/face_models.h"

#include "core/base/embedded_file.h"

namespace headroom::resources {
std::span<const EmbeddedFile> face_models();
}

namespace headroom::faces {

namespace {

Result<std::unique_ptr<Inference>> loadEmbedded(std::string_view name) {
    for (const EmbeddedFile& file : resources::face_models()) {
        if (file.name == name) return loadWithOpenCv(name, file.content);
    }
    return fail(ErrorCode::Internal, "no embedded model " + std::string(name));
}

} // namespace

Result<std::shared_ptr<const FaceModels>> FaceModels::create() {
    std::shared_ptr<FaceModels> models(new FaceModels);
    models->detector_ = TRY(loadEmbedded("face_detection_full_range.onnx"));
    models->landmarks_ = TRY(loadEmbedded("face_landmark.onnx"));
    models->segmenter_ = TRY(loadEmbedded("selfie_segmentation.onnx"));
    return models;
}

} // namespace headroom::faces
