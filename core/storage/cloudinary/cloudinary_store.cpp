#include "core/storage/cloudinary/cloudinary_store.h"

#include "core/base/text.h"
#include "core/http/url.h"
#include "core/storage/cloudinary/cloudinary_answers.h"
#include "core/storage/cloudinary/cloudinary_form.h"
#include "core/storage/cloudinary/cloudinary_limits.h"
#include "core/storage/remote/download.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/remote/remote_times.h"
#include "core/storage/remote/service_url.h"
#include "core/storage/storage_limits.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::storage {

namespace {

using Json = nlohmann::json;

} // namespace

Result<std::unique_ptr<CloudinaryStore>> CloudinaryStore::create(CloudinaryOptions options,
                                                                 std::unique_ptr<http::Client> client,
                                                                 const Clock& clock,
                                                                 RemoteCalls::Sleep sleep) {
    options.apiBase = TRY(serviceBase(options.apiBase));
    if (options.cloudName.empty() || options.apiKey.empty() || options.apiSecret.empty())
        return fail(ErrorCode::InvalidInput, "Cloudinary needs the cloud's name, a key and its secret");
    return std::unique_ptr<CloudinaryStore>(
        new CloudinaryStore(std::move(options), std::move(client), clock, std::move(sleep)));
}

CloudinaryStore::CloudinaryStore(CloudinaryOptions options, std::unique_ptr<http::Client> client,
                                 const Clock& clock, RemoteCalls::Sleep sleep)
    : options_(std::move(options))
    , name_("Cloudinary at " + hostOf(options_.apiBase))
    , client_(std::move(client))
    , clock_(clock)
    , calls_(*client_, clock, std::move(sleep)) {}

CloudinaryFields CloudinaryStore::signedFields(CloudinaryFields fields) const {
    fields.emplace_back("timestamp", std::to_string(clock_.now().seconds()));
    fields.emplace_back("type", "authenticated");
    const std::string signature = cloudinarySignature(fields, options_.apiSecret, options_.digest);
    fields.emplace_back("signature", signature);
    fields.emplace_back("api_key", options_.apiKey);
    return fields;
}

std::string CloudinaryStore::actionUrl(std::string_view action) const {
    return options_.apiBase + "/v1_1/" + options_.cloudName + "/raw/" + std::string(action);
}

Error CloudinaryStore::refusal(const http::ClientResponse& answer, RemoteEffect effect) const {
    const std::string message = cloudinaryMessage(answer);
    return remoteError(cloudinaryProblem(answer.status, message), effect, name_,
                       message.empty() ? "status " + std::to_string(answer.status) : message);
}

Result<std::string> CloudinaryStore::act(std::string_view action, const CloudinaryFields& fields,
                                         RemoteEffect effect) {
    const auto answer = calls_.send(
        [&](int) -> Result<http::ClientRequest> {
            const CloudinaryForm form(signedFields(fields));
            http::ClientRequest request;
            request.method = "POST";
            request.url = actionUrl(action);
            request.headers.set("Content-Type", form.contentType());
            request.body = form.text();
            request.repeat = http::Repeat::Safe;
            request.responseLimitBytes = remoteAnswerBytes;
            request.times.totalMs = remoteCallMs;
            return request;
        },
        cloudinaryPasses);
    if (!answer) return fail(transportError(answer.error(), effect, name_));
    if (!answer->succeeded()) return fail(refusal(*answer, effect));
    return answer->body;
}

std::string CloudinaryStore::downloadUrl(const BlobKey& key, int lifetimeSeconds) const {
    http::Parameters query;
    const std::string expiresAt = std::to_string(clock_.now().seconds() + lifetimeSeconds);
    for (const auto& [name, value] : signedFields({{"public_id", key.text()}, {"expires_at", expiresAt}}))
        query.add(name, value);
    return actionUrl("download") + "?" + query.encoded();
}

Result<void> CloudinaryStore::get(const BlobKey& key, std::optional<ByteRange> range, ByteSink& sink) {
    if (TRY(checkRange(*this, key, range)) == Wanted::Nothing) return {};
    DownloadTerms terms;
    terms.service = name_;
    terms.make = [&](const DownloadAsk& part) -> Result<http::ClientRequest> {
        http::ClientRequest request;
        request.url = downloadUrl(key, cloudinaryOwnLinkSeconds);
        part.addTo(request.headers);
        // The link may lead on to the machine that has the bytes; it carries no header of ours.
        request.redirects = http::Redirects::Followed;
        return request;
    };
    terms.refusal = [&](const http::ClientResponse& answer) { return refusal(answer, RemoteEffect::Reads); };
    return Download(calls_, terms, range, sink).run();
}

