#include "core/faces/face_models.h"

#include "core/base/embedded_file.h"
#include "core/base/log.h"
#include "core/faces/onnx_runtime.h"

#include <fstream>
#include <iterator>

namespace headroom::resources {
std::span<const EmbeddedFile> face_models();
}

namespace headroom::faces {

FaceModels::~FaceModels() = default;

Result<std::unique_ptr<Inference>> FaceModels::loadEmbedded(std::string_view name) const {
    for (const EmbeddedFile& file : resources::face_models()) {
        if (file.name != name) continue;
        return runtime_ ? runtime_->network(name, file.content) : loadWithOpenCv(name, file.content);
    }
    return fail(ErrorCode::Internal, "no embedded model " + std::string(name));
}

Result<std::shared_ptr<const FaceModels>> FaceModels::create(const InstalledModels& installed) {
    std::shared_ptr<FaceModels> models(new FaceModels);
    if (!installed.runtime.empty()) {
        if (auto runtime = OnnxRuntime::load(installed.runtime)) {
            models->runtimeName_ = "ONNX Runtime " + (*runtime)->version();
            models->runtime_ = std::move(*runtime);
            models->matteFile_ = installed.matte;
        } else {
            log::warning("faces.runtime", "works without ONNX Runtime",
                         {{"error", describe(runtime.error())}});
        }
    }
    models->likenessFile_ = installed.likeness;
    models->detector_ = TRY(models->loadEmbedded("face_detection_full_range.onnx"));
    models->landmarks_ = TRY(models->loadEmbedded("face_landmark.onnx"));
    models->segmenter_ = TRY(models->loadEmbedded("selfie_segmentation.onnx"));
    return models;
}

const Inference* FaceModels::matting() const {
    std::call_once(mattingLoaded_, [this] {
        if (matteFile_.empty()) return;
        if (auto network = runtime_->network("matte", matteFile_))
            matting_ = std::move(*network);
        else
            log::warning("faces.matte", "works without the finer matte",
                         {{"error", describe(network.error())}});
    });
    return matting_.get();
}

Result<std::unique_ptr<Inference>> FaceModels::loadFile(std::string_view name,
                                                        const std::filesystem::path& file) const {
    if (runtime_) return runtime_->network(name, file);
    std::ifstream stream(file, std::ios::binary);
    const std::string onnx{std::istreambuf_iterator<char>(stream), {}};
    if (!stream || onnx.empty()) return fail(ErrorCode::FileAccess, "cannot read " + file.string());
    return loadWithOpenCv(name, onnx);
}

const Inference* FaceModels::likeness() const {
    std::call_once(likenessLoaded_, [this] {
        if (likenessFile_.empty()) return;
        if (auto network = loadFile("likeness", likenessFile_))
            likeness_ = std::move(*network);
        else
            log::warning("faces.likeness", "faces are not compared", {{"error", describe(network.error())}});
    });
    return likeness_.get();
}

} // namespace headroom::faces
