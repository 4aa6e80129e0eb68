#include "core/payments/packages.h"

#include "core/payments/payments_limits.h"

#include <array>

namespace headroom::payments {

namespace {

constexpr std::array<Package, 3> fixedPackages{{
    {"starter", 50, 2'900},
    {"professional", 150, 7'900},
    {"enterprise", 500, 19'900},
}};

} // namespace

std::span<const Package> packages() {
    return fixedPackages;
}

Result<Offer> offer(std::string_view package, std::optional<std::int64_t> credits) {
    if (package == customPackage) {
        if (!credits) return fail(ErrorCode::InvalidInput, "credits: missing");
        if (*credits < 1 || *credits > customCreditsMax)
            return fail(ErrorCode::LimitExceeded, "credits: 1 to " + std::to_string(customCreditsMax));
        return Offer{std::string(package), *credits, *credits * customCentsEach};
    }
    for (const Package& known : fixedPackages) {
        if (known.name != package) continue;
        if (credits) return fail(ErrorCode::InvalidInput, "credits: only for the custom package");
        return Offer{std::string(package), known.credits, known.cents};
    }
    return fail(ErrorCode::InvalidInput, "package: unknown");
}

std::optional<Package> betterPackage(std::int64_t customCredits) {
    if (customCredits < 1 || customCredits > customCreditsMax) return std::nullopt;
    std::optional<Package> best;
    for (const Package& known : fixedPackages) {
        const bool enough = known.credits >= customCredits;
        const bool cheaper = known.cents < (best ? best->cents : customCredits * customCentsEach);
        if (enough && cheaper) best = known;
    }
    return best;
}

} // namespace headroom::payments
