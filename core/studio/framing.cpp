#include "core/studio/framing.h"

#include "core/faces/opencv_bridge.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

constexpr float eyeLine = 0.41f; // of the height, from the top: a little above the golden section
constexpr float roomAboveHair = 0.07f;
constexpr float leastRoom = 0.035f;
constexpr float largestFaceShare = 0.60f;
constexpr float rollCorrected = 0.6f; // a head that is quite straight looks stiff
constexpr float largestCorrection = 9;
constexpr double costOfMissing = 600; // a hundredth of the frame outweighs every other wish
constexpr int gridWidth = 64, gridHeight = 80;

/// What the search weighs.
struct Wish {
    float faceShare;
    float shift; // of the face to the right, part of the width
};

Wish wishFor(Framing framing, float faceShare) {
    switch (framing) {
    case Framing::Classic:
        return {faceShare, 0};
    case Framing::Close:
        return {faceShare * 1.17f, 0};
    case Framing::Wide:
        return {faceShare * 0.88f, 0};
    case Framing::LeftOfMiddle:
        return {faceShare, -0.07f};
    case Framing::RightOfMiddle:
        return {faceShare, 0.07f};
    }
    __builtin_unreachable();
}

class Search {
public:
    Search(const AnalysedPhoto::Data& photo, cv::Size size)
        : photo_(photo)
        , size_(size) {
        const faces::Point eyes = photo.mesh.eyesMiddle();
        const float correction =
            std::clamp(photo.mesh.rollDegrees() * rollCorrected, -largestCorrection, largestCorrection);
        turn_ = cv::Matx23d(cv::getRotationMatrix2D({eyes.x, eyes.y}, correction, 1));
        const faces::Box face = photo.mesh.bounds();
        const float middle =
            (face.x + face.width / 2 + eyes.x) / 2; // between nose and ears when the head is turned
        turnedEyes_ = apply(turn_, eyes.x, eyes.y);
        turnedMiddle_ = apply(turn_, middle, eyes.y);
        hairAboveEyes_ = eyes.y - hairTop(face);
    }

    Frame best(const Wish& wish) const {
        Frame best;
        double lowest = 1e9;
        for (float share = wish.faceShare; share <= largestFaceShare; share *= 1.05f) {
            for (const float line : {0.f, 0.03f, 0.06f, -0.03f, -0.06f, -0.09f}) {
                for (const float shift : {0.f, 0.04f, -0.04f, 0.08f, -0.08f}) {
                    const double shape = shapeCost(wish, share, eyeLine + line, shift);
                    if (shape >= lowest) continue;
                    const Frame frame = frameAt(share, eyeLine + line, wish.shift + shift);
                    const double cost = shape + costOfMissing * missingPerson(frame);
                    if (cost < lowest) {
                        lowest = cost;
                        best = frame;
                    }
                }
            }
            if (lowest < 2 * std::log(share * 1.05f / wish.faceShare)) break; // larger shares only cost more
        }
        return best;
    }

private:
    float alphaAt(double pictureX, double pictureY) const {
        const cv::Point2d p = apply(photo_.person.fromPicture, pictureX, pictureY);
        const Plane& alpha = photo_.person.alpha;
        const int x = cvRound(p.x), y = cvRound(p.y);
        return x < 0 || y < 0 || x >= alpha.cols || y >= alpha.rows ? 0 : alpha(y, x);
    }

    float hairTop(const faces::Box& face) const {
        constexpr int samples = 60;
        for (float y = 0; y < face.y + face.height; y += std::max(1.f, face.height / 200)) {
            int covered = 0;
            for (int i = 0; i < samples; ++i)
                covered += alphaAt(face.x + face.width * static_cast<float>(i) / samples, y) > 0.5f;
            if (covered > samples / 8) return y;
        }
        return face.y;
    }

