#include "app/sandbox/vercel_blob/vercel_blob_sandbox.h"

#include "app/sandbox/vercel_blob/signed_access.h"
#include "core/base/crypto.h"
#include "core/base/ids.h"
#include "core/base/text.h"
#include "core/http/url.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace headroom::sandbox {

namespace {

using Json = nlohmann::json;

constexpr std::string_view storeId = "sandbox";
constexpr std::string_view token = "vercel_blob_rw_sandbox_secret";
constexpr std::string_view apiVersion = "12";
constexpr std::size_t pathnameMax = 950;
constexpr std::int64_t listDefault = 1000;
constexpr std::int64_t partBytesMin = 5LL * 1024 * 1024;
constexpr std::int64_t partsMax = 10'000;
constexpr std::uint64_t bodyBytesMax = 64ULL * 1024 * 1024;
constexpr int contentSegmentsMax = 12;
constexpr int partDigits = 6;
/// Our guesses: the service tells neither.
constexpr std::int64_t delegationMsDefault = 3600LL * 1000;
constexpr std::int64_t delegationMsMax = 7LL * 24 * 3600 * 1000;

http::Response refuse(int status, const char* code, const std::string& message) {
    return http::Response::json(status, Json{{"error", {{"code", code}, {"message", message}}}}.dump());
}

http::Response badRequest(const std::string& message) {
    return refuse(400, "bad_request", message);
}

bool hasToken(const http::Request& request) {
    return equalInConstantTime(request.header("Authorization"), "Bearer " + std::string(token));
}

/// What every call of the API carries.
std::optional<http::Response> refuseCall(const http::Request& request) {
    if (!hasToken(request))
        return refuse(403, "forbidden", "Access denied, please provide a valid token for this resource.");
    if (request.header("x-api-version") != apiVersion) return badRequest("Unsupported x-api-version");
    if (request.header("x-vercel-blob-store-id") != storeId)
        return refuse(404, "store_not_found", "This store does not exist");
    if (!parseInteger(request.header("x-api-blob-request-attempt")))
        return badRequest("Missing x-api-blob-request-attempt");
    if (!request.header("x-api-blob-request-id").starts_with(std::string(storeId) + ":"))
        return badRequest("Missing x-api-blob-request-id");
    return std::nullopt;
}

bool isSet(const http::Request& request, std::string_view header) {
    return request.header(header) == "1";
}

std::string mediaTypeOf(const http::Request& request) {
    const std::string_view asked = request.header("x-content-type");
    return std::string(asked.empty() ? "application/octet-stream" : asked);
}

std::string partName(const std::string& uploadId, std::int64_t number) {
    const std::string digits = std::to_string(number);
    return uploadId + "/" + std::string(static_cast<std::size_t>(partDigits) - digits.size(), '0') + digits;
}

std::string tagOf(const Asset& asset) {
    return "\"" + asset.sha256.substr(0, 32) + "\"";
}

/// `photo.jpg` becomes `photo-<random>.jpg`.
std::string withSuffix(const std::string& pathname) {
    const std::size_t dot = pathname.rfind('.');
    const std::size_t slash = pathname.rfind('/');
    const bool hasEnding = dot != std::string::npos && (slash == std::string::npos || dot > slash);
    const std::size_t at = hasEnding ? dot : pathname.size();
    return pathname.substr(0, at) + "-" + toHex(randomBytes(15)) + pathname.substr(at);
}

} // namespace

Result<std::unique_ptr<VercelBlobSandbox>> VercelBlobSandbox::create(const std::filesystem::path& folder,
                                                                     const Clock& clock) {
    auto blobs = TRY(AssetFolder::open(folder / "blobs"));
    auto parts = TRY(AssetFolder::open(folder / "parts"));
    return std::unique_ptr<VercelBlobSandbox>(
        new VercelBlobSandbox(std::move(blobs), std::move(parts), clock));
}

