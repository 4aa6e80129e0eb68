#pragma once

#include "core/storage/s3/sigv4.h"

#include <string>

namespace headroom::storage {

/// Where a bucket's name stands.
enum class S3Addressing {
    VirtualHost, ///< https://bucket.endpoint/key: AWS
    Path,        ///< https://endpoint/bucket/key: MinIO, Ceph, Swift and other servers of one's own
};

/// How to reach one bucket. From an operator's settings.
struct S3Options {
    /// `https://s3.eu-central-1.amazonaws.com`, without a path. http only for this machine.
    std::string endpoint;
    std::string region; ///< part of every signature
    std::string bucket;
    S3Addressing addressing = S3Addressing::Path;
    S3Credentials credentials;
};

} // namespace headroom::storage
