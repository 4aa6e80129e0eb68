#include "core/storage/blob_key.h"

#include "core/base/text.h"
#include "core/storage/storage_limits.h"

#include <algorithm>

namespace headroom::storage {

namespace {

bool isLowerAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isSegment(std::string_view segment) {
    if (segment.empty() || !isLowerAlphanumeric(segment.front())) return false;
    return std::all_of(segment.begin(), segment.end(),
                       [](char c) { return isLowerAlphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

bool areSegments(std::string_view text) {
    const auto segments = split(text, '/');
    return segments.size() <= blobKeySegmentsMax && std::all_of(segments.begin(), segments.end(), isSegment);
}

} // namespace

Result<BlobKey> BlobKey::parse(std::string_view text) {
    if (text.size() > blobKeyMax) return fail(ErrorCode::InvalidInput, "blob key is too long");
    if (!areSegments(text)) return fail(ErrorCode::InvalidInput, "not a blob key");
    return BlobKey(std::string(text));
}

Result<void> checkPrefix(std::string_view prefix) {
    if (prefix.empty()) return {};
    if (prefix.size() > blobKeyMax || prefix.back() != '/' ||
        !areSegments(prefix.substr(0, prefix.size() - 1)))
        return fail(ErrorCode::InvalidInput, "not a prefix of blob keys");
    return {};
}

} // namespace headroom::storage
