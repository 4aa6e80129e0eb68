#pragma once

#include "core/storage/remote/checked_source.h"
#include "core/storage/vercel_blob/vercel_blob_calls.h"

#include <string>
#include <vector>

namespace headroom::storage {

/// What a blob is stored with: private, under its own name, replacing an older one.
http::Headers vercelPutHeaders(const BlobContent& content);

/// `/?pathname=...`, as the SDK writes it.
std::string vercelPathQuery(std::string_view path, const BlobKey& key);

/// One upload in parts. The service has no call to take an unfinished one back: it forgets it by itself. One
/// call, one thread.
class VercelBlobParts {
public:
    VercelBlobParts(const VercelBlobCalls& calls, const BlobKey& key, const BlobContent& content)
        : calls_(calls)
        , key_(key)
        , content_(content) {}

    Result<void> run(CheckedSource& source);

private:
    Result<void> begin();
    Result<void> sendPart(std::string_view bytes);
    Result<void> complete();
    VercelBlobAsk ask(const char* action) const;

    const VercelBlobCalls& calls_;
    const BlobKey& key_;
    const BlobContent& content_;
    std::string uploadId_;
    std::string uploadKey_;
    std::vector<std::string> tags_;
};

} // namespace headroom::storage
