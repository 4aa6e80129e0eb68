#pragma once

#include "core/faces/inference.h"

#include <memory>

namespace headroom::faces {

/// The three networks that everything here runs on, compiled into the program (4.9 MB, resources/models).
/// Immutable once made and shared freely between threads. Making one takes about 50 ms: make it once.
class FaceModels {
public:
    /// Errors: Corrupt (a network inside the program does not load), Internal.
    static Result<std::shared_ptr<const FaceModels>> create();

    const Inference& detector() const { return *detector_; }
    const Inference& landmarks() const { return *landmarks_; }
    const Inference& segmenter() const { return *segmenter_; }

private:
    FaceModels() = default;

    std::unique_ptr<Inference> detector_;
    std::unique_ptr<Inference> landmarks_;
    std::unique_ptr<Inference> segmenter_;
};

} // namespace headroom::faces
