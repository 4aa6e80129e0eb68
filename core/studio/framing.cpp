#include "core/studio/framing.h"

#include "core/faces/opencv_bridge.h"
#include "core/studio/framing_rules.h"

#include <algorithm>
#include <cmath>

namespace headroom::studio {

namespace {

constexpr float tolerableOff = 0.12f; // beyond it a head sinks or hangs in its frame
constexpr float roomAboveHair = 0.07f;
constexpr float leastRoom = 0.035f;
constexpr float largestShare = 1.30f; // what a photo may force: a frame inside it, however tight it is
constexpr float largestShift = 0.20f; // a face farther from the middle looks like a mistake
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

/// Which borders of the photo a frame is moved inside of.
enum Border : unsigned { NoBorder = 0, Top = 1, Bottom = 2, Left = 4, Right = 8, AllBorders = 15 };

/// Part of the photo that a frame covers, upright box.
struct Extent {
    double left, top, right, bottom;
};

class Search {
public:
    /// `correction` turns the head, in degrees.
    Search(const AnalysedPhoto::Data& photo, cv::Size size, float correction)
        : photo_(photo)
        , size_(size)
        , eyes_(photo.mesh.eyesMiddle()) {
        turn_ = cv::Matx23d(cv::getRotationMatrix2D({eyes_.x, eyes_.y}, correction, 1));
        const faces::Box face = photo.mesh.bounds();
        middle_ = (face.x + face.width / 2 + eyes_.x) / 2; // between nose and ears when the head is turned
        turnedEyes_ = apply(turn_, eyes_.x, eyes_.y);
        turnedMiddle_ = apply(turn_, middle_, eyes_.y);
        const float top = hairTop(face);
        hairAboveEyes_ = eyes_.y - top;
        hairIsCut_ = top < 0.01f * photo.mesh.height();
    }

