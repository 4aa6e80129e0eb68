#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace headroom::sandbox {

/// What became of the caller's picture; stands for what a model would have made.
enum class Effect {
    Relit,    ///< brighter from one side
    CutOut,   ///< everything far from the middle is white
    Larger,   ///< four times each side
    Blurred,  ///< as the service's filter leaves it
    TwoFaces, ///< the picture twice, side by side
    Nobody,   ///< an empty wall
};

/// `light`: left, right, above, below or empty. `format`: png, jpeg or webp. Corrupt, Internal.
Result<std::string> paintedPicture(std::string_view bytes, Effect effect, std::string_view light,
                                   std::string_view format);

} // namespace headroom::sandbox
