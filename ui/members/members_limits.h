#pragma once

namespace headroom::ui::members::limits {

/// Addresses in one go, as the endpoint takes them.
inline constexpr int mostInvitations = 1000;
/// A CSV file of a thousand lines is below 200 KB.
inline constexpr long long mostCsvBytes = 1024 * 1024;

} // namespace headroom::ui::members::limits
