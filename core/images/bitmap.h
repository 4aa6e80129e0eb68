#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace headroom::images {

/// A rectangle of whole pixels.
struct PixelRect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    friend bool operator==(const PixelRect&, const PixelRect&) = default;
};

/// A picture as plain memory: rows from top to bottom without gaps, channels interleaved (R, G, B), 8 bits
/// each, sRGB encoded, already upright. A value: copying copies the pixels. Used from any thread.
class Bitmap {
public:
    Bitmap() = default;

    /// All zero (black). `channels` is 1 or 3.
    Bitmap(int width, int height, int channels);

    int width() const { return width_; }
    int height() const { return height_; }
    int channels() const { return channels_; }
    bool empty() const { return pixels_.empty(); }

    std::uint8_t* data() { return pixels_.data(); }
    const std::uint8_t* data() const { return pixels_.data(); }
    std::size_t sizeBytes() const { return pixels_.size(); }
    std::size_t rowBytes() const { return static_cast<std::size_t>(width_) * channels_; }

    std::uint8_t* row(int y) { return pixels_.data() + rowBytes() * y; }
    const std::uint8_t* row(int y) const { return pixels_.data() + rowBytes() * y; }

    /// The part of the picture inside `rect`, which is cut to the picture first.
    Bitmap cropped(PixelRect rect) const;

    friend bool operator==(const Bitmap&, const Bitmap&) = default;

private:
    int width_ = 0;
    int height_ = 0;
    int channels_ = 0;
    std::vector<std::uint8_t> pixels_;
};

/// Largest difference of any channel of any pixel; 255 when the shapes differ.
int maxDifference(const Bitmap& a, const Bitmap& b);

/// Mean absolute difference over all channels; 255 when the shapes differ.
double meanDifference(const Bitmap& a, const Bitmap& b);

} // namespace headroom::images
