#include "core/storage/s3/s3_store.h"

#include "core/base/text.h"
#include "core/storage/remote/download.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/remote/remote_times.h"
#include "core/storage/s3/s3_limits.h"
#include "core/storage/s3/s3_listing.h"
#include "core/storage/s3/s3_multipart.h"
#include "core/storage/storage_limits.h"

#include <algorithm>

namespace headroom::storage {

Result<std::unique_ptr<S3Store>> S3Store::create(const S3Options& options,
                                                 std::unique_ptr<http::Client> client, const Clock& clock,
                                                 RemoteCalls::Sleep sleep) {
    if (options.credentials.accessKey.empty() || options.credentials.secretKey.empty())
        return fail(ErrorCode::InvalidInput, "S3 needs an access key and a secret key");
    if (options.region.empty()) return fail(ErrorCode::InvalidInput, "S3 needs a region");
    auto address = TRY(S3Address::create(options));
    auto calls =
        std::make_unique<S3Calls>(options, std::move(address), std::move(client), clock, std::move(sleep));
    return std::unique_ptr<S3Store>(new S3Store(std::move(calls)));
}

Result<void> S3Store::put(const BlobKey& key, const BlobContent& content, ByteSource& bytes) {
    TRY(checkContent(content, blobBytesMax));
    CheckedSource source(bytes, content);
    TRY(source.checkEmpty());
    if (content.sizeBytes <= remoteSinglePutBytes) return putWhole(key, content, source);
    return S3Multipart(*calls_, key, content).run(source);
}

Result<void> S3Store::putWhole(const BlobKey& key, const BlobContent& content, CheckedSource& source) {
    S3Ask ask{.method = "PUT",
              .key = key.text(),
              .query = {},
              .headers = storedHeaders(content),
              .payloadHash = content.sha256,
              .addBody = {}};
    ask.addBody = [&](http::ClientRequest& request) { return source.becomeBodyOf(request); };
    const auto answer = calls_->demand(ask);
    if (source.problem()) return fail(*source.problem());
    if (!answer) return fail(answer.error());
    return {};
}

Result<void> S3Store::get(const BlobKey& key, std::optional<ByteRange> range, ByteSink& sink) {
    if (TRY(checkRange(*this, key, range)) == Wanted::Nothing) return {};
    DownloadTerms terms;
    terms.service = calls_->name();
    terms.sha256Header = "x-amz-meta-sha256";
    terms.make = [&](const DownloadAsk& part) {
        S3Ask ask;
        ask.key = key.text();
        part.addTo(ask.headers);
        return calls_->signedRequest(ask);
    };
    terms.refusal = [&](const http::ClientResponse& answer) {
        return calls_->refusal(answer, RemoteEffect::Reads);
    };
    return Download(calls_->remote(), terms, range, sink).run();
}

Result<BlobInfo> S3Store::head(const BlobKey& key) {
    S3Ask ask{
        .method = "HEAD", .key = key.text(), .query = {}, .headers = {}, .payloadHash = {}, .addBody = {}};
    const auto answer = TRY(calls_->demand(ask));
    const auto size = parseInteger(answer.headers.value("Content-Length"));
    const auto storedAt = parseHttpDate(answer.headers.value("Last-Modified"));
    if (!size || !storedAt)
        return fail(ErrorCode::Unavailable,
                    calls_->name() + " does not say how large a blob is and since when");
    return BlobInfo{key, *size, *storedAt};
}

Result<void> S3Store::remove(const BlobKey& key) {
    const S3Ask ask{
        .method = "DELETE", .key = key.text(), .query = {}, .headers = {}, .payloadHash = {}, .addBody = {}};
    const auto answer = calls_->demand(ask);
    // S3 answers 204 for what is not there; some compatible servers do not.
    if (!answer && answer.error().code != ErrorCode::NotFound) return fail(answer.error());
    return {};
}

Result<void> S3Store::check() {
    S3Ask ask;
    ask.query = {{"list-type", "2"}, {"max-keys", "1"}};
    const auto answer = TRY(calls_->sendOnce(ask));
    if (answer.succeeded()) {
        const auto page = readListing(answer.body);
        if (page) return {};
        return fail(startError(RemoteProblem::WrongAddress,
                               remoteError(RemoteProblem::WrongAddress, RemoteEffect::Reads, calls_->name(),
                                           page.error().detail)));
    }
    const S3Refusal refusal = readRefusal(answer);
    // A bucket that is not there can look like a missing object.
    const RemoteProblem problem =
        refusal.problem == RemoteProblem::NotFound ? RemoteProblem::NoSuchBucket : refusal.problem;
    return fail(startError(problem, remoteError(problem, RemoteEffect::Reads, calls_->name(), refusal.said)));
}

std::optional<std::string> S3Store::signedGet(const BlobKey& key, int lifetimeSeconds) {
    S3Ask ask;
    ask.key = key.text();
    // Whatever somebody once put there: no browser shows it as a page.
    ask.query = {{"response-content-disposition", "attachment"}};
    return calls_->presigned(ask, std::clamp(lifetimeSeconds, 1, signedLinkSecondsMax));
}

std::optional<std::string> S3Store::signedPut(const BlobKey& key, std::string_view mediaType,
                                              int lifetimeSeconds) {
    const S3Ask ask{.method = "PUT",
                    .key = key.text(),
                    .query = {},
                    .headers = {{"Content-Type", std::string(mediaType)}},
                    .payloadHash = {},
                    .addBody = {}};
    return calls_->presigned(ask, std::clamp(lifetimeSeconds, 1, signedLinkSecondsMax));
}

} // namespace headroom::storage
