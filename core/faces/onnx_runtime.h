#pragma once

#include "core/faces/inference.h"

#include <filesystem>

namespace headroom::faces {

/// ONNX Runtime, if its library is there: two to ten times as fast as OpenCV, and the only one of the two
/// that runs the network for the finer matte. Loaded while running, so that nothing depends on it. All
/// networks of a process share its threads: pools of their own fight each other, and OpenCV's, for the cores.
/// Any thread.
class OnnxRuntime {
public:
    /// Errors: FileAccess (no such file, or the system does not load it), Corrupt (cut off, or no ONNX
    /// Runtime), Unavailable (an ONNX Runtime older than 1.14, which does not know our interface).
    static Result<std::shared_ptr<const OnnxRuntime>> load(const std::filesystem::path& library);
    virtual ~OnnxRuntime() = default;

    virtual std::string version() const = 0;

    /// A network from memory, and one from a file. `name` is for messages. Errors: Corrupt (no network that
    /// this runtime understands), FileAccess.
    virtual Result<std::unique_ptr<Inference>> network(std::string_view name,
                                                       std::string_view onnx) const = 0;
    virtual Result<std::unique_ptr<Inference>> network(std::string_view name,
                                                       const std::filesystem::path& file) const = 0;
};

} // namespace headroom::faces