void VercelBlobSandbox::start(std::string baseUrl) {
    const std::lock_guard lock(mutex_);
    baseUrl_ = std::move(baseUrl);
}

void VercelBlobSandbox::addRoutes(http::Router& router) {
    const auto guarded = [this](http::Response (VercelBlobSandbox::*call)(http::Request&)) {
        return [this, call](http::Request& request) {
            if (auto refused = refuseCall(request)) return std::move(*refused);
            return (this->*call)(request);
        };
    };
    const http::RouteOptions large{.bodyLimitBytes = bodyBytesMax};
    router.add("PUT", "/vercel-blob/api/", guarded(&VercelBlobSandbox::put), large);
    router.add("GET", "/vercel-blob/api", guarded(&VercelBlobSandbox::headOrList));
    router.add("POST", "/vercel-blob/api/delete", guarded(&VercelBlobSandbox::remove));
    router.add("POST", "/vercel-blob/api/signed-token", guarded(&VercelBlobSandbox::signedToken));
    router.add("POST", "/vercel-blob/api/mpu", guarded(&VercelBlobSandbox::parts), large);
    std::string pattern = "/vercel-blob/content";
    for (int i = 0; i < contentSegmentsMax; ++i) {
        pattern += "/{s" + std::to_string(i) + "}";
        router.add("GET", pattern, [this](http::Request& request) { return content(request); });
    }
}

std::string VercelBlobSandbox::urlOf(std::string_view pathname) const {
    std::string url = baseUrl_ + "/vercel-blob/content";
    for (const std::string_view segment : split(pathname, '/'))
        url += "/" + http::percentEncoded(segment);
    return url;
}

std::string VercelBlobSandbox::pathnameOf(std::string_view urlOrPathname) const {
    const std::string base = baseUrl_ + "/vercel-blob/content/";
    if (!urlOrPathname.starts_with(base)) return std::string(urlOrPathname);
    return http::percentDecoded(urlOrPathname.substr(base.size())).value_or(std::string());
}

std::string VercelBlobSandbox::blobText(const Asset& blob) const {
    const Json facts = Json::parse(blob.facts);
    const std::string fileName = blob.name.substr(blob.name.rfind('/') + 1);
    return Json{{"url", urlOf(blob.name)},
                {"downloadUrl", urlOf(blob.name) + "?download=1"},
                {"pathname", blob.name},
                {"size", blob.sizeBytes},
                {"contentType", facts.value("contentType", "")},
                {"contentDisposition", "inline; filename=\"" + fileName + "\""},
                {"cacheControl", facts.value("cacheControl", "")},
                {"uploadedAt", isoText(blob.createdAt)},
                {"etag", tagOf(blob)}}
        .dump();
}

std::optional<http::Response> VercelBlobSandbox::refusePut(const http::Request& request) const {
    const std::string pathname(request.query("pathname"));
    if (!request.query("fromUrl").empty()) return badRequest("The sandbox cannot copy");
    if (pathname.empty() || pathname.size() > pathnameMax || pathname.find("//") != std::string::npos)
        return badRequest("Invalid pathname");
    const std::string_view access = request.header("x-vercel-blob-access");
    if (access.empty()) return badRequest("Missing x-vercel-blob-access");
    if (access != "private") return badRequest("Cannot use public access on a private store");
    const std::string_view maxAge = request.header("x-cache-control-max-age");
    if (!maxAge.empty() && parseInteger(maxAge).value_or(0) < 60)
        return badRequest("x-cache-control-max-age must be at least 60");
    const bool replaces = isSet(request, "x-allow-overwrite") || isSet(request, "x-add-random-suffix");
    if (!replaces && blobs_->find(pathname))
        return badRequest(
            "This blob already exists, use `allowOverwrite: true` if you want to overwrite it.");
    return std::nullopt;
}

