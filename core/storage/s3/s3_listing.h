#pragma once

#include "core/storage/blob_store.h"

#include <string>
#include <string_view>
#include <vector>

// What S3 answers to listings, read strictly: Corrupt for anything else. Any thread.
namespace headroom::storage {

/// ListObjectsV2. Objects whose keys are not ours are left out.
Result<BlobPage> readListing(std::string_view xml);

struct S3UnfinishedUpload {
    std::string key;
    std::string uploadId;
    Timestamp begunAt;
};

struct S3UploadsPage {
    std::vector<S3UnfinishedUpload> uploads;
    std::string nextKey; ///< empty after the last page
    std::string nextUploadId;
};

/// ListMultipartUploads.
Result<S3UploadsPage> readUploads(std::string_view xml);

} // namespace headroom::storage
