#include "core/faces/inference.h"

#include <cstring>
#include <mutex>
#include <opencv2/dnn.hpp>

namespace headroom::faces {

namespace {

class OpenCvInference : public Inference {
public:
    OpenCvInference(std::string_view name, cv::dnn::Net net)
        : name_(name)
        , net_(std::move(net)) {}

    Result<std::vector<Tensor>> run(const Tensor& input,
                                    const std::vector<std::string>& outputs) const override {
        const std::lock_guard lock(mutex_); // forward() keeps its state inside the network
        try {
            std::vector<float> copy = input.values;
            net_.setInput(cv::Mat(input.shape, CV_32F, copy.data()));
            std::vector<cv::Mat> raw;
            net_.forward(raw, outputs);
            std::vector<Tensor> tensors;
            for (const cv::Mat& blob : raw) {
                Tensor tensor;
                tensor.shape.assign(blob.size.p, blob.size.p + blob.dims);
                tensor.values.assign(blob.ptr<float>(), blob.ptr<float>() + blob.total());
                tensors.push_back(std::move(tensor));
            }
            return tensors;
        } catch (const cv::Exception& error) {
            return fail(ErrorCode::Internal, name_ + ": " + error.what());
        }
    }

private:
    std::string name_;
    mutable std::mutex mutex_;
    mutable cv::dnn::Net net_;
};

} // namespace

Result<std::unique_ptr<Inference>> loadWithOpenCv(std::string_view name, std::string_view onnx) {
    try {
        auto net = cv::dnn::readNetFromONNX(onnx.data(), onnx.size());
        if (net.empty()) return fail(ErrorCode::Corrupt, std::string(name) + ": empty network");
        net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
        return std::make_unique<OpenCvInference>(name, std::move(net));
    } catch (const cv::Exception& error) {
        return fail(ErrorCode::Corrupt, std::string(name) + ": " + error.what());
    }
}

} // namespace headroom::faces