http::Response VercelBlobSandbox::store(const http::Request& request, std::string_view bytes) {
    std::string pathname(request.query("pathname"));
    if (isSet(request, "x-add-random-suffix")) pathname = withSuffix(pathname);
    const std::string_view maxAge = request.header("x-cache-control-max-age");
    const Json facts{
        {"contentType", mediaTypeOf(request)},
        {"cacheControl", "private, max-age=" + std::string(maxAge.empty() ? "2592000" : maxAge)}};
    const auto stored = blobs_->put(pathname, bytes, facts.dump(), clock_.now());
    if (!stored) return refuse(500, "internal_server_error", stored.error().detail);
    const std::lock_guard lock(mutex_);
    return http::Response::json(200, blobText(*stored));
}

http::Response VercelBlobSandbox::put(http::Request& request) {
    if (auto refused = refusePut(request)) return std::move(*refused);
    if (request.body.empty()) return badRequest("Missing body");
    return store(request, request.body);
}

http::Response VercelBlobSandbox::headOrList(http::Request& request) {
    return request.target.query.find("url") ? head(request) : list(request);
}

http::Response VercelBlobSandbox::head(const http::Request& request) {
    const std::lock_guard lock(mutex_);
    const auto blob = blobs_->find(pathnameOf(request.query("url")));
    if (!blob) return refuse(404, "not_found", "The requested blob does not exist");
    return http::Response::json(200, blobText(*blob));
}

http::Response VercelBlobSandbox::list(const http::Request& request) {
    const std::string_view asked = request.query("limit");
    const auto limit = asked.empty() ? std::optional(listDefault) : parseInteger(asked);
    if (!limit || *limit < 1 || *limit > listDefault) return badRequest("Invalid limit");
    if (!request.query("mode").empty() && request.query("mode") != "expanded")
        return badRequest("The sandbox lists expanded only");
    std::string after;
    if (const std::string_view cursor = request.query("cursor"); !cursor.empty()) {
        const auto name = fromHex(cursor);
        if (!name) return badRequest("Invalid cursor");
        after = *name;
    }
    auto page = blobs_->list(request.query("prefix"), after, static_cast<std::size_t>(*limit) + 1);
    const bool hasMore = page.size() > static_cast<std::size_t>(*limit);
    if (hasMore) page.pop_back();
    Json body{{"blobs", Json::array()}, {"hasMore", hasMore}};
    if (hasMore) body["cursor"] = toHex(page.back().name);
    const std::lock_guard lock(mutex_);
    for (const Asset& blob : page)
        body["blobs"].push_back(Json::parse(blobText(blob)));
    return http::Response::json(200, body.dump());
}

http::Response VercelBlobSandbox::remove(http::Request& request) {
    const Json body = Json::parse(request.body, nullptr, false);
    if (!body.is_object() || !body.contains("urls") || !body["urls"].is_array())
        return badRequest("Missing urls");
    for (const Json& url : body["urls"]) {
        if (!url.is_string()) return badRequest("Invalid urls");
        std::string pathname;
        {
            const std::lock_guard lock(mutex_);
            pathname = pathnameOf(url.get<std::string>());
        }
        const auto removed = blobs_->remove(pathname);
        if (!removed) return refuse(500, "internal_server_error", removed.error().detail);
    }
    return http::Response::json(200, "null");
}

http::Response VercelBlobSandbox::parts(http::Request& request) {
    if (auto refused = refusePut(request)) return std::move(*refused);
    const std::string_view action = request.header("x-mpu-action");
    const std::string pathname(request.query("pathname"));
    if (action == "create") {
        const std::string uploadId = newUuid();
        const std::lock_guard lock(mutex_);
        uploads_[uploadId] = pathname;
        return http::Response::json(200, Json{{"uploadId", uploadId}, {"key", pathname}}.dump());
    }
    const std::string uploadId(request.header("x-mpu-upload-id"));
    {
        const std::lock_guard lock(mutex_);
        const auto upload = uploads_.find(uploadId);
        const auto key = http::percentDecoded(request.header("x-mpu-key"));
        if (upload == uploads_.end() || upload->second != pathname || key != pathname)
            return refuse(404, "not_found", "There is no such upload");
    }
    if (action == "complete") return complete(request, uploadId);
    if (action != "upload") return badRequest("Invalid x-mpu-action");
    const auto number = parseInteger(request.header("x-mpu-part-number"));
    if (!number || *number < 1 || *number > partsMax) return badRequest("Invalid x-mpu-part-number");
    const auto part = parts_->put(partName(uploadId, *number), request.body, "{}", clock_.now());
    if (!part) return refuse(500, "internal_server_error", part.error().detail);
    return http::Response::json(200, Json{{"etag", tagOf(*part)}}.dump());
}

