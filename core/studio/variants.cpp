#include "core/studio/variants.h"

#include "core/studio/random_source.h"
#include "core/studio/studio_limits.h"

#include <algorithm>

namespace headroom::studio {

namespace {

constexpr int framings = 5;
constexpr int lights = 3;
static_assert(backdropVariations >= maxPhotos && backdropVariations > framings);

/// Photo, framing and light are chosen freely. The backdrop is their sum modulo the number of backdrops: two
/// variants that differ in only one of the three then differ in the backdrop too (a code of distance two).
std::vector<Variant> allVariants(int photoCount, int firstBackdrop) {
    std::vector<Variant> all;
    for (int photo = 0; photo < photoCount; ++photo) {
        for (int framing = 0; framing < framings; ++framing) {
            for (int light = 0; light < lights; ++light) {
                all.push_back({photo, static_cast<Framing>(framing), static_cast<LightSide>(light),
                               (firstBackdrop + photo + framing + light) % backdropVariations});
            }
        }
    }
    return all;
}

int leastDifference(const Variant& candidate, const std::vector<Variant>& chosen) {
    int least = 4;
    for (const Variant& other : chosen)
        least = std::min(least, differences(candidate, other));
    return least;
}

int sharedChoices(const Variant& candidate, const std::vector<Variant>& chosen) {
    int shared = 0;
    for (const Variant& other : chosen)
        shared += 4 - differences(candidate, other);
    return shared;
}

} // namespace

int differences(const Variant& a, const Variant& b) {
    return (a.photo != b.photo) + (a.framing != b.framing) + (a.light != b.light) +
           (a.backdrop != b.backdrop);
}

int maxVariants(int photoCount) {
    return std::clamp(photoCount, 0, maxPhotos) * framings * lights;
}

Result<std::vector<Variant>> planVariants(int photoCount, std::string_view styleId, int count,
                                          std::uint64_t seed) {
    if (photoCount < 1 || photoCount > maxPhotos) {
        return fail(ErrorCode::InvalidInput, "photos: " + std::to_string(photoCount));
    }
    if (count < 0) return fail(ErrorCode::InvalidInput, "count: " + std::to_string(count));
    if (count > maxVariants(photoCount)) {
        return fail(ErrorCode::LimitExceeded, std::to_string(photoCount) + " photos give at most " +
                                                  std::to_string(maxVariants(photoCount)) +
                                                  " headshots of one style");
    }
    RandomSource random(seedFrom(styleId, seed));
    std::vector<Variant> pool = allVariants(photoCount, random.below(backdropVariations));
    for (std::size_t i = pool.size(); i > 1; --i)
        std::swap(pool[i - 1], pool[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);

    std::vector<Variant> plan;
    while (static_cast<int>(plan.size()) < count) {
        // The farthest from its nearest relative; then the one that repeats the fewest choices.
        auto best = pool.begin();
        auto rank = [&](const Variant& v) {
            const int classicFirst = plan.empty() && v.framing == Framing::Classic ? 1 : 0;
            return std::pair(leastDifference(v, plan) + classicFirst, -sharedChoices(v, plan));
        };
        for (auto it = pool.begin(); it != pool.end(); ++it) {
            if (rank(*it) > rank(*best)) best = it;
        }
        plan.push_back(*best);
        pool.erase(best);
    }
    return plan;
}

} // namespace headroom::studio
