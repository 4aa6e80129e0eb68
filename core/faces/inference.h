#pragma once

#include "core/base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::faces {

/// Numbers with a shape, in the order of NCHW for pictures.
struct Tensor {
    std::vector<int> shape;
    std::vector<float> values;
};

/// A network that is ready to run. run() may be called from any thread; calls on one network may wait for
/// each other.
class Inference {
public:
    virtual ~Inference() = default;

    /// One tensor in, the named tensors out, in that order. Errors: Internal (the network does not fit the
    /// input).
    virtual Result<std::vector<Tensor>> run(const Tensor& input,
                                            const std::vector<std::string>& outputs) const = 0;
};

/// Loads an ONNX file from memory with OpenCV's DNN module, which is always there. `name` is for messages.
/// Errors: Corrupt (no network that this runtime understands).
Result<std::unique_ptr<Inference>> loadWithOpenCv(std::string_view name, std::string_view onnx);

} // namespace headroom::faces
