#include "core/studio/backdrop_scene.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

constexpr int canvasWidth = 256, canvasHeight = 320; // after the defocus nothing finer is left

cv::Scalar scalar(const cv::Vec3f& c) {
    return {c[0], c[1], c[2]};
}

} // namespace

cv::Vec3f plainColour(std::uint32_t rgb) {
    return {static_cast<float>(rgb >> 16 & 255) / 255, static_cast<float>(rgb >> 8 & 255) / 255,
            static_cast<float>(rgb & 255) / 255};
}

cv::Vec3f linearColour(std::uint32_t rgb, float strength) {
    cv::Vec3f colour = plainColour(rgb);
    for (int c = 0; c < 3; ++c)
        colour[c] = std::pow(colour[c], 2.2f) * strength;
    return colour;
}

Scene::Scene(std::uint64_t seed)
    : canvas_(canvasHeight, canvasWidth)
    , random_(seed) {}

void Scene::gradient(cv::Vec3f top, cv::Vec3f bottom) {
    boxGradient(0, 0, 1, 1, top, bottom);
}

void Scene::box(float x, float y, float width, float height, cv::Vec3f colour) {
    boxGradient(x, y, width, height, colour, colour);
}

void Scene::boxGradient(float x, float y, float width, float height, cv::Vec3f top, cv::Vec3f bottom) {
    const cv::Rect area = cv::Rect(cvRound(x * canvasWidth), cvRound(y * canvasHeight),
                                   cvRound(width * canvasWidth), cvRound(height * canvasHeight));
    const cv::Rect seen = area & cv::Rect({}, canvas_.size());
    for (int row = seen.y; row < seen.br().y; ++row) {
        const float t = static_cast<float>(row - area.y) / static_cast<float>(std::max(1, area.height));
        const cv::Vec3f colour = top * (1 - t) + bottom * t;
        for (int column = seen.x; column < seen.br().x; ++column)
            canvas_(row, column) = colour;
    }
}

void Scene::blob(float x, float y, float radiusX, float radiusY, float degrees, cv::Vec3f colour) {
    cv::ellipse(
        canvas_, cv::Point(cvRound(x * canvasWidth), cvRound(y * canvasHeight)),
        cv::Size(std::max(1, cvRound(radiusX * canvasWidth)), std::max(1, cvRound(radiusY * canvasHeight))),
        degrees, 0, 360, scalar(colour), cv::FILLED, cv::LINE_8);
}

Colours Scene::photographed(float blur, float exposure, cv::Size size) const {
    Colours light = discBlurred(canvas_, std::max(2, cvRound(blur * canvasHeight)));
    cv::GaussianBlur(light, light, {}, 1.6);
    forRows(light.rows, [&](int y) {
        for (int x = 0; x < light.cols; ++x) {
            const float u = static_cast<float>(x) / canvasWidth - 0.5f,
                        v = static_cast<float>(y) / canvasHeight - 0.45f;
            const float corner = 1.04f - 0.45f * (u * u + v * v);
            for (int c = 0; c < 3; ++c) {
                const float l = light(y, x)[c] * exposure * corner;
                light(y, x)[c] = std::pow(1 - std::exp(-1.25f * l), 1 / 2.2f);
            }
        }
    });
    Colours result;
    cv::resize(light, result, size, 0, 0, cv::INTER_CUBIC);
    return result;
}

} // namespace headroom::studio
