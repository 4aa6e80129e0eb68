#pragma once

#include "core/generators/generator.h"

#include <string>

namespace headroom::generators::hosted {

/// Why a hosted service did not make a headshot. Every service's statuses and texts are sorted into these;
/// what follows from each is decided here, once for all of them.
enum class Problem {
    Busy,           ///< too many requests; nothing was done
    Down,           ///< not reached, or it says that it cannot now; nothing was done
    Unknown,        ///< the answer was lost: perhaps it is done, and paid for
    KeyRefused,     ///< our key is wrong, or not allowed to do this
    OutOfQuota,     ///< it wants money first
    Misconfigured,  ///< it does not know the model, or refuses what the mapping sends
    ContentRefused, ///< its filter refused the photo or the result
    PhotoRefused,   ///< it cannot use the photo
    Failed,         ///< it broke while it worked
    Stopped,        ///< somebody stopped the work there
    TooLate,        ///< its deadline passed before it began
    Vanished,       ///< it was done, but the result is gone
};

/// What stands on the headshot, and in the log. `detail` is cut to detailLengthMax.
Error errorOf(Problem problem, std::string detail);

/// What can still become of the headshot.
Verdict verdictOf(Problem problem);

UnmadeHeadshot unmade(const HeadshotId& headshot, Problem problem, std::string detail);

} // namespace headroom::generators::hosted
