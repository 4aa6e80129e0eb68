#include "core/storage/vercel_blob/vercel_blob_parts.h"

#include "core/http/url.h"
#include "core/storage/remote/remote_limits.h"

#include <nlohmann/json.hpp>

namespace headroom::storage {

namespace {

using Json = nlohmann::json;

std::string textOf(const std::string& body, const char* name) {
    const Json object = Json::parse(body, nullptr, false);
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

http::Headers vercelPutHeaders(const BlobContent& content) {
    const bool usable = !content.mediaType.empty() && http::isFieldValue(content.mediaType);
    return {{"x-vercel-blob-access", "private"},
            {"x-content-type", usable ? content.mediaType : "application/octet-stream"},
            {"x-add-random-suffix", "0"},
            {"x-allow-overwrite", "1"}};
}

std::string vercelPathQuery(std::string_view path, const BlobKey& key) {
    return std::string(path) + "?pathname=" + http::percentEncoded(key.text());
}

VercelBlobAsk VercelBlobParts::ask(const char* action) const {
    VercelBlobAsk ask;
    ask.method = "POST";
    ask.path = vercelPathQuery("/mpu", key_);
    ask.headers = vercelPutHeaders(content_);
    ask.headers.set("x-mpu-action", action);
    if (!uploadId_.empty()) {
        ask.headers.set("x-mpu-upload-id", uploadId_);
        // Keys may hold what a header cannot.
        ask.headers.set("x-mpu-key", http::percentEncoded(uploadKey_));
    }
    ask.effect = RemoteEffect::Writes;
    return ask;
}

Result<void> VercelBlobParts::run(CheckedSource& source) {
    TRY(begin());
    std::string part(remotePartBytes, '\0');
    while (source.left() > 0) {
        const std::size_t count = TRY(source.fill(part.data(), part.size()));
        TRY(sendPart(std::string_view(part).substr(0, count)));
    }
    return complete();
}

Result<void> VercelBlobParts::begin() {
    const auto answer = TRY(calls_.demand(ask("create")));
    uploadId_ = textOf(answer.body, "uploadId");
    uploadKey_ = textOf(answer.body, "key");
    if (uploadId_.empty() || uploadKey_.empty() || !http::isFieldValue(uploadId_)) {
        uploadId_.clear();
        return fail(ErrorCode::Unavailable, calls_.name() + " gave no upload id");
    }
    return {};
}

Result<void> VercelBlobParts::sendPart(std::string_view bytes) {
    VercelBlobAsk part = ask("upload");
    part.headers.set("x-mpu-part-number", std::to_string(tags_.size() + 1));
    MemorySource source(bytes);
    part.addBody = [&](http::ClientRequest& request) -> Result<void> {
        TRY(source.rewind());
        request.times.totalMs = 0;
        request.body = http::StreamUpload{
            .read = [&](char* out, std::size_t capacity) { return source.read(out, capacity); },
            .length = bytes.size(),
            .rewind = [&] { return source.rewind(); }};
        return {};
    };
    const auto answer = TRY(calls_.demand(part));
    std::string tag = textOf(answer.body, "etag");
    if (tag.empty()) return fail(ErrorCode::Unavailable, calls_.name() + " gave no tag for a part");
    tags_.push_back(std::move(tag));
    return {};
}

Result<void> VercelBlobParts::complete() {
    nlohmann::ordered_json parts = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < tags_.size(); ++i)
        parts.push_back({{"partNumber", i + 1}, {"etag", tags_[i]}});
    const std::string body = parts.dump();
    VercelBlobAsk last = ask("complete");
    last.headers.set("Content-Type", "application/json");
    last.addBody = [&](http::ClientRequest& request) -> Result<void> {
        request.body = body;
        request.times.totalMs = 0;
        request.times.lowSpeedSeconds = remoteCompleteSeconds;
        return {};
    };
    TRY(calls_.demand(last));
    return {};
}

} // namespace headroom::storage
