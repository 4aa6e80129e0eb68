#pragma once

#include "core/storage/remote/checked_source.h"
#include "core/storage/s3/s3_calls.h"

#include <string>
#include <vector>

namespace headroom::storage {

/// What a blob is stored with: its media type and SHA-256.
http::Headers storedHeaders(const BlobContent& content);

/// One upload in parts (docs.aws.amazon.com, "Uploading and copying objects using multipart upload"). The
/// object appears when the last request succeeded; on every other way out what was sent is taken back, and
/// what a crash leaves is for S3Store::sweepUnfinished(). One call, one thread.
class S3Multipart {
public:
    S3Multipart(S3Calls& calls, const BlobKey& key, const BlobContent& content);

    Result<void> run(CheckedSource& source);

private:
    Result<void> begin();
    Result<void> sendParts(CheckedSource& source);
    Result<void> sendPart(std::string_view bytes);
    Result<void> complete();
    bool isThere();
    void abort();

    S3Calls& calls_;
    const BlobKey& key_;
    const BlobContent& content_;
    std::string uploadId_;
    std::vector<std::string> tags_; ///< of the parts sent, with their quotes
};

} // namespace headroom::storage