http::Response VercelBlobSandbox::complete(const http::Request& request, const std::string& uploadId) {
    Json wanted = Json::parse(request.body, nullptr, false);
    if (!wanted.is_array() || wanted.empty()) return badRequest("Invalid parts");
    std::string whole;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i].is_object()) return badRequest("Invalid parts");
    }
    // They may come in any order: the SDK sends several at once.
    std::sort(wanted.begin(), wanted.end(), [](const Json& a, const Json& b) {
        return a.value("partNumber", 0) < b.value("partNumber", 0);
    });
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto part = parts_->open(partName(uploadId, wanted[i].value("partNumber", 0)));
        if (!part || tagOf(part->first) != wanted[i].value("etag", "")) return badRequest("Invalid part");
        if (i + 1 < wanted.size() && part->first.sizeBytes < partBytesMin)
            return badRequest("Part is too small");
        std::ifstream file("/proc/self/fd/" + std::to_string(part->second.file->descriptor()),
                           std::ios::binary);
        whole.append(std::istreambuf_iterator<char>(file), {});
    }
    http::Response stored = store(request, whole);
    for (const Asset& part : parts_->list(uploadId + "/", "", partsMax))
        if (const auto removed = parts_->remove(part.name); !removed)
            return refuse(500, "internal_server_error", removed.error().detail);
    const std::lock_guard lock(mutex_);
    uploads_.erase(uploadId);
    return stored;
}

http::Response VercelBlobSandbox::signedToken(http::Request& request) {
    const Json asked = Json::parse(request.body, nullptr, false);
    if (!asked.is_object()) return badRequest("Invalid body");
    const std::int64_t now = clock_.now().ms;
    const Json validUntil = asked.value("validUntil", Json(now + delegationMsDefault));
    const Json pathname = asked.value("pathname", Json("*"));
    const Json operations = asked.value("operations", Json{"get", "head", "put", "delete"});
    if (!validUntil.is_number_integer() || !pathname.is_string() || !operations.is_array())
        return badRequest("Invalid body");
    const std::int64_t until = validUntil.get<std::int64_t>();
    if (until <= now) return badRequest("validUntil must be in the future");
    const Json scope{{"storeId", storeId},
                     {"pathname", pathname},
                     {"operations", operations},
                     {"validUntil", std::min(until, now + delegationMsMax)}};
    const SignedTokens tokens = issueSignedTokens(scope.dump());
    return http::Response::json(
        200, Json{{"delegationToken", tokens.delegation}, {"clientSigningToken", tokens.signing}}.dump());
}

http::Response VercelBlobSandbox::content(const http::Request& request) {
    constexpr std::size_t before = 2; // vercel-blob/content
    std::string pathname;
    for (std::size_t i = before; i < request.target.segments.size(); ++i)
        pathname += (i > before ? "/" : "") + request.target.segments[i];
    if (!hasToken(request) && !permitsGet(request, pathname, clock_.now()))
        return refuse(403, "forbidden", "Access denied");
    auto blob = blobs_->open(pathname);
    if (!blob) return refuse(404, "not_found", "The requested blob does not exist");
    auto& [facts, body] = *blob;
    body.contentType = Json::parse(facts.facts).value("contentType", "application/octet-stream");
    return http::Response::file(std::move(body));
}

} // namespace headroom::sandbox
