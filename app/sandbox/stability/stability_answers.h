#pragma once

#include "core/http/server/response.h"

#include <string>
#include <string_view>

namespace headroom::sandbox {

/// {"id":"<support id>","name":"bad_request","errors":["some-field: is required"]}
http::Response stabilityError(int status, std::string_view name, std::string_view error);

/// The picture as the `accept` header wants it: raw bytes, or base64 in JSON.
http::Response stabilityImage(std::string_view accept, const std::string& image,
                              std::string_view finishReason, std::uint32_t seed);

} // namespace headroom::sandbox
