#pragma once

#include "core/base/result.h"

namespace headroom::render {

/// Takes from this process, for good, what decoding pictures does not need: other programs, the network, open
/// files of the parent, more memory and time than render_limits.h gives, privileges, core dumps, and life
/// after the parent's. To be called first of all, while there is one thread.
///
/// An attacker who takes over a decoder is still this user and can read this user's files: give the endpoint
/// a user of its own.
Result<void> enterSandbox();

} // namespace headroom::render
