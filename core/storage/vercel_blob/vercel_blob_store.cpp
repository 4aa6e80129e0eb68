#include "core/storage/vercel_blob/vercel_blob_store.h"

#include "core/http/url.h"
#include "core/storage/remote/download.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/remote/remote_times.h"
#include "core/storage/storage_limits.h"
#include "core/storage/vercel_blob/vercel_blob_parts.h"

#include <nlohmann/json.hpp>

namespace headroom::storage {

namespace {

using Json = nlohmann::json;

struct BlobFacts {
    std::string pathname;
    std::int64_t sizeBytes = 0;
    Timestamp storedAt;
};

/// Of head() and of an entry of a listing.
std::optional<BlobFacts> factsOf(const Json& blob) {
    if (!blob.is_object()) return std::nullopt;
    const auto pathname = blob.find("pathname");
    const auto size = blob.find("size");
    const auto uploadedAt = blob.find("uploadedAt");
    const bool complete = pathname != blob.end() && pathname->is_string() && size != blob.end() &&
                          size->is_number_integer() && uploadedAt != blob.end() && uploadedAt->is_string();
    if (!complete) return std::nullopt;
    const auto storedAt = parseIsoTime(uploadedAt->get<std::string>());
    if (!storedAt) return std::nullopt;
    return BlobFacts{pathname->get<std::string>(), size->get<std::int64_t>(), *storedAt};
}

} // namespace

Result<std::unique_ptr<VercelBlobStore>> VercelBlobStore::create(VercelBlobOptions options,
                                                                 std::unique_ptr<http::Client> client,
                                                                 const Clock& clock,
                                                                 RemoteCalls::Sleep sleep) {
    auto calls = TRY(VercelBlobCalls::create(std::move(options), std::move(client), clock, std::move(sleep)));
    return std::unique_ptr<VercelBlobStore>(new VercelBlobStore(std::move(calls), clock));
}

Result<void> VercelBlobStore::put(const BlobKey& key, const BlobContent& content, ByteSource& bytes) {
    TRY(checkContent(content, blobBytesMax));
    if (content.sizeBytes == 0) return fail(ErrorCode::InvalidInput, "Vercel Blob takes no empty blobs");
    CheckedSource source(bytes, content);
    if (content.sizeBytes <= remoteSinglePutBytes) return putWhole(key, content, source);
    return VercelBlobParts(*calls_, key, content).run(source);
}

Result<void> VercelBlobStore::putWhole(const BlobKey& key, const BlobContent& content,
                                       CheckedSource& source) {
    VercelBlobAsk ask;
    ask.method = "PUT";
    ask.path = vercelPathQuery("/", key);
    ask.headers = vercelPutHeaders(content);
    ask.effect = RemoteEffect::Writes;
    ask.addBody = [&](http::ClientRequest& request) { return source.becomeBodyOf(request); };
    const auto answer = calls_->demand(ask);
    if (source.problem()) return fail(*source.problem());
    if (!answer) return fail(answer.error());
    return {};
}

Result<void> VercelBlobStore::get(const BlobKey& key, std::optional<ByteRange> range, ByteSink& sink) {
    if (TRY(checkRange(*this, key, range)) == Wanted::Nothing) return {};
    DownloadTerms terms;
    terms.service = calls_->name();
    terms.make = [&](const DownloadAsk& part) -> Result<http::ClientRequest> {
        http::ClientRequest request = TRY(calls_->contentRequest(key.text()));
        part.addTo(request.headers);
        return request;
    };
    terms.refusal = [&](const http::ClientResponse& answer) {
        return calls_->refusal(answer, RemoteEffect::Reads);
    };
    return Download(calls_->remote(), terms, range, sink).run();
}

Result<BlobInfo> VercelBlobStore::head(const BlobKey& key) {
    VercelBlobAsk ask;
    ask.path = "?url=" + http::percentEncoded(key.text());
    const auto answer = TRY(calls_->demand(ask));
    const auto facts = factsOf(Json::parse(answer.body, nullptr, false));
    if (!facts)
        return fail(ErrorCode::Unavailable,
                    calls_->name() + " does not say how large a blob is and since when");
    return BlobInfo{key, facts->sizeBytes, facts->storedAt};
}

Result<void> VercelBlobStore::remove(const BlobKey& key) {
    VercelBlobAsk ask;
    ask.method = "POST";
    ask.path = "/delete";
    ask.headers.set("Content-Type", "application/json");
    ask.effect = RemoteEffect::Writes;
    ask.addBody = [&](http::ClientRequest& request) -> Result<void> {
        request.body = Json{{"urls", {key.text()}}}.dump();
        return {};
    };
    const auto answer = calls_->demand(ask);
    if (!answer && answer.error().code != ErrorCode::NotFound) return fail(answer.error());
    return {};
}

Result<BlobPage> VercelBlobStore::list(std::string_view prefix, std::string_view after, int limit) {
    TRY(checkPrefix(prefix));
    if (limit < 1 || limit > listPageMax) return fail(ErrorCode::InvalidInput, "limit of a listing");
    http::Parameters query;
    query.add("limit", std::to_string(limit));
    if (!prefix.empty()) query.add("prefix", std::string(prefix));
    if (!after.empty()) query.add("cursor", std::string(after));
    VercelBlobAsk ask;
    ask.path = "?" + query.encoded();
    const auto answer = TRY(calls_->demand(ask));
    const Json body = Json::parse(answer.body, nullptr, false);
    if (!body.is_object() || !body.contains("blobs") || !body["blobs"].is_array())
        return fail(ErrorCode::Corrupt, "a listing of Vercel Blob without its entries");
    BlobPage page;
    for (const Json& blob : body["blobs"]) {
        const auto facts = factsOf(blob);
        if (!facts) return fail(ErrorCode::Corrupt, "a listing of Vercel Blob without a size or a time");
        const auto key = BlobKey::parse(facts->pathname);
        if (key) page.blobs.push_back({*key, facts->sizeBytes, facts->storedAt}); // else somebody else's
    }
    if (body.contains("hasMore") && body["hasMore"] == true) {
        const auto cursor = body.find("cursor");
        if (cursor == body.end() || !cursor->is_string() || cursor->get<std::string>().empty())
            return fail(ErrorCode::Corrupt, "a listing of Vercel Blob without the cursor of its next page");
        page.next = cursor->get<std::string>();
    }
    return page;
}

Result<int> VercelBlobStore::sweepUnfinished(Timestamp) {
    return 0;
}

Result<void> VercelBlobStore::check() {
    VercelBlobAsk ask;
    ask.path = "?limit=1";
    const auto answer = TRY(calls_->sendOnce(ask));
    const Json body = Json::parse(answer.body, nullptr, false);
    if (answer.succeeded() && body.is_object() && body.contains("blobs")) return {};
    RemoteProblem problem = answer.succeeded() ? RemoteProblem::WrongAddress : calls_->problemOf(answer);
    if (problem == RemoteProblem::NotFound) problem = RemoteProblem::NoSuchBucket;
    const Error error = answer.succeeded()
                            ? remoteError(problem, RemoteEffect::Reads, calls_->name(), "no listing")
                            : calls_->refusal(answer, RemoteEffect::Reads);
    return fail(startError(problem, error));
}

std::optional<std::string> VercelBlobStore::signedGet(const BlobKey& key, int lifetimeSeconds) {
    return links_.linkTo(key, lifetimeSeconds);
}

} // namespace headroom::storage
