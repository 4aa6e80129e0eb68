// How bytes go up to Cloudinary: as one request, or in parts.
#include "core/base/crypto.h"
#include "core/storage/cloudinary/cloudinary_answers.h"
#include "core/storage/cloudinary/cloudinary_limits.h"
#include "core/storage/cloudinary/cloudinary_store.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/storage_limits.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace headroom::storage {

namespace {

using Json = nlohmann::json;

constexpr std::size_t uploadIdBytes = 16;

/// Whether an asset is this content, by what it was stored with.
bool isContent(const std::string& assetText, const BlobContent& content) {
    const Json asset = Json::parse(assetText, nullptr, false);
    if (cloudinaryNumber(asset, "bytes") != content.sizeBytes || !asset.contains("context")) return false;
    const Json& context = asset["context"];
    return context.is_object() && context.contains("custom") &&
           cloudinaryText(context["custom"], "sha256") == content.sha256;
}

} // namespace

Result<void> CloudinaryStore::put(const BlobKey& key, const BlobContent& content, ByteSource& bytes) {
    TRY(checkContent(content, blobBytesMax));
    if (content.sizeBytes == 0) return fail(ErrorCode::InvalidInput, "Cloudinary takes no empty blobs");
    CheckedSource source(bytes, content);
    const auto stored = content.sizeBytes <= cloudinarySinglePutBytes ? putWhole(key, content, source)
                                                                      : putInParts(key, content, source);
    if (source.problem()) return fail(*source.problem());
    if (!stored) return fail(stored.error());
    if (cloudinaryNumber(Json::parse(*stored, nullptr, false), "bytes") != content.sizeBytes)
        return fail(ErrorCode::UnknownOutcome, name_ + " stored another number of bytes than were sent");
    return {};
}

CloudinaryFields CloudinaryStore::uploadFields(const BlobKey& key, const BlobContent& content) const {
    return signedFields({{"public_id", key.text()},
                         {"overwrite", "1"},
                         {"invalidate", "1"},
                         {"context", "sha256=" + content.sha256}});
}

http::ClientRequest CloudinaryStore::uploadRequest(CloudinaryForm& form) const {
    http::ClientRequest request;
    request.method = "POST";
    request.url = actionUrl("upload");
    request.headers.set("Content-Type", form.contentType());
    request.body = form.stream();
    request.repeat = http::Repeat::Safe;
    request.responseLimitBytes = remoteAnswerBytes;
    request.times.totalMs = 0;
    return request;
}

Result<std::string> CloudinaryStore::putWhole(const BlobKey& key, const BlobContent& content,
                                              CheckedSource& source) {
    std::optional<CloudinaryForm> form;
    const auto answer = calls_.send(
        [&](int attempt) -> Result<http::ClientRequest> {
            if (attempt > 0) TRY(source.rewind());
            form.emplace(uploadFields(key, content), source);
            return uploadRequest(*form);
        },
        cloudinaryPasses);
    if (!answer) return fail(transportError(answer.error(), RemoteEffect::Writes, name_));
    if (!answer->succeeded()) return fail(refusal(*answer, RemoteEffect::Writes));
    return answer->body;
}

Result<std::string> CloudinaryStore::putInParts(const BlobKey& key, const BlobContent& content,
                                                CheckedSource& source) {
    const std::string uploadId = toHex(randomBytes(uploadIdBytes)); // by which parts belong together
    std::string buffer(remotePartBytes, '\0');
    std::int64_t sent = 0;
    for (;;) {
        const std::size_t count = TRY(source.fill(buffer.data(), buffer.size()));
        const std::string_view bytes = std::string_view(buffer).substr(0, count);
        auto answer = sendPart(key, content, {uploadId, bytes, sent});
        sent += static_cast<std::int64_t>(count);
        const bool isLast = sent == content.sizeBytes;
        if (answer && !isLast) continue;
        if (answer) return answer;
        // The last part may have worked, and its repetition been refused.
        if (isLast)
            if (auto asset = act("explicit", {{"public_id", key.text()}}, RemoteEffect::Reads);
                asset && isContent(*asset, content))
                return asset;
        return answer;
    }
}

Result<std::string> CloudinaryStore::sendPart(const BlobKey& key, const BlobContent& content,
                                              const Part& part) {
    const std::int64_t end = part.offset + static_cast<std::int64_t>(part.bytes.size());
    // As the official client has it: how many there are in all is said with the last.
    const std::int64_t total = end == content.sizeBytes ? content.sizeBytes : -1;
    const std::string range =
        "bytes " + std::to_string(part.offset) + "-" + std::to_string(end - 1) + "/" + std::to_string(total);
    std::optional<CloudinaryForm> form;
    const auto answer = calls_.send(
        [&](int) -> Result<http::ClientRequest> {
            form.emplace(uploadFields(key, content), part.bytes);
            http::ClientRequest request = uploadRequest(*form);
            request.headers.set("Content-Range", range);
            request.headers.set("X-Unique-Upload-Id", part.uploadId);
            if (total >= 0) request.times.lowSpeedSeconds = remoteCompleteSeconds;
            return request;
        },
        cloudinaryPasses);
    if (!answer) return fail(transportError(answer.error(), RemoteEffect::Writes, name_));
    if (!answer->succeeded()) return fail(refusal(*answer, RemoteEffect::Writes));
    return answer->body;
}

} // namespace headroom::storage