    Frame frameAt(float share, float line, float shift) const {
        Frame frame;
        frame.faceShare = share;
        const double height = photo_.mesh.height() / share, width = height * size_.width / size_.height;
        frame.scale = size_.height / height;
        const double left = turnedMiddle_.x - width * (0.5 + shift), top = turnedEyes_.y - height * line;
        frame.fromPicture = turn_;
        frame.fromPicture(0, 2) -= left;
        frame.fromPicture(1, 2) -= top;
        frame.fromPicture *= frame.scale;
        return frame;
    }

    /// Part of the headshot where the person would go on but the photo ends.
    float missingPerson(const Frame& frame) const {
        cv::Matx23d back;
        cv::invertAffineTransform(frame.fromPicture, back);
        const int width = photo_.picture.width(), height = photo_.picture.height();
        int missing = 0;
        for (int gy = 0; gy < gridHeight; ++gy) {
            for (int gx = 0; gx < gridWidth; ++gx) {
                const cv::Point2d p =
                    apply(back, (gx + 0.5) * size_.width / gridWidth, (gy + 0.5) * size_.height / gridHeight);
                if (p.x >= 0 && p.y >= 0 && p.x < width && p.y < height) continue;
                missing +=
                    alphaAt(std::clamp(p.x, 0.0, width - 1.0), std::clamp(p.y, 0.0, height - 1.0)) > 0.4f;
            }
        }
        constexpr float tolerated = 0.0004f; // single grid points at a rounded corner of the mask
        return std::max(0.f, static_cast<float>(missing) / (gridWidth * gridHeight) - tolerated);
    }

    double shapeCost(const Wish& wish, float share, float line, float shift) const {
        const float room = line - hairAboveEyes_ * share / photo_.mesh.height();
        double cost = 2 * std::fabs(std::log(share / wish.faceShare)) + 3 * std::fabs(line - eyeLine) +
                      1.5 * std::fabs(shift) + 0.8 * std::fabs(room - roomAboveHair);
        if (room < leastRoom) cost += 12 * (leastRoom - room);
        return cost;
    }

    const AnalysedPhoto::Data& photo_;
    cv::Size size_;
    cv::Matx23d turn_;
    cv::Point2d turnedEyes_;
    cv::Point2d turnedMiddle_;
    float hairAboveEyes_ = 0;
};

} // namespace

Frame chooseFrame(const AnalysedPhoto::Data& photo, Framing framing, float faceShare, cv::Size size) {
    const Search search(photo, size);
    const Frame widest = search.best(wishFor(Framing::Wide, faceShare));
    if (framing == Framing::Wide) return widest;
    // A tight photo allows no wide frame: the others then step in from what it does allow, so that they
    // differ.
    Wish wish = wishFor(framing, faceShare);
    const float step = framing == Framing::Close ? 1.27f : 1.09f;
    wish.faceShare = std::min(largestFaceShare, std::max(wish.faceShare, widest.faceShare * step));
    return search.best(wish);
}

cv::Mat cutOut(const cv::Mat& picture, const cv::Matx23d& map, cv::Size size, Sampling sampling) {
    const double scale = std::hypot(map(0, 0), map(1, 0));
    cv::Mat result;
    if (scale >= 0.7) {
        const int enlarging = sampling == Sampling::Fine ? cv::INTER_LANCZOS4 : cv::INTER_LINEAR;
        cv::warpAffine(picture, result, map, size, scale > 1.02 ? enlarging : cv::INTER_CUBIC,
                       cv::BORDER_REPLICATE);
        return result;
    }
    const cv::Mat small = faces::shrunk(picture, std::min(1.0, scale * 1.6));
    cv::Matx23d fromSmall = map;
    for (int i = 0; i < 2; ++i) {
        fromSmall(i, 0) *= static_cast<double>(picture.cols) / small.cols;
        fromSmall(i, 1) *= static_cast<double>(picture.rows) / small.rows;
    }
    cv::warpAffine(small, result, fromSmall, size, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    return result;
}

} // namespace headroom::studio
