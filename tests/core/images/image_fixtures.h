#pragma once

#include "core/images/bitmap.h"
#include "core/images/image_decode.h"
#include "core/images/image_encode.h"

#include <QTest>

#include <cstdint>
#include <string>

// Pictures for the tests of images, faces, photos and studio.
namespace headroom::fixtures {

/// Fails the test when the file is missing.
inline std::string fileBytes(const std::string& relativePath) {
    auto bytes = images::readImageFile(std::string(HEADROOM_SOURCE_DIR) + "/" + relativePath);
    if (!bytes) qFatal("fixture %s: %s", relativePath.c_str(), describe(bytes.error()).c_str());
    return std::move(*bytes);
}

inline std::string photoBytes(const std::string& name) {
    return fileBytes("resources/photos/" + name);
}

inline images::Bitmap decoded(const std::string& bytes, int maxEdge = 4096) {
    auto image = images::decodeImage(bytes, maxEdge);
    if (!image) qFatal("fixture does not decode: %s", describe(image.error()).c_str());
    return std::move(image->pixels);
}

inline std::string encoded(const images::Bitmap& bitmap,
                           images::ImageFormat format = images::ImageFormat::Jpeg, int quality = 95) {
    auto bytes = images::encodeImage(bitmap, {format, quality, std::nullopt});
    if (!bytes) qFatal("fixture does not encode: %s", describe(bytes.error()).c_str());
    return std::move(*bytes);
}

inline images::Bitmap solid(int width, int height, std::uint8_t r, std::uint8_t g, std::uint8_t b) {
    images::Bitmap bitmap(width, height, 3);
    for (std::size_t i = 0; i < bitmap.sizeBytes(); i += 3) {
        bitmap.data()[i] = r;
        bitmap.data()[i + 1] = g;
        bitmap.data()[i + 2] = b;
    }
    return bitmap;
}

/// Copies `part` into `whole` at (x, y); what does not fit is left out.
inline void paste(images::Bitmap& whole, const images::Bitmap& part, int x, int y) {
    for (int row = 0; row < part.height(); ++row) {
        for (int column = 0; column < part.width(); ++column) {
            if (x + column < 0 || y + row < 0 || x + column >= whole.width() || y + row >= whole.height())
                continue;
            for (int c = 0; c < 3; ++c)
                whole.row(y + row)[3 * (x + column) + c] = part.row(row)[3 * column + c];
        }
    }
}

/// How a camera that writes this EXIF orientation stores an upright picture: the reverse of what a viewer
/// does.
inline images::Bitmap storedFor(const images::Bitmap& upright, int orientation) {
    const int w = upright.width(), h = upright.height();
    const bool turned = orientation >= 5;
    images::Bitmap stored(turned ? h : w, turned ? w : h, 3);
    for (int y = 0; y < h; ++y) {
        for (int x = 0; x < w; ++x) {
            int sx = x, sy = y;
            switch (orientation) {
            case 2:
                sx = w - 1 - x;
                break;
            case 3:
                sx = w - 1 - x, sy = h - 1 - y;
                break;
            case 4:
                sy = h - 1 - y;
                break;
            case 5:
                sx = y, sy = x;
                break;
            case 6:
                sx = y, sy = w - 1 - x;
                break;
            case 7:
                sx = h - 1 - y, sy = w - 1 - x;
                break;
            case 8:
                sx = h - 1 - y, sy = x;
                break;
            default:
                break;
            }
            for (int c = 0; c < 3; ++c)
                stored.row(sy)[3 * sx + c] = upright.row(y)[3 * x + c];
        }
    }
    return stored;
}

/// Puts an EXIF segment with nothing but the orientation behind the JPEG's start marker, before any other
/// segment.
inline std::string withExifOrientation(const std::string& jpeg, int orientation) {
    std::string exif("Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 24);
    exif += static_cast<char>(orientation);
    exif += std::string(7, '\0'); // rest of the value, no next directory
    const std::size_t length = exif.size() + 2;
    std::string segment{'\xff', '\xe1', static_cast<char>(length >> 8), static_cast<char>(length & 255)};
    return jpeg.substr(0, 2) + segment + exif + jpeg.substr(2);
}

} // namespace headroom::fixtures
