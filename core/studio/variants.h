#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace headroom::studio {

enum class Framing : std::uint8_t { Classic, Close, Wide, LeftOfMiddle, RightOfMiddle };

/// Where the key light stands, as seen in the picture.
enum class LightSide : std::uint8_t { Front, Left, Right };

/// One headshot of a style: four independent choices.
struct Variant {
    int photo = 0; ///< Index into the request's photos.
    Framing framing = Framing::Classic;
    LightSide light = LightSide::Left;
    int backdrop = 0; ///< 0..backdropVariations-1; each style makes of it what suits it.

    friend bool operator==(const Variant&, const Variant&) = default;
};

/// In how many of the four choices two variants differ.
int differences(const Variant& a, const Variant& b);

/// How many variants of one style there are at most: photos x framings x lights, 15 for one photo.
int maxVariants(int photoCount);

/// Plans `count` headshots of one style such that any two differ in at least two choices, and the first ones
/// in as many as possible. The first has classic framing. Same arguments, same plan; other styles and seeds
/// give others. Errors: InvalidInput (photoCount outside 1..maxPhotos, negative count), LimitExceeded (more
/// than maxVariants).
Result<std::vector<Variant>> planVariants(int photoCount, std::string_view styleId, int count,
                                          std::uint64_t seed);

} // namespace headroom::studio
