#pragma once

#include "core/storage/s3/s3_options.h"

#include <QString>

#include <optional>

namespace headroom::test {

/// The Swift server of tests/support/swift, which the ctest fixture `s3` starts; or another S3 service, named
/// by HEADROOM_TEST_S3_ENDPOINT, _REGION, _BUCKET, _ACCESS_KEY and _SECRET_KEY. Nothing when there is
/// neither: skip with S3Server::missing().
class S3Server {
public:
    static std::optional<S3Server> find();
    static const char* missing() {
        return "no S3 server: run under ctest (fixture s3, packages swift-* and memcached), or see "
               "tests/support/s3_server.h";
    }

    /// In path style, with a new bucket where the server is our own.
    storage::S3Options options() const { return options_; }
    /// The same bucket by its own host name; only our own server.
    storage::S3Options virtualHostOptions() const;

private:
    storage::S3Options options_;
};

} // namespace headroom::test
