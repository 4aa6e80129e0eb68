#pragma once

#include "core/base/result.h"

#include <string_view>
#include <vips/vips8>

// The private seam to libvips: only .cpp files of this room include it.
namespace headroom::images {

/// Starts libvips on first use, blocks every loader but our four, and sees to it that the calling thread
/// gives its libvips memory back when it ends (libvips asks that of every thread that it did not start
/// itself). Called at the start of each public function.
Result<void> enterVips();

/// Takes what libvips said out of its one buffer, which all threads share, so that the text may be another
/// thread's: for the log only.
std::string takeVipsError();

/// Opens the picture lazily with the loader that its content asks for; only the header is read now. JPEG and
/// WebP can shrink while decoding (1, 2, 4 or 8); the others ignore it. `bytes` must outlive the image.
Result<vips::VImage> openImage(std::string_view bytes, VipsFailOn failOn, int shrink = 1);

} // namespace headroom::images
