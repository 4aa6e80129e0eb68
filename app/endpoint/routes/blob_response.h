#pragma once

#include "app/endpoint/api/call.h"

#include <string>

namespace headroom::endpoint {

struct BlobFacts {
    std::string key;
    std::string sha256; ///< hexadecimal: the entity tag
    std::string mediaType;
    std::int64_t sizeBytes = 0;
    /// Clients keep the bytes of a picture for ever: they never change.
    std::string cacheControl = "private, max-age=31536000, immutable";
};

/// The bytes of a blob as an answer, with ranges and conditions. Small ones pass through memory; large ones
/// through an unnamed temporary file, whatever store they come from, so that memory stays bounded. Where
/// HEADROOM_S3_DIRECT or HEADROOM_VERCEL_BLOB_DIRECT allows it, a GET with `Headroom-Direct: yes` is answered
/// with 307 and a link to the bytes, which only who may see them gets and which dies within
/// directLinkSeconds.
Result<http::Response> blobResponse(const Call& call, const BlobFacts& blob);

/// A small picture of that blob, at most as wide and as high as the query's `edge` says, kept by clients for
/// ever like the blob itself.
Result<http::Response> previewResponse(const Call& call, const BlobFacts& blob);

} // namespace headroom::endpoint
