#include "core/photos/upload_metadata.h"

#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/photos/uploads_limits.h"

#include <algorithm>

namespace headroom::photos {

namespace {

bool isKey(std::string_view key) {
    if (key.empty() || key.size() > uploadMetadataKeyLengthMax) return false;
    return std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f && c != ','; });
}

} // namespace

Result<UploadMetadata> parseUploadMetadata(std::string_view header) {
    UploadMetadata metadata;
    if (header.empty()) return metadata;
    if (header.size() > uploadMetadataBytesMax)
        return fail(ErrorCode::TooLarge, "Upload-Metadata is too long");
    for (const std::string_view pair : split(header, ',')) {
        const std::size_t space = pair.find(' ');
        const std::string_view key = pair.substr(0, space);
        const std::string_view encoded = space == std::string_view::npos ? "" : pair.substr(space + 1);
        const auto value = fromBase64(encoded);
        if (!isKey(key) || !value) return fail(ErrorCode::InvalidInput, "Upload-Metadata is malformed");
        if (!metadata.emplace(key, *value).second)
            return fail(ErrorCode::InvalidInput, "Upload-Metadata has a key twice");
        if (metadata.size() > uploadMetadataKeysMax)
            return fail(ErrorCode::TooLarge, "Upload-Metadata has too many keys");
    }
    return metadata;
}

std::string formatUploadMetadata(const UploadMetadata& metadata) {
    std::string header;
    for (const auto& [key, value] : metadata) {
        if (!header.empty()) header += ',';
        header += key;
        if (!value.empty()) header += ' ' + toBase64(value);
    }
    return header;
}

std::string cleanFileName(std::string_view name) {
    const std::size_t slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    if (!isCleanUtf8(name) || codePointCount(name) > fileNameLengthMax || name == "." || name == "..")
        return {};
    return std::string(name);
}

} // namespace headroom::photos
