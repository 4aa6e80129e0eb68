#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace headroom::storage {

/// True for 127.0.0.0/8, [::1], localhost and names below it (RFC 6761, 6.3); a port may follow.
bool isLoopbackHost(std::string_view host);

/// Of a service's URL, which may have a path: https, or http to this machine; without login, query and
/// fragment, and without a slash at the end. InvalidInput with words for an operator.
Result<std::string> serviceBase(std::string_view url);

/// The host of a URL, with its port, for words.
std::string hostOf(std::string_view url);

} // namespace headroom::storage
