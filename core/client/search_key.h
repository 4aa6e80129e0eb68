#pragma once

#include <string>
#include <string_view>

namespace headroom::client {

/// Text in the form in which it is searched: decomposed (NFKD), marks stripped, case folded, white space
/// single. "Zoë  ÅBERG" becomes "zoe aberg", so that a user finds people without their accents. Any thread.
std::string searchKey(std::string_view text);

} // namespace headroom::client
