#include "app/sandbox/form_data.h"
#include "app/sandbox/replicate/replicate_limits.h"
#include "app/sandbox/replicate/replicate_sandbox.h"
#include "core/base/crypto.h"
#include "core/base/text.h"

#include <algorithm>
#include <fstream>

// Routes, who may call them, files and lists. What predictions do stands in replicate_predictions.cpp.
namespace headroom::sandbox {

namespace {

using http::Response;

Response refusal(int status, const std::string& title, const std::string& detail) {
    return Response::json(status, Json{{"title", title}, {"detail", detail}, {"status", status}}.dump());
}

/// The token, of "Bearer" or the older "Token".
std::string_view tokenOf(const http::Request& request) {
    const std::string_view header = request.header("Authorization");
    for (const std::string_view scheme : {"Bearer ", "Token "})
        if (header.starts_with(scheme)) return header.substr(scheme.size());
    return {};
}

Response notFound() {
    return refusal(404, "Not found", "The requested resource could not be found.");
}

bool writeBytes(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    return static_cast<bool>(file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush());
}

} // namespace

void ReplicateSandbox::addRoutes(http::Router& router) {
    const std::string api = "/replicate/v1";
    const http::RouteOptions large{.bodyLimitBytes = replicateBodyBytes};
    const http::RouteOptions file{.bodyLimitBytes = replicateFileBytes + 64 * 1024};
    using S = ReplicateSandbox;
    router.add("POST", api + "/predictions", handler(&S::createByVersion), large);
    router.add("GET", api + "/predictions", handler(&S::listPredictions));
    router.add("GET", api + "/predictions/{id}", handler(&S::getPrediction));
    router.add("POST", api + "/predictions/{id}/cancel", handler(&S::cancelPrediction));
    router.add("POST", api + "/models/{owner}/{name}/predictions", handler(&S::createByModel), large);
    router.add("GET", api + "/models/{owner}/{name}", handler(&S::getModel));
    router.add("GET", api + "/models/{owner}/{name}/versions/{version}", handler(&S::getVersion));
    router.add("POST", api + "/files", handler(&S::uploadFile), file);
    router.add("GET", api + "/files", handler(&S::listFiles));
    router.add("GET", api + "/files/{id}", handler(&S::getFile));
    router.add("DELETE", api + "/files/{id}", handler(&S::deleteFile));
    router.add("GET", api + "/webhooks/default/secret", handler(&S::webhookSecret));
    router.add("GET", api + "/account", handler(&S::account));
    // What replicate.delivery is: no token, a name that nobody guesses.
    router.add("GET", "/replicate/delivery/{name}",
               [this](http::Request& request) { return deliver(request); });
}

http::Handler ReplicateSandbox::handler(Answer answer) {
    return [this, answer](http::Request& request) {
        const std::string_view token = tokenOf(request);
        if (!token.starts_with("r8_") || token == "r8_wrong")
            return refusal(401, "Unauthenticated", "You did not pass a valid authentication token");
        return (this->*answer)(request);
    };
}

Response ReplicateSandbox::createByVersion(http::Request& request) {
    const Json body = Json::parse(request.body, nullptr, false);
    if (!body.is_object() || !body.value("version", Json()).is_string())
        return refusal(422, "Input validation failed", "version is required");
    const auto model = replicateModelOfVersion(body["version"].get<std::string>());
    if (!model)
        return refusal(
            422, "Invalid version or not permitted",
            "The specified version does not exist (or perhaps you don't have permission to use it?)");
    return create(request, *model, body);
}

Response ReplicateSandbox::createByModel(http::Request& request) {
    const Json body = Json::parse(request.body, nullptr, false);
    const auto model = replicateModel(std::string(request.parameter("owner")) + "/" +
                                      std::string(request.parameter("name")));
    // Others are called by version.
    if (!model || !model->official) return notFound();
    if (!body.is_object()) return refusal(400, "Bad request", "The body is not JSON");
    if (body.contains("version"))
        return refusal(422, "Input validation failed", "version is not allowed for official models");
    return create(request, *model, body);
}

Response ReplicateSandbox::getPrediction(http::Request& request) {
    const std::lock_guard lock(mutex_);
    const Json* const found = store_->find("prediction", request.parameter("id"));
    return found ? Response::json(200, shown(*found).dump()) : notFound();
}

Response ReplicateSandbox::cancelPrediction(http::Request& request) {
    const std::lock_guard lock(mutex_);
    const Json* const found = store_->find("prediction", request.parameter("id"));
    if (!found) return notFound();
    if (found->value("completed_at", Json()).is_null()) finish(*found, "canceled");
    return Response::json(200, shown(*store_->find("prediction", request.parameter("id"))).dump());
}

/// Newest first, a hundred a page; `next` is an address.
Response ReplicateSandbox::list(const http::Request& request, std::string_view kind) {
    const std::lock_guard lock(mutex_);
    auto ids = store_->ids(kind);
    std::ranges::reverse(ids);
    const auto after = request.target.query.find("cursor");
    auto from = ids.begin();
    if (after) {
        from = std::ranges::find(ids, *after);
        if (from != ids.end()) ++from;
    }
    Json results = Json::array();
    while (from != ids.end() && results.size() < replicatePage)
        results.push_back(shown(*store_->find(kind, *from++)));
    Json next;
    if (from != ids.end())
        next = baseUrl_ + request.target.path + "?cursor=" + results.back()["id"].get<std::string>();
    return Response::json(200, Json{{"previous", nullptr}, {"next", next}, {"results", results}}.dump());
}

Response ReplicateSandbox::listPredictions(http::Request& request) {
    return list(request, "prediction");
}

Response ReplicateSandbox::listFiles(http::Request& request) {
    return list(request, "file");
}

Response ReplicateSandbox::getModel(http::Request& request) {
    const auto model = replicateModel(std::string(request.parameter("owner")) + "/" +
                                      std::string(request.parameter("name")));
    return model ? Response::json(200, model->json().dump()) : notFound();
}

Response ReplicateSandbox::getVersion(http::Request& request) {
    const auto model = replicateModel(std::string(request.parameter("owner")) + "/" +
                                      std::string(request.parameter("name")));
    if (!model || model->version != request.parameter("version")) return notFound();
    return Response::json(200, model->versionJson().dump());
}

Response ReplicateSandbox::uploadFile(http::Request& request) {
    const auto form = parseFormData(request.header("Content-Type"), request.body);
    const FormPart* const content = form ? form->find("content") : nullptr;
    if (!content)
        return Response::json(400, Json{{"detail", "Missing content. Make sure you're sending the file as a "
                                                   "multipart/form-data part named content."}}
                                       .dump());
    if (content->fileName.empty() || content->fileName.size() > replicateFileNameBytes)
        return refusal(422, "Input validation failed", "filename must have 1 to 255 bytes");
    if (content->bytes.size() > replicateFileBytes)
        return refusal(413, "Too large", "Files can have up to 100 MB");
    const FormPart* const given = form->find("metadata");
    const Json metadata = given ? Json::parse(given->bytes, nullptr, false) : Json::object();
    if (!metadata.is_object())
        return refusal(422, "Input validation failed", "metadata must be a JSON object");
    const std::lock_guard lock(mutex_);
    const std::string id = toBase64Url(randomBytes(24));
    if (!writeBytes(store_->bytesOf(id), content->bytes)) return Response::empty(507);
    const Timestamp now = clock_.now();
    const std::string digest = toHex(sha256(content->bytes));
    const Json file{
        {"kind", "file"},
        {"id", id},
        {"name", content->fileName},
        {"content_type", content->mediaType.empty() ? "application/octet-stream" : content->mediaType},
        {"size", content->bytes.size()},
        {"etag", digest.substr(0, 32)},
        {"checksums", {{"sha256", digest}}},
        {"metadata", metadata},
        {"created_at", isoText(now)},
        {"expires_at", isoText(now.plusMs(replicateFileKeptMs))},
        {"_at", now.ms}};
    save(file);
    return Response::json(201, shown(file).dump());
}

Response ReplicateSandbox::getFile(http::Request& request) {
    const std::lock_guard lock(mutex_);
    const Json* const found = store_->find("file", request.parameter("id"));
    return found ? Response::json(200, shown(*found).dump()) : notFound();
}

Response ReplicateSandbox::deleteFile(http::Request& request) {
    const std::lock_guard lock(mutex_);
    if (!store_->find("file", request.parameter("id"))) return notFound();
    (void)store_->remove("file", request.parameter("id"));
    return Response::empty(204);
}

Response ReplicateSandbox::webhookSecret(http::Request&) {
    const std::lock_guard lock(mutex_);
    return Response::json(200, Json{{"key", (*store_->find("secret", "webhooks"))["key"]}}.dump());
}

Response ReplicateSandbox::account(http::Request&) {
    return Response::json(
        200, Json{{"type", "organization"}, {"username", "sandbox"}, {"name", "Headroom's sandbox"}}.dump());
}

Response ReplicateSandbox::deliver(http::Request& request) {
    const std::string name(request.parameter("name"));
    std::string mediaType;
    {
        const std::lock_guard lock(mutex_);
        const Json* const output = store_->find("output", name);
        if (!output) return notFound();
        mediaType = (*output)["content_type"].get<std::string>();
    }
    auto body = http::FileBody::open(store_->bytesOf(name).string());
    if (!body) return notFound();
    body->contentType = mediaType;
    return Response::file(std::move(*body));
}

} // namespace headroom::sandbox
