#pragma once

#include "core/faces/face_geometry.h"
#include "core/faces/inference.h"
#include "core/images/bitmap.h"

#include <opencv2/imgproc.hpp>

// Between our values and OpenCV. For .cpp files of core/faces and core/studio only, never for public headers.
namespace headroom::faces {

/// A view on the pixels, in the bitmap's own order R, G, B; nothing may write through it.
inline cv::Mat viewOf(const images::Bitmap& bitmap) {
    return {bitmap.height(), bitmap.width(), bitmap.channels() == 1 ? CV_8UC1 : CV_8UC3,
            const_cast<std::uint8_t*>(bitmap.data())};
}

inline images::Bitmap toBitmap(const cv::Mat& pixels) {
    images::Bitmap bitmap(pixels.cols, pixels.rows, pixels.channels());
    pixels.copyTo(viewOf(bitmap)); // the view has the right size and type, so that copyTo writes in place
    return bitmap;
}

inline cv::Mat viewOf(const Plane& plane) {
    return {plane.height, plane.width, CV_32F, const_cast<float*>(plane.values.data())};
}

inline cv::Point2f cvPoint(Point p) {
    return {p.x, p.y};
}

/// Interleaved 8-bit RGB to a 1 x 3 x H x W tensor of (value - mean) * scale.
inline Tensor pictureTensor(const cv::Mat& rgb, float mean, float scale) {
    Tensor tensor{{1, 3, rgb.rows, rgb.cols}, std::vector<float>(3 * rgb.total())};
    const std::size_t area = rgb.total();
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* pixel = rgb.ptr<cv::Vec3b>(y);
        float* out = tensor.values.data() + static_cast<std::size_t>(y) * rgb.cols;
        for (int x = 0; x < rgb.cols; ++x) {
            for (int c = 0; c < 3; ++c)
                out[c * area + x] = (pixel[x][c] - mean) * scale;
        }
    }
    return tensor;
}

/// Shrinks by `scale` below one without aliasing; the affine warps that follow only interpolate.
inline cv::Mat shrunk(const cv::Mat& picture, double scale) {
    if (scale >= 1) return picture;
    const cv::Size size(std::max(1, cvRound(picture.cols * scale)),
                        std::max(1, cvRound(picture.rows * scale)));
    cv::Mat small;
    cv::resize(picture, small, size, 0, 0, cv::INTER_AREA);
    return small;
}

} // namespace headroom::faces
