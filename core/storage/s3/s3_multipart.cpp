#include "core/storage/s3/s3_multipart.h"

#include "core/base/log.h"
#include "core/base/text.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/s3/s3_limits.h"
#include "core/storage/s3/xml_reader.h"
#include "core/storage/storage_limits.h"

namespace headroom::storage {

static_assert(blobBytesMax / static_cast<std::int64_t>(remotePartBytes) < s3PartsMax);

http::Headers storedHeaders(const BlobContent& content) {
    const bool usable = !content.mediaType.empty() && http::isFieldValue(content.mediaType);
    return {{"Content-Type", usable ? content.mediaType : "application/octet-stream"},
            {"x-amz-meta-sha256", content.sha256}};
}

S3Multipart::S3Multipart(S3Calls& calls, const BlobKey& key, const BlobContent& content)
    : calls_(calls)
    , key_(key)
    , content_(content) {}

Result<void> S3Multipart::run(CheckedSource& source) {
    TRY(begin());
    Result<void> done = sendParts(source);
    if (done) {
        done = complete();
        // The upload may be finished although we were told otherwise: the answer was lost, and a repetition
        // found no such upload any more.
        if (!done && isThere()) done = {};
    }
    if (!done) abort();
    return done;
}

Result<void> S3Multipart::begin() {
    const S3Ask ask{.method = "POST",
                    .key = key_.text(),
                    .query = {{"uploads", ""}},
                    .headers = storedHeaders(content_),
                    .payloadHash = {},
                    .addBody = {}};
    const auto answer = TRY(calls_.demand(ask));
    const XmlElement xml = TRY(readXml(answer.body));
    uploadId_ = xml.childText("UploadId");
    if (uploadId_.empty()) return fail(ErrorCode::Unavailable, calls_.name() + " gave no upload id");
    return {};
}

Result<void> S3Multipart::sendParts(CheckedSource& source) {
    std::string part(remotePartBytes, '\0');
    while (source.left() > 0) {
        const std::size_t count = TRY(source.fill(part.data(), part.size()));
        TRY(sendPart(std::string_view(part).substr(0, count)));
    }
    return {};
}

Result<void> S3Multipart::sendPart(std::string_view bytes) {
    S3Ask ask{.method = "PUT",
              .key = key_.text(),
              .query = {{"partNumber", std::to_string(tags_.size() + 1)}, {"uploadId", uploadId_}},
              .headers = {},
              .payloadHash = toHex(sha256(bytes)),
              .addBody = {}};
    MemorySource source(bytes);
    ask.addBody = [&](http::ClientRequest& request) -> Result<void> {
        TRY(source.rewind());
        request.times.totalMs = 0;
        request.body = http::StreamUpload{
            .read = [&](char* out, std::size_t capacity) { return source.read(out, capacity); },
            .length = bytes.size(),
            .rewind = [&] { return source.rewind(); }};
        return {};
    };
    const auto answer = TRY(calls_.demand(ask));
    std::string tag(answer.headers.value("ETag"));
    if (tag.empty()) return fail(ErrorCode::Unavailable, calls_.name() + " gave no tag for a part");
    tags_.push_back(std::move(tag));
    return {};
}

Result<void> S3Multipart::complete() {
    std::string body = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
    for (std::size_t i = 0; i < tags_.size(); ++i)
        body += "<Part><PartNumber>" + std::to_string(i + 1) + "</PartNumber><ETag>" + xmlEscaped(tags_[i]) +
                "</ETag></Part>";
    body += "</CompleteMultipartUpload>";
    S3Ask ask{.method = "POST",
              .key = key_.text(),
              .query = {{"uploadId", uploadId_}},
              .headers = {{"Content-Type", "application/xml"}},
              .payloadHash = toHex(sha256(body)),
              .addBody = {}};
    ask.addBody = [&](http::ClientRequest& request) -> Result<void> {
        request.body = body;
        // S3 puts large objects together before it answers, and keeps the line open with blanks.
        request.times.totalMs = 0;
        request.times.lowSpeedSeconds = remoteCompleteSeconds;
        return {};
    };
    const auto answer = TRY(calls_.demand(ask));
    // It may have said 200 before it knew, and then that it failed.
    const XmlElement xml = TRY(readXml(answer.body));
    if (xml.name == "Error") {
        const S3Refusal refusal = readRefusal(answer);
        return fail(remoteError(RemoteProblem::Broken, RemoteEffect::Writes, calls_.name(), refusal.said));
    }
    return {};
}

bool S3Multipart::isThere() {
    const S3Ask ask{
        .method = "HEAD", .key = key_.text(), .query = {}, .headers = {}, .payloadHash = {}, .addBody = {}};
    const auto answer = calls_.demand(ask);
    return answer && answer->headers.value("x-amz-meta-sha256") == content_.sha256 &&
           parseInteger(answer->headers.value("Content-Length")) == content_.sizeBytes;
}

void S3Multipart::abort() {
    const S3Ask ask{.method = "DELETE",
                    .key = key_.text(),
                    .query = {{"uploadId", uploadId_}},
                    .headers = {},
                    .payloadHash = {},
                    .addBody = {}};
    const auto aborted = calls_.send(ask);
    if (!aborted)
        log::warning("storage.s3", "an unfinished upload stays until it is swept",
                     {{"error", describe(aborted.error())}});
}

} // namespace headroom::storage
