#pragma once

namespace headroom::ui::credits::limits {

/// Lines of one allocation command, as the endpoint takes them (DESIGN.md, "Ledger").
inline constexpr int mostLines = 10'000;
/// More than any team will hold, and inside the int of a Qt field.
inline constexpr int mostCreditsInField = 100'000'000;
/// Lines that a preview shows; the sums below it count all.
inline constexpr int mostPreviewLines = 10'000;

} // namespace headroom::ui::credits::limits
