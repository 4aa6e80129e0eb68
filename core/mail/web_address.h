#pragma once

#include <string_view>

namespace headroom::mail {

/// Whether this may stand as a link in a mail's headers and HTML: http or https, no white space, quotes,
/// brackets or anything that is not printable ASCII, and not too long.
bool isWebAddress(std::string_view url);

} // namespace headroom::mail
