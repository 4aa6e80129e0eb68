#include "core/faces/face_detector.h"

#include "core/faces/opencv_bridge.h"

#include <algorithm>
#include <cmath>
#include <iterator>

// BlazeFace, full range: 192 x 192 in, 48 x 48 cells out. MediaPipe's face_detection_full_range graph is the
// source of the input range, the anchors (cell centres) and the order of the 16 numbers of a cell.
namespace headroom::faces {

namespace {

constexpr int inputSide = 192;
constexpr int cells = 48;
constexpr int numbersPerCell = 16;
constexpr float scoreThreshold = 0.6f; // on 34 portraits exactly one face each, groups of 2 to 14 complete
constexpr float overlapThreshold = 0.3f;
constexpr float containedThreshold = 0.7f; // a tile often sees half a face that the whole picture saw whole
constexpr float otherPersonShare = 0.2f;
constexpr float airAround = 1.75f;
constexpr float fillingShare = 0.4f; // of the longer side; the other passes see smaller faces better

struct Square {
    int x;
    int y;
    int side;
};

/// Warping only interpolates, so the picture first comes down with an area filter to about twice the size
/// that a square needs. Squares of one side share it.
cv::Mat sourceFor(const cv::Mat& picture, int side) {
    return shrunk(picture, std::min(1.0, 2.0 * inputSide / side));
}

cv::Mat squareInput(const cv::Mat& source, cv::Size pictureSize, const Square& square) {
    const double scale = static_cast<double>(inputSide) / square.side;
    const double kx = static_cast<double>(source.cols) / pictureSize.width;
    const double ky = static_cast<double>(source.rows) / pictureSize.height;
    const cv::Matx23d toInput(scale / kx, 0, -square.x * scale, 0, scale / ky, -square.y * scale);
    cv::Mat input;
    cv::warpAffine(source, input, toInput, {inputSide, inputSide}, cv::INTER_LINEAR, cv::BORDER_CONSTANT);
    return input;
}

DetectedFace decode(const float* numbers, int cell, const Square& square, float score) {
    const float anchorX = (static_cast<float>(cell % cells) + 0.5f) / cells;
    const float anchorY = (static_cast<float>(cell / cells) + 0.5f) / cells;
    const auto side = static_cast<float>(square.side);
    const auto place = [&](float dx, float dy) {
        return Point{static_cast<float>(square.x) + (dx / inputSide + anchorX) * side,
                     static_cast<float>(square.y) + (dy / inputSide + anchorY) * side};
    };
    DetectedFace face;
    face.score = score;
    const Point centre = place(numbers[0], numbers[1]);
    const float width = numbers[2] / inputSide * side, height = numbers[3] / inputSide * side;
    face.box = {centre.x - width / 2, centre.y - height / 2, width, height};
    for (std::size_t k = 0; k < face.keypoints.size(); ++k)
        face.keypoints[k] = place(numbers[4 + 2 * k], numbers[5 + 2 * k]);
    return face;
}

Result<void> detectIn(const FaceModels& models, const cv::Mat& input, const Square& square,
                      std::vector<DetectedFace>& faces) {
    const auto outputs =
        TRY(models.detector().run(pictureTensor(input, 127.5f, 1 / 127.5f), {"out0", "out1"}));
    const Tensor& boxes = outputs[0];
    const Tensor& scores = outputs[1];
    constexpr std::size_t cellCount = cells * cells;
    if (boxes.values.size() != cellCount * numbersPerCell || scores.values.size() != cellCount) {
        return fail(ErrorCode::Internal, "face detector: unexpected output");
    }
    for (std::size_t cell = 0; cell < cellCount; ++cell) {
        const float score = 1 / (1 + std::exp(-std::clamp(scores.values[cell], -50.f, 50.f)));
        if (score < scoreThreshold) continue;
        faces.push_back(decode(&boxes.values[cell * numbersPerCell], static_cast<int>(cell), square, score));
    }
    return {};
}

/// The network knows no face that fills its input. With air around the picture a tight selfie is one that it
/// knows.
Result<void> detectFilling(const FaceModels& models, const cv::Mat& view, std::vector<DetectedFace>& faces) {
    const int longer = std::max(view.cols, view.rows);
    const int side = cvRound(static_cast<float>(longer) * airAround);
    const Square square{(view.cols - side) / 2, (view.rows - side) / 2, side};
    std::vector<DetectedFace> seen;
    TRY(detectIn(models, squareInput(sourceFor(view, side), view.size(), square), square, seen));
    std::copy_if(seen.begin(), seen.end(), std::back_inserter(faces), [&](const DetectedFace& face) {
        return face.box.height > fillingShare * static_cast<float>(longer);
    });
    return {};
}

bool sameFace(const Box& a, const Box& b) {
    const float width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const float height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    if (width <= 0 || height <= 0) return false;
    const float common = width * height;
    return common / (a.area() + b.area() - common) > overlapThreshold ||
           common / std::min(a.area(), b.area()) > containedThreshold;
}

std::vector<DetectedFace> withoutRepeats(std::vector<DetectedFace> faces) {
    std::stable_sort(faces.begin(), faces.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    std::vector<DetectedFace> kept;
    for (const auto& face : faces) {
        const bool known =
            std::any_of(kept.begin(), kept.end(), [&](const auto& k) { return sameFace(k.box, face.box); });
        if (!known) kept.push_back(face);
    }
    return kept;
}

/// Tiles that overlap by half.
std::vector<Square> tilesFor(cv::Size size, int side) {
    std::vector<Square> tiles;
    for (int y = 0; y == 0 || y + side / 2 < size.height; y += side / 2) {
        for (int x = 0; x == 0 || x + side / 2 < size.width; x += side / 2)
            tiles.push_back({x, y, side});
    }
    return tiles;
}

} // namespace

Result<std::vector<DetectedFace>> detectFaces(const FaceModels& models, const images::Bitmap& picture,
                                              FaceReach reach) {
    if (picture.empty() || picture.channels() != 3)
        return fail(ErrorCode::InvalidInput, "not an RGB picture");
    const cv::Mat view = viewOf(picture);
    const int longer = std::max(view.cols, view.rows);
    std::vector<DetectedFace> faces;
    const Square whole{(view.cols - longer) / 2, (view.rows - longer) / 2, longer}; // padded to a square
    TRY(detectIn(models, squareInput(sourceFor(view, longer), view.size(), whole), whole, faces));
    if (reach == FaceReach::Everywhere) {
        TRY(detectFilling(models, view, faces));
        const int side = std::max(2, longer / 2);
        const cv::Mat source = sourceFor(view, side);
        for (const Square& tile : tilesFor(view.size(), side))
            TRY(detectIn(models, squareInput(source, view.size(), tile), tile, faces));
    }
    faces = withoutRepeats(std::move(faces));
    std::stable_sort(faces.begin(), faces.end(),
                     [](const auto& a, const auto& b) { return a.box.area() > b.box.area(); });
    return faces;
}

int countPeople(const std::vector<DetectedFace>& faces) {
    if (faces.empty()) return 0;
    const float least = otherPersonShare * faces.front().box.area();
    return static_cast<int>(
        std::count_if(faces.begin(), faces.end(), [&](const auto& f) { return f.box.area() > least; }));
}

} // namespace headroom::faces
