#pragma once

#include "core/base/result.h"
#include "core/storage/s3/s3_options.h"

#include <string>
#include <string_view>

namespace headroom::storage {

/// Turns keys into URLs, hosts and paths as they are signed and sent. A plain value.
class S3Address {
public:
    /// InvalidInput with words for an operator: not a URL, a path in it, http to another machine, no bucket's
    /// name.
    static Result<S3Address> create(const S3Options& options);

    /// With the port, unless it is the scheme's own.
    const std::string& host() const { return host_; }
    /// `key` empty: the bucket itself.
    std::string path(std::string_view key) const;
    std::string url(std::string_view key, std::string_view query) const;
    /// For logs and error words: the host alone.
    const std::string& name() const { return name_; }

private:
    std::string scheme_;
    std::string host_;
    std::string name_;
    std::string root_; ///< before the key, with a slash at the end
};

} // namespace headroom::storage
