#include "core/faces/person_matte.h"

#include "core/faces/opencv_bridge.h"

// IS-Net (Qin et al., "Highly Accurate Dichotomous Image Segmentation", ECCV 2022), weights for matting; its
// input is 1024 x 1024 whatever the picture's shape, of (value - 128) / 256.
namespace headroom::faces {

namespace {

constexpr int inputSide = 1024;

cv::Mat resizedTo(const cv::Mat& picture, cv::Size size, int enlarging) {
    cv::Mat result;
    const bool shrinks = picture.cols > size.width && picture.rows > size.height;
    cv::resize(picture, result, size, 0, 0, shrinks ? cv::INTER_AREA : enlarging);
    return result;
}

} // namespace

Result<std::optional<Plane>> personMatte(const FaceModels& models, const images::Bitmap& picture) {
    if (picture.empty() || picture.channels() != 3)
        return fail(ErrorCode::InvalidInput, "not an RGB picture");
    const Inference* network = models.matting();
    if (!network) return std::optional<Plane>();
    const cv::Mat input = resizedTo(viewOf(picture), {inputSide, inputSide}, cv::INTER_LINEAR);
    auto outputs = TRY(network->run(pictureTensor(input, 128, 1 / 256.f), {"matte"}));
    if (outputs[0].values.size() != std::size_t{inputSide} * inputSide)
        return fail(ErrorCode::Internal, "person matte: unexpected output");
    const cv::Mat seen(inputSide, inputSide, CV_32F, outputs[0].values.data());
    Plane matte{picture.width(), picture.height(), {}};
    matte.values.resize(static_cast<std::size_t>(matte.width) * matte.height);
    resizedTo(seen, {matte.width, matte.height}, cv::INTER_CUBIC).copyTo(viewOf(matte));
    for (float& value : matte.values)
        value = std::clamp(value, 0.f, 1.f); // cubic interpolation overshoots
    return std::optional(std::move(matte));
}

} // namespace headroom::faces
