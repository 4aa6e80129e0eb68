#include "core/studio/alpha_refinement.h"

#include <array>
#include <cmath>
#include <cstdint>

namespace headroom::studio {

namespace {

constexpr int maxSteps = 60; // the prior is close: the error falls a thousandfold within 40
constexpr double enoughReduction = 1e-6;
constexpr float windowEpsilon = 1e-5f / 9;
constexpr int stencil = 25; // a pixel shares 3 x 3 windows with the 5 x 5 pixels around it
constexpr int centre = 12;
constexpr std::uint8_t unknown = 128;

using Window = std::array<cv::Vec3f, 9>;

/// (Cov + eps)^-1 times each deviation; false for a window without a usable covariance.
bool whiten(const Window& deviations, Window& whitened) {
    double c[6] = {0, 0, 0, 0, 0, 0};
    for (const cv::Vec3f& v : deviations) {
        c[0] += v[0] * v[0];
        c[1] += v[0] * v[1];
        c[2] += v[0] * v[2];
        c[3] += v[1] * v[1];
        c[4] += v[1] * v[2];
        c[5] += v[2] * v[2];
    }
    for (double& value : c)
        value /= 9;
    const double a = c[0] + windowEpsilon, b = c[1], d = c[2], e = c[3] + windowEpsilon, f = c[4],
                 g = c[5] + windowEpsilon;
    const double i0 = e * g - f * f, i1 = d * f - b * g, i2 = b * f - d * e;
    const double i3 = a * g - d * d, i4 = b * d - a * f, i5 = a * e - b * b;
    const double determinant = a * i0 + b * i1 + d * i2;
    if (std::fabs(determinant) < 1e-30) return false;
    const double k = 1 / determinant;
    for (std::size_t i = 0; i < 9; ++i) {
        const cv::Vec3f& v = deviations[i];
        whitened[i] = cv::Vec3f(static_cast<float>((i0 * v[0] + i1 * v[1] + i2 * v[2]) * k),
                                static_cast<float>((i1 * v[0] + i3 * v[1] + i4 * v[2]) * k),
                                static_cast<float>((i2 * v[0] + i4 * v[1] + i5 * v[2]) * k));
    }
    return true;
}

/// The matting Laplacian's rows of the unknown pixels, plus the prior.
class System {
public:
    explicit System(const MattingProblem& problem)
        : problem_(problem)
        , index_(problem.prior.size(), -1) {
        const cv::Mat1b& trimap = problem.trimap;
        for (int y = 0; y < trimap.rows; ++y) {
            for (int x = 0; x < trimap.cols; ++x) {
                if (trimap(y, x) != unknown) continue;
                index_(y, x) = static_cast<int>(pixels_.size());
                pixels_.emplace_back(x, y);
            }
        }
        rows_.assign(pixels_.size(), {});
        addWindows();
        connect();
    }

    std::size_t size() const { return pixels_.size(); }
    cv::Point pixel(std::size_t i) const { return pixels_[i]; }
    const std::vector<float>& rightSide() const { return rightSide_; }
    float diagonal(std::size_t i) const { return std::max(1e-6f, rows_[i][centre]); }

    void multiply(const std::vector<float>& v, std::vector<float>& result) const {
        inParallel(static_cast<int>(size()), [&](const cv::Range& range) {
            for (int i = range.start; i < range.end; ++i) {
                float sum = 0;
                for (int k = 0; k < stencil; ++k) {
                    const int neighbour = neighbours_[i][k];
                    if (neighbour >= 0) sum += rows_[i][k] * v[neighbour];
                }
                result[i] = sum;
            }
        });
    }

private:
    bool touchesUnknown(int x, int y) const {
        for (int j = -1; j <= 1; ++j) {
            for (int i = -1; i <= 1; ++i) {
                if (index_(y + j, x + i) >= 0) return true;
            }
        }
        return false;
    }

    void addWindows() {
        const cv::Size size = problem_.prior.size();
        for (int y = 1; y < size.height - 1; ++y) {
            for (int x = 1; x < size.width - 1; ++x) {
                if (touchesUnknown(x, y)) addWindow(x, y);
            }
        }
    }

