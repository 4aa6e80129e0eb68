#pragma once

#include "core/studio/analysed_photo_data.h"
#include "core/studio/variants.h"

namespace headroom::studio {

/// A rectangle, perhaps turned a little, of the photo.
struct Frame {
    cv::Matx23d fromPicture; ///< Pixel of the photo to pixel of the headshot.
    double scale = 1;        ///< Above one the photo is enlarged.
    float faceShare = 0;     ///< Height of the face against the headshot's.
};

/// Where a portrait photographer would put the head. The frame may reach beyond the photo where the old
/// backdrop ended, never where the person did: no border is ever seen. `faceShare` is what the style wishes
/// for.
Frame chooseFrame(const AnalysedPhoto::Data& photo, Framing framing, float faceShare, cv::Size size);

enum class Sampling {
    Fine,   ///< For pictures: Lanczos when enlarged.
    Smooth, ///< For planes that have no detail finer than their pixels; a third of the time, no ringing.
};

/// Cuts the frame out of a picture or plane; `map` as Frame::fromPicture.
cv::Mat cutOut(const cv::Mat& picture, const cv::Matx23d& map, cv::Size size, Sampling sampling);

} // namespace headroom::studio
