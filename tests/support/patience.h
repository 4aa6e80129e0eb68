#pragma once

#include "core/base/sanitized.h"

namespace headroom::test {

/// How long a test waits for what should come. Long, so that a disk that pauses or a busy processor fails no
/// test, but less than what CTest gives a whole one; never a measure of speed.
inline constexpr int patienceMs = threadSanitized ? 500'000 : 100'000;

} // namespace headroom::test