    void addWindow(int x, int y) {
        Window deviations, whitened;
        cv::Vec3f mean;
        for (int k = 0; k < 9; ++k) {
            deviations[k] = problem_.picture(y + k / 3 - 1, x + k % 3 - 1);
            mean += deviations[k];
        }
        mean *= 1 / 9.f;
        for (cv::Vec3f& v : deviations)
            v -= mean;
        if (!whiten(deviations, whitened)) return;
        for (int p = 0; p < 9; ++p) {
            const int row = index_(y + p / 3 - 1, x + p % 3 - 1);
            if (row < 0) continue;
            for (int q = 0; q < 9; ++q) {
                const float value = (p == q ? 1.f : 0.f) - (1 + whitened[p].dot(deviations[q])) / 9;
                rows_[row][(q / 3 - p / 3 + 2) * 5 + q % 3 - p % 3 + 2] += value;
            }
        }
    }

    /// Known neighbours go to the right side; the prior is a spring on the diagonal.
    void connect() {
        neighbours_.resize(size());
        rightSide_.resize(size());
        const cv::Rect bounds({}, problem_.prior.size());
        for (std::size_t i = 0; i < size(); ++i) {
            const cv::Point p = pixels_[i];
            const float weight = problem_.priorWeight(p);
            rightSide_[i] = weight * problem_.prior(p);
            for (int k = 0; k < stencil; ++k) {
                neighbours_[i][k] = -1;
                const cv::Point q(p.x + k % 5 - 2, p.y + k / 5 - 2);
                if (rows_[i][k] == 0 || !bounds.contains(q)) continue;
                if (index_(q) >= 0)
                    neighbours_[i][k] = index_(q);
                else if (problem_.trimap(q) == 255)
                    rightSide_[i] -= rows_[i][k];
            }
            rows_[i][centre] += weight;
        }
    }

    const MattingProblem& problem_;
    cv::Mat1i index_;
    std::vector<cv::Point> pixels_;
    std::vector<std::array<float, stencil>> rows_;
    std::vector<std::array<int, stencil>> neighbours_;
    std::vector<float> rightSide_;
};

/// Conjugate gradients with the diagonal as preconditioner, starting from the prior. Sums run in order, in
/// double: the same picture gives the same alpha on any number of cores.
std::vector<float> solve(const System& system, std::vector<float> x) {
    const std::size_t n = system.size();
    std::vector<float> residual(n), scaled(n), direction(n), product(n);
    system.multiply(x, product);
    double rz = 0;
    for (std::size_t i = 0; i < n; ++i) {
        residual[i] = system.rightSide()[i] - product[i];
        direction[i] = scaled[i] = residual[i] / system.diagonal(i);
        rz += double(residual[i]) * scaled[i];
    }
    const double start = rz;
    for (int step = 0; step < maxSteps && rz > enoughReduction * start; ++step) {
        system.multiply(direction, product);
        double curvature = 0;
        for (std::size_t i = 0; i < n; ++i)
            curvature += double(direction[i]) * product[i];
        if (curvature <= 0) break;
        const auto length = static_cast<float>(rz / curvature);
        double next = 0;
        for (std::size_t i = 0; i < n; ++i) {
            x[i] += length * direction[i];
            residual[i] -= length * product[i];
            scaled[i] = residual[i] / system.diagonal(i);
            next += double(residual[i]) * scaled[i];
        }
        const auto keep = static_cast<float>(next / rz);
        rz = next;
        for (std::size_t i = 0; i < n; ++i)
            direction[i] = scaled[i] + keep * direction[i];
    }
    return x;
}

} // namespace

Plane closedFormAlpha(const MattingProblem& problem) {
    const System system(problem);
    Plane alpha(problem.prior.size());
    for (int y = 0; y < alpha.rows; ++y) {
        for (int x = 0; x < alpha.cols; ++x)
            alpha(y, x) = problem.trimap(y, x) == 255 ? 1.f : 0.f;
    }
    if (system.size() == 0) return alpha;
    std::vector<float> start(system.size());
    for (std::size_t i = 0; i < start.size(); ++i)
        start[i] = problem.prior(system.pixel(i));
    const std::vector<float> solution = solve(system, std::move(start));
    for (std::size_t i = 0; i < solution.size(); ++i)
        alpha(system.pixel(i)) = clamp01(solution[i]);
    return alpha;
}

} // namespace headroom::studio
