#pragma once

#include <cstddef>

namespace headroom::desktop {

/// Older ledger lines read at once: a few screens, in a few milliseconds.
inline constexpr std::size_t ledgerPageLines = 1'000;

/// Ledger lines held for one list: a year of a large company, about 100 MB. A spreadsheet is the better place
/// to look further back, and takes no more rows than ten times that.
inline constexpr std::size_t ledgerLinesMost = 200'000;

} // namespace headroom::desktop
