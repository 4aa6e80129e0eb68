#pragma once

#include "core/base/clock.h"
#include "core/http/headers.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// AWS Signature Version 4 (docs.aws.amazon.com, "Authenticating Requests"): pure functions, any thread.
// Nothing here may reach a log.
namespace headroom::storage {

struct S3Credentials {
    std::string accessKey;
    std::string secretKey;
    std::string sessionToken; ///< of temporary credentials; else empty
};

/// What is signed. It must be sent byte by byte as it is here.
struct SignedRequest {
    std::string method;
    std::string path; ///< as on the wire: for S3 each segment of the key percent-encoded once, nothing folded
    std::vector<std::pair<std::string, std::string>> query; ///< decoded
    http::Headers headers;                                  ///< those to sign, with Host
    std::string payloadHash;                                ///< SHA-256 in hexadecimal, or unsignedPayload
};

struct SigningScope {
    std::string region;
    std::string service = "s3";
    Timestamp at;
};

inline constexpr std::string_view unsignedPayload = "UNSIGNED-PAYLOAD";

/// `20261122T000000Z`
std::string amzDate(Timestamp at);

/// The query as it is signed and sent: encoded, sorted by encoded name and value, `name=` without a value.
std::string canonicalQuery(std::vector<std::pair<std::string, std::string>> query);

/// The value of the Authorization header. The request's headers hold X-Amz-Date already, and
/// X-Amz-Security-Token where there is one.
std::string authorization(const SignedRequest& request, const SigningScope& scope,
                          const S3Credentials& credentials);

/// The whole query of a link that anybody may use until it expires, within 1 to 604800 seconds. All other
/// parameters are in the request already; its payload hash is not looked at.
std::string presignedQuery(SignedRequest request, const SigningScope& scope, const S3Credentials& credentials,
                           int lifetimeSeconds);

} // namespace headroom::storage