    /// The cheapest frame and, in `lowest`, its cost; frames that cost more than `lowest` says at first are
    /// not found.
    Frame best(const Wish& wish, double& lowest) const {
        Frame best;
        const auto weigh = [&](const Frame& frame, double shape) {
            if (shape >= lowest) return;
            const double cost = shape + costOfMissing * missingPerson(frame);
            if (cost >= lowest) return;
            lowest = cost;
            best = frame;
        };
        for (float share = wish.faceShare; share <= largestShare; share *= 1.05f) {
            for (const float line : {0.f, 0.03f, 0.06f, -0.03f, -0.06f, -0.09f}) {
                for (const float shift : {0.f, 0.04f, -0.04f, 0.08f, -0.08f}) {
                    weigh(frameAt(share, eyeLine + line, wish.shift + shift),
                          shapeCost(wish, share, eyeLine + line, wish.shift + shift));
                }
            }
            const Frame wished = frameAt(share, eyeLine, wish.shift);
            for (const unsigned borders : {Top, Bottom, Left, Right}) {
                weighMoved(wish, wished, borders, weigh);
                for (const unsigned other : {Left, Right}) {
                    if (borders < Left) weighMoved(wish, wished, borders | other, weigh);
                }
            }
            weighMoved(wish, wished, AllBorders, weigh);
            if (lowest < 2 * std::log(share * 1.05f / wish.faceShare)) break; // larger shares only cost more
        }
        return best;
    }

private:
    float alphaAt(double pictureX, double pictureY) const {
        const cv::Point2d p = apply(photo_.person.fromPicture, pictureX, pictureY);
        const Plane& alpha = photo_.person.alpha;
        const int x = cvFloor(p.x + 0.5), y = cvFloor(p.y + 0.5);
        if (x < 0 || y < 0 || x > alpha.cols || y > alpha.rows) return 0;
        return alpha(std::min(y, alpha.rows - 1), std::min(x, alpha.cols - 1)); // the last one, rounded up
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

    cv::Matx23d toPicture(const Frame& frame) const {
        cv::Matx23d back;
        cv::invertAffineTransform(frame.fromPicture, back);
        return back;
    }

    Extent extentOf(const Frame& frame) const {
        const cv::Matx23d back = toPicture(frame);
        Extent extent{1e9, 1e9, -1e9, -1e9};
        for (const cv::Point corner :
             {cv::Point(0, 0), {size_.width, 0}, {0, size_.height}, {size_.width, size_.height}}) {
            const cv::Point2d p = apply(back, corner.x, corner.y);
            extent = {std::min(extent.left, p.x), std::min(extent.top, p.y), std::max(extent.right, p.x),
                      std::max(extent.bottom, p.y)};
        }
        return extent;
    }

    /// The frame moved until nothing of it lies beyond these borders of the photo.
    Frame movedInside(const Frame& frame, unsigned borders) const {
        const Extent extent = extentOf(frame);
        const double width = photo_.picture.width(), height = photo_.picture.height();
        double dx = 0, dy = 0;
        if (borders & Top && extent.top < 0) dy = -extent.top;
        if (borders & Bottom && extent.bottom > height) dy = height - extent.bottom;
        if (borders & Left && extent.left < 0) dx = -extent.left;
        if (borders & Right && extent.right > width) dx = width - extent.right;
        Frame moved = frame;
        moved.fromPicture(0, 2) -= frame.fromPicture(0, 0) * dx + frame.fromPicture(0, 1) * dy;
        moved.fromPicture(1, 2) -= frame.fromPicture(1, 0) * dx + frame.fromPicture(1, 1) * dy;
        return moved;
    }

    template <class Weigh>
    void weighMoved(const Wish& wish, const Frame& frame, unsigned borders, const Weigh& weigh) const {
        const Frame moved = movedInside(frame, borders);
        const auto line = static_cast<float>(apply(moved.fromPicture, eyes_.x, eyes_.y).y / size_.height);
        const auto shift =
            static_cast<float>(apply(moved.fromPicture, middle_, eyes_.y).x / size_.width - 0.5);
        if (std::fabs(shift - wish.shift) > largestShift && borders != AllBorders) return;
        weigh(moved, shapeCost(wish, moved.faceShare, line, shift));
    }

    /// Part of the headshot where the person would go on but the photo ends.
    float missingPerson(const Frame& frame) const {
        const cv::Matx23d back = toPicture(frame);
        const double width = photo_.picture.width(), height = photo_.picture.height();
        // The mask is less sure along the photo's borders: a little inside counts, too.
        const double inset = std::min({1 + 0.01 * photo_.mesh.height(), width / 4, height / 4});
        constexpr double slack = 0.5; // of a pixel, where a frame was moved to end with the photo
        int missing = 0;
        for (int gy = 0; gy < gridHeight; ++gy) {
            for (int gx = 0; gx < gridWidth; ++gx) {
                const cv::Point2d p =
                    apply(back, gx * size_.width / (gridWidth - 1.0), gy * size_.height / (gridHeight - 1.0));
                if (p.x > -slack && p.y > -slack && p.x < width + slack && p.y < height + slack) continue;
                missing += nearestAlpha(p, 1) > 0.4f || nearestAlpha(p, inset) > 0.6f;
            }
        }
        constexpr float tolerated = 0.0004f; // single grid points at a rounded corner of the mask
        return std::max(0.f, static_cast<float>(missing) / (gridWidth * gridHeight) - tolerated);
    }

    /// Of the place in the photo, `inset` from its borders, that is nearest.
    float nearestAlpha(cv::Point2d p, double inset) const {
        return alphaAt(std::clamp(p.x, inset, photo_.picture.width() - inset),
                       std::clamp(p.y, inset, photo_.picture.height() - inset));
    }

    double shapeCost(const Wish& wish, float share, float line, float shift) const {
        const float off = std::fabs(line - eyeLine);
        double cost = 2 * std::fabs(std::log(share / wish.faceShare)) + 3 * off +
                      7 * std::max(0.f, off - tolerableOff) + 1.5 * std::fabs(shift - wish.shift);
        const float room = line - hairAboveEyes_ * share / photo_.mesh.height();
        if (hairIsCut_)
            return cost + 0.8 * std::max(0.f, room); // a tight headshot: hair runs out of the frame
        cost += 0.8 * std::fabs(room - roomAboveHair);
        if (room < leastRoom) cost += 12 * (leastRoom - room);
        return cost;
    }

    const AnalysedPhoto::Data& photo_;
    cv::Size size_;
    faces::Point eyes_;
    float middle_ = 0; ///< Across.
    cv::Matx23d turn_;
    cv::Point2d turnedEyes_;
    cv::Point2d turnedMiddle_;
    float hairAboveEyes_ = 0;
    bool hairIsCut_ = false; ///< By the photo's upper border.
};

/// With the head turned upright where there is room, less where turning would cut too deep into the photo.
Frame bestTurned(const AnalysedPhoto::Data& photo, cv::Size size, const Wish& wish) {
    constexpr float costOfTilt = 0.015f; // per degree that stays
    const float full =
        std::clamp(photo.mesh.rollDegrees() * rollCorrected, -largestCorrection, largestCorrection);
    Frame best;
    double lowest = 1e9;
    for (const float part : {1.f, 0.5f, 0.f}) {
        const double tilt = costOfTilt * std::fabs(full * (1 - part));
        if (tilt >= lowest) break;
        double cost = lowest - tilt;
        const Frame frame = Search(photo, size, full * part).best(wish, cost);
        if (cost + tilt >= lowest) continue;
        lowest = cost + tilt;
        best = frame;
    }
    return best;
}

} // namespace

Frame chooseFrame(const AnalysedPhoto::Data& photo, Framing framing, float faceShare, cv::Size size) {
    const Frame widest = bestTurned(photo, size, wishFor(Framing::Wide, faceShare));
    if (framing == Framing::Wide) return widest;
    // A tight photo allows no wide frame: the others then step in from what it does allow, so that they
    // differ.
    Wish wish = wishFor(framing, faceShare);
    const bool close = framing == Framing::Close;
    const float stepped = std::max(wish.faceShare, widest.faceShare * (close ? 1.27f : 1.09f));
    const float most = std::max(largestWish, widest.faceShare * (close ? 1.08f : 1.f));
    wish.faceShare = std::min(most, stepped);
    return bestTurned(photo, size, wish);
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
