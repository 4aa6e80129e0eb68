#pragma once

#include <cstddef>

namespace headroom::endpoint {

/// Made at once: each is a process that decodes up to 120 megapixels, and the machine has work besides.
inline constexpr int previewsAtOnce = 2;

/// Requests that may wait for theirs; each occupies a handler's thread, of which the server has 32.
inline constexpr std::size_t previewsWaitingMax = 16;

/// How long: two slow ones before it, and its own.
inline constexpr int previewWaitMs = 30'000;

} // namespace headroom::endpoint
