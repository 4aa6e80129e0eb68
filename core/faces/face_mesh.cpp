#include "core/faces/face_mesh.h"

#include "core/faces/face_landmarks.h"
#include "core/faces/opencv_bridge.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace headroom::faces {

namespace {

constexpr int inputSide = 192;
constexpr float margin = 1.5f;         // the network was trained on faces with a quarter of air on each side
constexpr float worthRefining = 0.3f;  // below this the first fit is no better a start than the box
constexpr float refinedMayLose = 0.9f; // keep the second fit unless it is clearly less sure

constexpr float degrees = 180 / std::numbers::pi_v<float>;

/// A square region of the picture, turned so that the eyes are level.
struct Region {
    cv::Point2f centre;
    float side;
    float angle; // radians
};

/// Input pixel to picture pixel.
cv::Matx23d toPicture(const Region& region) {
    const double step = static_cast<double>(region.side) / inputSide;
    const double c = std::cos(region.angle) * step, s = std::sin(region.angle) * step;
    const double half = inputSide / 2.0;
    return {c, -s, region.centre.x - (c - s) * half, s, c, region.centre.y - (s + c) * half};
}

cv::Mat regionInput(const cv::Mat& picture, const Region& region) {
    const double before = std::min(1.0, 2.0 * inputSide / region.side);
    const cv::Mat source = shrunk(picture, before);
    const double kx = static_cast<double>(source.cols) / picture.cols,
                 ky = static_cast<double>(source.rows) / picture.rows;
    cv::Matx23d map = toPicture(region);
    for (int i = 0; i < 3; ++i) {
        map(0, i) *= kx;
        map(1, i) *= ky;
    }
    cv::Mat input;
    cv::warpAffine(source, input, map, {inputSide, inputSide}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    return input;
}

Result<FaceMesh> fit(const FaceModels& models, const cv::Mat& picture, const Region& region) {
    const Tensor input = pictureTensor(regionInput(picture, region), 0, 1 / 255.f);
    const auto outputs = TRY(models.landmarks().run(input, {"out0", "out1"}));
    FaceMesh mesh;
    if (outputs[0].values.size() != 3 * mesh.points.size() || outputs[1].values.empty()) {
        return fail(ErrorCode::Internal, "face mesh: unexpected output");
    }
    const cv::Matx23d map = toPicture(region);
    const float* numbers = outputs[0].values.data();
    for (std::size_t i = 0; i < mesh.points.size(); ++i) {
        const double u = numbers[3 * i], v = numbers[3 * i + 1];
        mesh.points[i] = {static_cast<float>(map(0, 0) * u + map(0, 1) * v + map(0, 2)),
                          static_cast<float>(map(1, 0) * u + map(1, 1) * v + map(1, 2)),
                          numbers[3 * i + 2] * region.side / inputSide};
    }
    mesh.confidence = 1 / (1 + std::exp(-outputs[1].values[0]));
    return mesh;
}

Point meanOf(const FaceMesh& mesh, std::initializer_list<int> indices) {
    Point sum;
    for (const int i : indices) {
        sum.x += mesh.points[i].x;
        sum.y += mesh.points[i].y;
    }
    const auto count = static_cast<float>(indices.size());
    return {sum.x / count, sum.y / count};
}

float tilt(const Point3& from, const Point3& to) {
    return std::atan2(to.z - from.z, std::hypot(to.x - from.x, to.y - from.y)) * degrees;
}

} // namespace

FaceMesh FaceMesh::scaled(float factor) const {
    FaceMesh result = *this;
    for (Point3& p : result.points)
        p = {p.x * factor, p.y * factor, p.z * factor};
    return result;
}

Box FaceMesh::bounds() const {
    constexpr float far = std::numeric_limits<float>::max();
    float left = far, top = far, right = -far, bottom = -far;
    for (const Point3& p : points) {
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    return {left, top, right - left, bottom - top};
}

Point FaceMesh::rightEye() const {
    return meanOf(*this, {33, 133, 159, 145, 158, 153, 160, 144});
}

Point FaceMesh::leftEye() const {
    return meanOf(*this, {263, 362, 386, 374, 385, 380, 387, 373});
}

Point FaceMesh::eyesMiddle() const {
    const Point right = rightEye(), left = leftEye();
    return {(right.x + left.x) / 2, (right.y + left.y) / 2};
}

float FaceMesh::eyeDistance() const {
    const Point right = rightEye(), left = leftEye();
    return std::hypot(left.x - right.x, left.y - right.y);
}

float FaceMesh::height() const {
    const Point top = at(landmark::foreheadTop), chin = at(landmark::chin);
    return std::hypot(top.x - chin.x, top.y - chin.y);
}

float FaceMesh::rollDegrees() const {
    const Point right = rightEye(), left = leftEye();
    return std::atan2(left.y - right.y, left.x - right.x) * degrees;
}

float FaceMesh::yawDegrees() const {
    return tilt(points[landmark::rightCheekEdge], points[landmark::leftCheekEdge]);
}

float FaceMesh::pitchDegrees() const {
    return tilt(points[landmark::foreheadTop], points[landmark::chin]);
}

Result<FaceMesh> findMesh(const FaceModels& models, const images::Bitmap& picture, const DetectedFace& face) {
    if (picture.empty() || picture.channels() != 3)
        return fail(ErrorCode::InvalidInput, "not an RGB picture");
    const cv::Mat view = viewOf(picture);
    const cv::Point2f right = cvPoint(face.keypoints[RightEye]), left = cvPoint(face.keypoints[LeftEye]);
    const Region coarse{{face.box.x + face.box.width / 2, face.box.y + face.box.height / 2},
                        std::max({face.box.width, face.box.height, 2.f}) * margin,
                        std::atan2(left.y - right.y, left.x - right.x)};
    FaceMesh mesh = TRY(fit(models, view, coarse));
    if (mesh.confidence <= worthRefining) return mesh;

    const Box bounds = mesh.bounds();
    const Region fine{{bounds.x + bounds.width / 2, bounds.y + bounds.height / 2},
                      std::max({bounds.width, bounds.height, 2.f}) * margin,
                      mesh.rollDegrees() / degrees};
    const FaceMesh refined = TRY(fit(models, view, fine));
    return refined.confidence > refinedMayLose * mesh.confidence ? refined : mesh;
}

} // namespace headroom::faces
