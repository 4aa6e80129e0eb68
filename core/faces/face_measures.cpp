#include "core/faces/face_measures.h"

#include "core/faces/face_landmarks.h"
#include "core/faces/opencv_bridge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace headroom::faces {

namespace {

constexpr double sharpnessWidth = 200; // one scale for all, or large faces would look blurred
constexpr double leastContrast = 8;    // keeps the ratio finite on a flat patch
constexpr int burntLuma = 251;

float distance(Point a, Point b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

float eyeOpening(const FaceMesh& mesh) {
    const auto d = [&](int a, int b) { return distance(mesh.at(a), mesh.at(b)); };
    const float right = (d(159, 145) + d(158, 153)) / (2 * std::max(1.f, d(33, 133)));
    const float left = (d(386, 374) + d(385, 380)) / (2 * std::max(1.f, d(263, 362)));
    return (right + left) / 2;
}

/// Median luma around some landmarks.
float lumaAround(const cv::Mat& grey, const FaceMesh& mesh, std::span<const int> indices, float radius) {
    std::vector<std::uint8_t> values;
    const int r = std::max(1, static_cast<int>(radius));
    for (const int index : indices) {
        const Point c = mesh.at(index);
        const cv::Rect area =
            cv::Rect(static_cast<int>(c.x) - r, static_cast<int>(c.y) - r, 2 * r + 1, 2 * r + 1) &
            cv::Rect({}, grey.size());
        for (int y = area.y; y < area.br().y; ++y)
            values.insert(values.end(), grey.ptr(y) + area.x, grey.ptr(y) + area.br().x);
    }
    if (values.empty()) return 0;
    std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
    return values[values.size() / 2];
}

float underEyeBrightness(const cv::Mat& grey, const FaceMesh& mesh) {
    const float height = mesh.height();
    const float right = lumaAround(grey, mesh, landmark::rightUnderEye, 0.02f * height);
    const float left = lumaAround(grey, mesh, landmark::leftUnderEye, 0.02f * height);
    const float skin = lumaAround(grey, mesh, landmark::plainSkin, 0.03f * height);
    return std::max(right, left) / std::max(1.f, skin); // the brighter side: half of a face may lie in shade
}

float sharpness(const cv::Mat& face) {
    const cv::Mat grey = shrunk(face, sharpnessWidth / face.cols);
    cv::Mat laplacian;
    cv::Laplacian(grey, laplacian, CV_32F, 3);
    cv::Scalar mean, edges, contrast;
    cv::meanStdDev(laplacian, mean, edges);
    cv::meanStdDev(grey, mean, contrast);
    return static_cast<float>(edges[0] / std::max(leastContrast, contrast[0]));
}

void measureLight(const cv::Mat& face, const cv::Rect& area, const FaceMesh& mesh, FaceMeasures& measures) {
    std::vector<cv::Point> oval;
    for (const int i : landmark::faceOval) {
        oval.emplace_back(cvRound(mesh.at(i).x) - area.x, cvRound(mesh.at(i).y) - area.y);
    }
    cv::Mat mask(face.size(), CV_8U, cv::Scalar(0));
    cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{oval}, 255);

    std::array<int, 256> histogram{};
    int count = 0;
    for (int y = 0; y < face.rows; ++y) {
        for (int x = 0; x < face.cols; ++x) {
            if (mask.at<std::uint8_t>(y, x) == 0) continue;
            ++histogram[face.at<std::uint8_t>(y, x)];
            ++count;
        }
    }
    const auto percentile = [&](double share) {
        int seen = 0;
        for (int luma = 0; luma < 256; ++luma) {
            seen += histogram[luma];
            if (seen >= share * count) return static_cast<float>(luma);
        }
        return 255.f;
    };
    measures.darkestLuma = percentile(0.05);
    measures.middleLuma = percentile(0.50);
    measures.brightestLuma = percentile(0.95);
    int burnt = 0;
    for (int luma = burntLuma; luma < 256; ++luma)
        burnt += histogram[luma];
    measures.burntShare = static_cast<float>(burnt) / static_cast<float>(std::max(1, count));
}

} // namespace

FaceMeasures measureFace(const images::Bitmap& picture, const FaceMesh& mesh) {
    FaceMeasures measures;
    measures.eyeDistance = mesh.eyeDistance();
    measures.eyeOpening = eyeOpening(mesh);
    measures.yawDegrees = mesh.yawDegrees();
    measures.pitchDegrees = mesh.pitchDegrees();
    measures.rollDegrees = mesh.rollDegrees();
    measures.meshConfidence = mesh.confidence;
    const auto outside = std::count_if(mesh.points.begin(), mesh.points.end(), [&](const Point3& p) {
        return p.x < 0 || p.y < 0 || p.x > static_cast<float>(picture.width()) ||
               p.y > static_cast<float>(picture.height());
    });
    measures.outsideFrame = static_cast<float>(outside) / static_cast<float>(mesh.points.size());

    const Box bounds = mesh.bounds();
    const auto width = static_cast<float>(picture.width()), height = static_cast<float>(picture.height());
    const float beyond = std::max(
        {0.f, -bounds.x, -bounds.y, bounds.x + bounds.width - width, bounds.y + bounds.height - height});
    measures.beyondFrame = beyond / std::max(1.f, mesh.height());
    measures.heightShare = bounds.height / std::max(1.f, height);
    const cv::Rect area =
        cv::Rect(cvFloor(bounds.x), cvFloor(bounds.y), cvCeil(bounds.width), cvCeil(bounds.height)) &
        cv::Rect(0, 0, picture.width(), picture.height());
    if (area.width < 4 || area.height < 4) return measures;
    cv::Mat grey;
    cv::cvtColor(viewOf(picture), grey, cv::COLOR_RGB2GRAY);
    const cv::Mat face = grey(area);
    measures.sharpness = sharpness(face);
    measureLight(face, area, mesh, measures);
    measures.underEyeBrightness = underEyeBrightness(grey, mesh);
    return measures;
}

} // namespace headroom::faces
