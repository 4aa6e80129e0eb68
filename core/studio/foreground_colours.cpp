#include "core/studio/foreground_colours.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

constexpr float evenness = 1e-5f;     // how much neighbours agree where alpha is flat
constexpr float alongGradient = 1.0f; // and where it changes
constexpr int smallSide = 32;
constexpr int stepsWhenSmall = 10;
constexpr int stepsWhenLarge = 2;

cv::Vec3f clamped(const cv::Vec3f& colour) {
    return {clamp01(colour[0]), clamp01(colour[1]), clamp01(colour[2])};
}

struct Level {
    Colours picture;
    Plane alpha;
    Colours person;
    Colours backdrop;

    void improve(int x, int y) {
        static constexpr int dx[4] = {-1, 1, 0, 0}, dy[4] = {0, 0, -1, 1};
        const float a = alpha(y, x), b = 1 - a;
        float weights = 0;
        cv::Vec3f personSum, backdropSum;
        for (int d = 0; d < 4; ++d) {
            const int nx = std::clamp(x + dx[d], 0, alpha.cols - 1),
                      ny = std::clamp(y + dy[d], 0, alpha.rows - 1);
            const float w = evenness + alongGradient * std::fabs(a - alpha(ny, nx));
            weights += w;
            personSum += person(ny, nx) * w;
            backdropSum += backdrop(ny, nx) * w;
        }
        const float m = a * a + weights, n = a * b, o = b * b + weights;
        const float k = 1 / (m * o - n * n + 1e-12f);
        const cv::Vec3f p = picture(y, x) * a + personSum, q = picture(y, x) * b + backdropSum;
        person(y, x) = clamped((p * o - q * n) * k);
        backdrop(y, x) = clamped((q * m - p * n) * k);
    }

    /// Like a chess board: first the black fields, then the white ones, so that rows can run side by side.
    void improveAll() {
        for (int colour = 0; colour < 2; ++colour) {
            forRows(alpha.rows, [&](int y) {
                for (int x = (y + colour) & 1; x < alpha.cols; x += 2)
                    improve(x, y);
            });
        }
    }
};

} // namespace

Colours foregroundColours(const Colours& picture, const Plane& alpha) {
    const int levels = static_cast<int>(std::ceil(std::log2(std::max(picture.cols, picture.rows))));
    const cv::Scalar mean = cv::mean(picture);
    Colours person(
        1, 1,
        cv::Vec3f(static_cast<float>(mean[0]), static_cast<float>(mean[1]), static_cast<float>(mean[2])));
    Colours backdrop = person.clone();
    for (int i = 0; i <= levels; ++i) {
        const double share = static_cast<double>(i) / levels;
        const cv::Size size(std::max(1, cvRound(std::pow(picture.cols, share))),
                            std::max(1, cvRound(std::pow(picture.rows, share))));
        Level level;
        cv::resize(picture, level.picture, size, 0, 0, cv::INTER_AREA);
        cv::resize(alpha, level.alpha, size, 0, 0, cv::INTER_AREA);
        cv::resize(person, level.person, size, 0, 0, cv::INTER_NEAREST);
        cv::resize(backdrop, level.backdrop, size, 0, 0, cv::INTER_NEAREST);
        const bool small = size.width <= smallSide && size.height <= smallSide;
        for (int step = 0; step < (small ? stepsWhenSmall : stepsWhenLarge); ++step)
            level.improveAll();
        person = level.person;
        backdrop = level.backdrop;
    }
    return person;
}

} // namespace headroom::studio
