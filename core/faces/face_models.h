#pragma once

#include "core/faces/inference.h"
#include "core/faces/installed_models.h"

#include <memory>
#include <mutex>
#include <string>

namespace headroom::faces {

class OnnxRuntime;

/// The three networks that everything here runs on, compiled into the program (4.9 MB, resources/models), and
/// one for a finer matte, if it is installed. Immutable once made and shared freely between threads. Making
/// one takes about 50 ms: make it once.
class FaceModels {
public:
    /// With a runtime in `installed` the networks run there. If it does not load, that is logged, and OpenCV
    /// runs them. Errors: Corrupt (a network inside the program does not load), Internal.
    static Result<std::shared_ptr<const FaceModels>> create(const InstalledModels& installed = {});
    ~FaceModels();

    const Inference& detector() const { return *detector_; }
    const Inference& landmarks() const { return *landmarks_; }
    const Inference& segmenter() const { return *segmenter_; }

    /// The network behind personMatte(), loaded at the first call (0.5 s and 350 MB). None when it is not
    /// installed, or when it does not load, which is logged once.
    const Inference* matting() const;

    /// The network behind faceSignature(), loaded at the first call (20 ms). None as for matting().
    const Inference* likeness() const;

    /// What runs the networks: "OpenCV" or "ONNX Runtime 1.30.0".
    const std::string& runtime() const { return runtimeName_; }

private:
    FaceModels() = default;
    Result<std::unique_ptr<Inference>> loadEmbedded(std::string_view name) const;
    Result<std::unique_ptr<Inference>> loadFile(std::string_view name,
                                                const std::filesystem::path& file) const;

    std::shared_ptr<const OnnxRuntime> runtime_; ///< none: OpenCV
    std::string runtimeName_ = "OpenCV";
    std::unique_ptr<Inference> detector_;
    std::unique_ptr<Inference> landmarks_;
    std::unique_ptr<Inference> segmenter_;
    std::filesystem::path matteFile_;
    mutable std::once_flag mattingLoaded_;
    mutable std::unique_ptr<Inference> matting_;
    std::filesystem::path likenessFile_;
    mutable std::once_flag likenessLoaded_;
    mutable std::unique_ptr<Inference> likeness_;
};

} // namespace headroom::faces
