#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// What is sold and for how much. Pure: the endpoint prices orders with it, the desktop shows it. The price of
// an order is computed at the endpoint alone.
namespace headroom::payments {

inline constexpr std::string_view currency = "usd";
inline constexpr std::string_view customPackage = "custom";
inline constexpr std::int64_t customCentsEach = 50;

struct Package {
    std::string_view name; ///< in the API and the payments table
    std::int64_t credits = 0;
    std::int64_t cents = 0;
};

/// The fixed packages, smallest first.
std::span<const Package> packages();

/// What an order comes to.
struct Offer {
    std::string package;
    std::int64_t credits = 0;
    std::int64_t cents = 0;
    friend bool operator==(const Offer&, const Offer&) = default;
};

/// `credits` are given for the custom package only. InvalidInput for an unknown package, credits beside a
/// fixed one or none for custom; LimitExceeded outside 1 to customCreditsMax.
Result<Offer> offer(std::string_view package, std::optional<std::int64_t> credits);

/// The cheapest package that gives at least as many credits for less than custom would cost; for the hint in
/// the dialog.
std::optional<Package> betterPackage(std::int64_t customCredits);

} // namespace headroom::payments
