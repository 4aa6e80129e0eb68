#include "core/faces/person_mask.h"

#include "core/faces/opencv_bridge.h"

namespace headroom::faces {

namespace {

constexpr int inputSide = 256;

} // namespace

Result<Plane> personMask(const FaceModels& models, const images::Bitmap& picture) {
    if (picture.empty() || picture.channels() != 3)
        return fail(ErrorCode::InvalidInput, "not an RGB picture");
    cv::Mat input;
    cv::resize(viewOf(picture), input, {inputSide, inputSide}, 0, 0, cv::INTER_AREA);
    auto outputs = TRY(models.segmenter().run(pictureTensor(input, 0, 1 / 255.f), {"out0"}));
    if (outputs[0].values.size() != std::size_t{inputSide} * inputSide) {
        return fail(ErrorCode::Internal, "person mask: unexpected output");
    }
    Plane mask{picture.width(), picture.height(), {}};
    mask.values.resize(static_cast<std::size_t>(mask.width) * mask.height);
    cv::Mat full = viewOf(mask);
    cv::resize(cv::Mat(inputSide, inputSide, CV_32F, outputs[0].values.data()), full, full.size(), 0, 0,
               cv::INTER_CUBIC);
    for (float& value : mask.values)
        value = std::clamp(value, 0.f, 1.f); // cubic interpolation overshoots
    return mask;
}

} // namespace headroom::faces
