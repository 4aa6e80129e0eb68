#pragma once

#include "core/base/result.h"

#include <map>
#include <string>
#include <string_view>

namespace headroom::photos {

/// The decoded pairs of an `Upload-Metadata` header (tus 1.0.0, "Creation"). Values are bytes from outside.
using UploadMetadata = std::map<std::string, std::string, std::less<>>;

/// Strict: `key base64` pairs joined by commas without further white space, keys of printable ASCII, each
/// once; a key without a value is a key with an empty one. An empty header has no pairs.
/// Errors: InvalidInput, TooLarge.
Result<UploadMetadata> parseUploadMetadata(std::string_view header);

/// The reverse, for clients and tests.
std::string formatUploadMetadata(const UploadMetadata& metadata);

/// A name that can be shown and offered for saving: what follows the last slash or backslash, if it is
/// well-formed UTF-8 without control characters; otherwise empty. Never used as a path by us.
std::string cleanFileName(std::string_view name);

} // namespace headroom::photos
