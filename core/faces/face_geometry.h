#pragma once

#include <vector>

// Places in a picture: x to the right, y down, in pixels of the picture at hand, (0, 0) the top left corner.
namespace headroom::faces {

struct Point {
    float x = 0;
    float y = 0;
};

struct Point3 {
    float x = 0;
    float y = 0;
    float z = 0; ///< Depth in the same unit; smaller is nearer to the camera.
};

struct Box {
    float x = 0;
    float y = 0;
    float width = 0;
    float height = 0;

    float area() const { return width * height; }
};

/// One number per pixel, rows from top to bottom.
struct Plane {
    int width = 0;
    int height = 0;
    std::vector<float> values;

    float at(int x, int y) const { return values[static_cast<std::size_t>(y) * width + x]; }
};

} // namespace headroom::faces