Result<BlobInfo> CloudinaryStore::head(const BlobKey& key) {
    const std::string body = TRY(act("explicit", {{"public_id", key.text()}}, RemoteEffect::Reads));
    const Json asset = Json::parse(body, nullptr, false);
    const auto size = cloudinaryNumber(asset, "bytes");
    const auto storedAt = parseIsoTime(cloudinaryText(asset, "created_at"));
    if (!size || !storedAt)
        return fail(ErrorCode::Unavailable, name_ + " does not say how large a blob is and since when");
    return BlobInfo{key, *size, *storedAt};
}

Result<void> CloudinaryStore::remove(const BlobKey& key) {
    const std::string body =
        TRY(act("destroy", {{"public_id", key.text()}, {"invalidate", "true"}}, RemoteEffect::Writes));
    const std::string result = cloudinaryText(Json::parse(body, nullptr, false), "result");
    if (result == "ok" || result == "not found") return {};
    return fail(ErrorCode::UnknownOutcome,
                name_ + " does not say that the blob is gone: " + printable(result));
}

http::ClientRequest CloudinaryStore::adminRequest(std::string path) const {
    http::ClientRequest request;
    request.url = options_.apiBase + "/v1_1/" + options_.cloudName + path;
    request.headers.set("Authorization", "Basic " + toBase64(options_.apiKey + ":" + options_.apiSecret));
    request.responseLimitBytes = remoteAnswerBytes;
    request.times.totalMs = remoteCallMs;
    return request;
}

Result<BlobPage> CloudinaryStore::list(std::string_view prefix, std::string_view after, int limit) {
    TRY(checkPrefix(prefix));
    if (limit < 1 || limit > listPageMax) return fail(ErrorCode::InvalidInput, "limit of a listing");
    http::Parameters query;
    query.add("max_results", std::to_string(std::min(limit, cloudinaryPageMax)));
    if (!after.empty()) query.add("next_cursor", std::string(after));
    if (!prefix.empty()) query.add("prefix", std::string(prefix));
    const auto answer = calls_.send(
        [&](int) -> Result<http::ClientRequest> {
            return adminRequest("/resources/raw/authenticated?" + query.encoded());
        },
        cloudinaryPasses);
    if (!answer) return fail(transportError(answer.error(), RemoteEffect::Reads, name_));
    if (!answer->succeeded()) return fail(refusal(*answer, RemoteEffect::Reads));
    const Json body = Json::parse(answer->body, nullptr, false);
    if (!body.is_object() || !body.contains("resources") || !body["resources"].is_array())
        return fail(ErrorCode::Corrupt, "a listing of Cloudinary without its entries");
    BlobPage page;
    for (const Json& asset : body["resources"]) {
        const auto key = BlobKey::parse(cloudinaryText(asset, "public_id"));
        if (!key) continue; // somebody else put it there
        const auto size = cloudinaryNumber(asset, "bytes");
        const auto storedAt = parseIsoTime(cloudinaryText(asset, "created_at"));
        if (!size || !storedAt)
            return fail(ErrorCode::Corrupt, "a listing of Cloudinary without a size or a time");
        page.blobs.push_back({*key, *size, *storedAt});
    }
    page.next = cloudinaryText(body, "next_cursor");
    return page;
}

Result<int> CloudinaryStore::sweepUnfinished(Timestamp) {
    return 0;
}

Result<void> CloudinaryStore::check() {
    const auto answer =
        calls_.sendOnce([&](int) -> Result<http::ClientRequest> { return adminRequest("/ping"); });
    if (!answer) return fail(transportError(answer.error(), RemoteEffect::Reads, name_));
    if (answer->succeeded() && cloudinaryText(Json::parse(answer->body, nullptr, false), "status") == "ok") return {};
    const std::string message = cloudinaryMessage(*answer);
    RemoteProblem problem =
        answer->succeeded() ? RemoteProblem::WrongAddress : cloudinaryProblem(answer->status, message);
    if (problem == RemoteProblem::NotFound) problem = RemoteProblem::NoSuchBucket;
    return fail(startError(problem, remoteError(problem, RemoteEffect::Reads, name_, message)));
}

std::optional<std::string> CloudinaryStore::signedGet(const BlobKey& key, int lifetimeSeconds) {
    return downloadUrl(key, std::clamp(lifetimeSeconds, 1, signedLinkSecondsMax));
}

} // namespace headroom::storage
