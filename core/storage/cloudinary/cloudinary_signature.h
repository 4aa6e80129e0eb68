#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// How requests to Cloudinary are signed (cloudinary.com/documentation/authentication_signatures), in version
// 2, which escapes '&' inside of values. Pure functions; nothing here may reach a log.
namespace headroom::storage {

enum class CloudinaryDigest : std::uint8_t { Sha1, Sha256 };

/// An account. From an operator's settings.
struct CloudinaryOptions {
    std::string apiBase = "https://api.cloudinary.com"; ///< without a slash at the end
    std::string cloudName;
    std::string apiKey;
    std::string apiSecret;
    CloudinaryDigest digest = CloudinaryDigest::Sha1; ///< as the account is set
};

/// `cloudinary://KEY:SECRET@CLOUD`, optionally with `?upload_prefix=URL&signature_algorithm=sha256`, as
/// Cloudinary's own clients take it. InvalidInput with words for an operator.
Result<CloudinaryOptions> parseCloudinaryUrl(std::string_view url);

/// Name and value as they are sent. Values that are empty are not sent and not signed.
using CloudinaryFields = std::vector<std::pair<std::string, std::string>>;

/// Of all fields but file, api_key, signature, resource_type and cloud_name, in any order. Hexadecimal.
std::string cloudinarySignature(const CloudinaryFields& fields, std::string_view secret,
                                CloudinaryDigest digest);

} // namespace headroom::storage
