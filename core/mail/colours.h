#pragma once

#include <string>
#include <string_view>

// A team's colour as mails show it. Pure.
namespace headroom::mail {

/// The colour of Headroom itself, for mails that belong to no team and teams that have none.
inline constexpr std::string_view houseColour = "#4b4ddb";

/// Contrast of two colours as WCAG 2.2 defines it: 1 to 21.
double contrast(std::string_view first, std::string_view second);

/// `colour` itself, or the nearest mixture with white or black that stands out against `background`
/// with at least `ratio`: a navy team must not vanish on a dark page, a pastel one not on a white one.
std::string standingOut(std::string_view colour, std::string_view background, double ratio);

/// White or nearly black, whichever is easier to read on `colour`.
std::string_view textOn(std::string_view colour);

} // namespace headroom::mail
