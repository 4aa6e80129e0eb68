#include "core/faces/likeness.h"

#include "core/faces/face_landmarks.h"
#include "core/faces/opencv_bridge.h"

#include <array>
#include <cmath>
#include <complex>

// A network for recognition in the ArcFace family (Deng et al., CVPR 2019): 112 x 112 pixels in which eyes,
// nose and corners of the mouth lie at fixed places, (value - 127) / 128, 512 numbers out.
namespace headroom::faces {

namespace {

using Place = std::complex<float>;

constexpr int inputSide = 112;
constexpr int numbersOut = 512;

/// Where the network expects them: the eye at the picture's left first.
constexpr std::array<std::array<float, 2>, 5> expected{{{38.2946f, 51.6963f},
                                                        {73.5318f, 51.5014f},
                                                        {56.0252f, 71.7366f},
                                                        {41.5493f, 92.3655f},
                                                        {70.7299f, 92.2041f}}};

constexpr int rightMouthCorner = 61, leftMouthCorner = 291;

Place placeOf(Point point) {
    return {point.x, point.y};
}

/// Turning, scaling and moving that brings the face to the expected places with the least squares of error:
/// with points as complex numbers, the slope and offset of a line.
cv::Matx23d alignment(const FaceMesh& mesh) {
    const std::array<Place, 5> seen{placeOf(mesh.rightEye()), placeOf(mesh.leftEye()),
                                    placeOf(mesh.at(landmark::noseTip)), placeOf(mesh.at(rightMouthCorner)),
                                    placeOf(mesh.at(leftMouthCorner))};
    Place seenMean, expectedMean;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        seenMean += seen[i] / 5.f;
        expectedMean += Place{expected[i][0], expected[i][1]} / 5.f;
    }
    Place both;
    float spread = 0;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        const Place from = seen[i] - seenMean;
        both += std::conj(from) * (Place{expected[i][0], expected[i][1]} - expectedMean);
        spread += std::norm(from);
    }
    const Place turn = both / std::max(spread, 1e-6f);
    const Place offset = expectedMean - turn * seenMean;
    return {turn.real(), -turn.imag(), offset.real(), turn.imag(), turn.real(), offset.imag()};
}

} // namespace

FaceSignature::FaceSignature(std::vector<float> numbers)
    : numbers_(std::move(numbers)) {
    float squares = 0;
    for (const float number : numbers_)
        squares += number * number;
    const float length = std::max(std::sqrt(squares), 1e-12f);
    for (float& number : numbers_)
        number /= length;
}

float FaceSignature::likenessTo(const FaceSignature& other) const {
    float sum = 0;
    for (std::size_t i = 0; i < numbers_.size() && i < other.numbers_.size(); ++i)
        sum += numbers_[i] * other.numbers_[i];
    return sum;
}

Result<std::optional<FaceSignature>> faceSignature(const FaceModels& models, const images::Bitmap& picture,
                                                   const FaceMesh& mesh) {
    if (picture.empty() || picture.channels() != 3)
        return fail(ErrorCode::InvalidInput, "not an RGB picture");
    const Inference* network = models.likeness();
    if (!network) return std::optional<FaceSignature>();
    const cv::Mat view = viewOf(picture);
    const cv::Matx23d toInput = alignment(mesh);
    const double scale = std::hypot(toInput(0, 0), toInput(1, 0));
    const cv::Mat small = shrunk(view, std::min(1.0, 2 * scale));
    cv::Matx23d fromSmall = toInput;
    for (int i = 0; i < 2; ++i) {
        fromSmall(i, 0) *= static_cast<double>(view.cols) / small.cols;
        fromSmall(i, 1) *= static_cast<double>(view.rows) / small.rows;
    }
    cv::Mat input;
    cv::warpAffine(small, input, fromSmall, {inputSide, inputSide}, cv::INTER_LINEAR);
    auto outputs = TRY(network->run(pictureTensor(input, 127, 1 / 128.f), {"output"}));
    if (outputs[0].values.size() != numbersOut)
        return fail(ErrorCode::Internal, "likeness: unexpected output");
    return std::optional(FaceSignature(std::move(outputs[0].values)));
}

} // namespace headroom::faces
