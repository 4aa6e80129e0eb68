#pragma once

namespace headroom::ui::signin::limits {

/// Digits of a mailed code, as the endpoint makes them.
inline constexpr int codeDigits = 6;
/// Longer than any name or address that the endpoint takes; it judges, the field only stops floods.
inline constexpr int mostCharacters = 254;
/// An invitation link is about a hundred characters; what is longer was pasted by mistake.
inline constexpr int mostLinkCharacters = 1000;
/// Below this width the picture beside the form gives way to the form.
inline constexpr int leastWidthWithArtwork = 940;

} // namespace headroom::ui::signin::limits
