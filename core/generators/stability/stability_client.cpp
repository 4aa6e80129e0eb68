#include "core/generators/stability/stability_client.h"

#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/generators/hosted/hosted_limits.h"
#include "core/generators/hosted/https_url.h"
#include "core/generators/stability/stability_limits.h"

#include <nlohmann/json.hpp>

namespace headroom::generators::stability {

namespace {

using hosted::Problem;
using nlohmann::json;

tl::unexpected<Trouble> trouble(Problem problem, std::string detail) {
    return tl::unexpected(Trouble{problem, std::move(detail)});
}

/// {"id":"...","name":"bad_request","errors":["some-field: is required"]}
struct Said {
    std::string name;
    std::string text;
};

Said saidBy(const http::ClientResponse& response) {
    Said said;
    const json body = json::parse(response.body, nullptr, false);
    if (!body.is_object()) return said;
    if (const auto name = body.find("name"); name != body.end() && name->is_string())
        said.name = name->get<std::string>();
    const auto errors = body.find("errors");
    if (errors == body.end() || !errors->is_array()) return said;
    for (const json& error : *errors)
        if (error.is_string()) said.text += (said.text.empty() ? "" : "; ") + error.get<std::string>();
    return said;
}

/// The service's statuses, as its documentation lists them.
Problem problemOf(int status, const Said& said) {
    if (said.name == "content_moderation" || said.name == "public_figure") return Problem::ContentRefused;
    switch (status) {
    case 400:
    case 404:
    case 405:
    case 413: // photos were made small enough: a limit that is not ours any more
    case 415:
        return Problem::Misconfigured;
    case 401:
    case 403:
        return Problem::KeyRefused;
    case 402:
        return Problem::OutOfQuota;
    case 422:
        return said.name == "invalid_language" ? Problem::Misconfigured : Problem::ContentRefused;
    case 429:
        return Problem::Busy;
    case 503:
        return Problem::Down;
    default:
        return Problem::Failed;
    }
}

tl::unexpected<Trouble> refusal(const http::ClientResponse& response) {
    const Said said = saidBy(response);
    return tl::unexpected(Trouble{problemOf(response.status, said),
                                  "Stability AI answered " + std::to_string(response.status) + " " +
                                      said.name + (said.text.empty() ? "" : ": " + said.text),
                                  response.status});
}

/// What kept us from getting an answer.
tl::unexpected<Trouble> noAnswer(const Error& error) {
    const bool nothingSent = error.code == ErrorCode::Unavailable || error.code == ErrorCode::InvalidInput;
    return trouble(nothingSent ? Problem::Down : Problem::Unknown, describe(error));
}

bool canBeSent(std::string_view key) {
    return !key.empty() && key.size() <= 500 && key.find_first_of("\r\n\t ") == std::string_view::npos &&
           isCleanUtf8(key);
}

} // namespace

Result<std::unique_ptr<StabilityClient>> StabilityClient::create(StabilityAccess access, http::Client& client,
                                                                 const Clock& clock, std::int64_t lockOut) {
    while (access.apiBase.ends_with('/'))
        access.apiBase.pop_back();
    TRY(hosted::parseServiceUrl(access.apiBase));
    if (!canBeSent(access.key)) return fail(ErrorCode::InvalidInput, "key of Stability AI");
    return std::unique_ptr<StabilityClient>(new StabilityClient(std::move(access), client, clock, lockOut));
}

Answer<http::ClientResponse> StabilityClient::send(http::ClientRequest request) {
    if (clock_.now().ms < lockedUntilMs_) return trouble(Problem::Busy, "locked out by Stability AI");
    request.headers.add("authorization", "Bearer " + access_.key);
    request.headers.add("accept", "application/json");
    request.headers.add("stability-client-id", "headroom");
    request.responseLimitBytes = answerBytesMax;
    auto response = client_.send(request);
    if (!response) return noAnswer(response.error());
    if (response->status == 429) lockedUntilMs_ = clock_.now().ms + lockOutMs_;
    if (!response->succeeded()) return refusal(*response);
    return std::move(*response);
}

Answer<http::ClientResponse> StabilityClient::post(std::string_view path, const hosted::MultipartForm& form,
                                                   int totalMs) {
    http::ClientRequest request;
    request.method = "POST";
    request.url = access_.apiBase + std::string(path);
    request.headers.add("content-type", form.contentType());
    std::string body = form.body();
    if (static_cast<std::int64_t>(body.size()) > requestBytesMax)
        return trouble(Problem::Misconfigured, "a request of more than 10 MiB");
    request.body = std::move(body);
    request.times.totalMs = totalMs;
    return send(std::move(request));
}

http::ClientRequest StabilityClient::get(std::string_view path) const {
    http::ClientRequest request;
    request.url = access_.apiBase + std::string(path);
    request.times.totalMs = submitMs;
    return request;
}

/// A picture, unless the service's filter has blurred it: that comes with status 200, and is charged.
Answer<Image> StabilityClient::imageOf(const http::ClientResponse& response) const {
    const json body = json::parse(response.body, nullptr, false);
    if (!body.is_object() || !body.contains("image") || !body["image"].is_string())
        return trouble(Problem::Failed, "an answer without a picture");
    const json reason = body.value("finish_reason", json());
    if (reason == "CONTENT_FILTERED")
        return trouble(Problem::ContentRefused, "Stability AI filtered the result");
    if (reason != "SUCCESS") return trouble(Problem::Failed, "finish_reason " + reason.dump());
    auto bytes = fromBase64(body["image"].get_ref<const std::string&>());
    if (!bytes || bytes->empty()) return trouble(Problem::Failed, "a picture that is no base64");
    return Image{std::move(*bytes)};
}

Answer<std::string> StabilityClient::beginRelight(const hosted::MultipartForm& form) {
    auto response = post("/v2beta/stable-image/edit/replace-background-and-relight", form, submitMs);
    if (!response) return tl::unexpected(std::move(response).error());
    const json body = json::parse(response->body, nullptr, false);
    const json id = body.is_object() ? body.value("id", json()) : json();
    // It becomes part of a path.
    const bool plain =
        id.is_string() && !id.get_ref<const std::string&>().empty() &&
        id.get_ref<const std::string&>().size() <= 128 &&
        id.get_ref<const std::string&>().find_first_not_of(
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == std::string::npos;
    if (!plain) return trouble(Problem::Unknown, "an answer without the result's id");
    return id.get<std::string>();
}

Answer<std::optional<Image>> StabilityClient::result(std::string_view id) {
    auto response = send(get("/v2beta/results/" + std::string(id)));
    if (!response && response.error().status == 404)
        return trouble(Problem::Vanished, std::move(response.error().detail));
    if (!response) return tl::unexpected(std::move(response).error());
    if (response->status == 202) return std::optional<Image>();
    auto image = imageOf(*response);
    if (!image) return tl::unexpected(std::move(image).error());
    return std::optional(std::move(*image));
}

Answer<Image> StabilityClient::cutOut(const hosted::MultipartForm& form) {
    const auto response = post("/v2beta/stable-image/edit/remove-background", form, submitMs);
    if (!response) return tl::unexpected(response.error());
    return imageOf(*response);
}

Answer<Image> StabilityClient::upscale(const hosted::MultipartForm& form) {
    const auto response = post("/v2beta/stable-image/upscale/fast", form, upscaleMs);
    if (!response) return tl::unexpected(response.error());
    return imageOf(*response);
}

Answer<double> StabilityClient::balance() {
    const auto response = send(get("/v1/user/balance"));
    if (!response) return tl::unexpected(response.error());
    const json body = json::parse(response->body, nullptr, false);
    if (!body.is_object() || !body.contains("credits") || !body["credits"].is_number())
        return trouble(Problem::Failed, "an answer without the balance");
    return body["credits"].get<double>();
}

} // namespace headroom::generators::stability
