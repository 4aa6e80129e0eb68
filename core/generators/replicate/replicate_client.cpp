#include "core/generators/replicate/replicate_client.h"

#include "core/base/log.h"
#include "core/generators/hosted/hosted_limits.h"
#include "core/generators/hosted/https_url.h"
#include "core/generators/hosted/multipart_form.h"
#include "core/generators/replicate/replicate_limits.h"
#include "core/http/url.h"

namespace headroom::generators::replicate {

using hosted::Problem;
using nlohmann::json;

namespace {

constexpr int attempts = 2;
constexpr int longestDelayMs = 4'000;

/// "detail" of both kinds of error bodies, and which fields a 422 names.
std::string detailOf(const http::ClientResponse& response) {
    const json body = json::parse(response.body, nullptr, false);
    std::string detail = "replicate " + std::to_string(response.status);
    if (!body.is_object()) return detail;
    if (const std::string said = textOf(body, "detail"); !said.empty()) detail += ": " + said;
    const auto fields = body.find("invalid_fields");
    if (fields == body.end() || !fields->is_array()) return detail;
    for (const json& field : *fields)
        detail += " [" + textOf(field, "field") + ": " + textOf(field, "description") + "]";
    return detail;
}

Problem problemOf(int status, bool makes) {
    switch (status) {
    case 401:
    case 403:
        return Problem::KeyRefused;
    case 402:
        return Problem::OutOfQuota;
    case 404:
        return makes ? Problem::Misconfigured : Problem::Vanished;
    case 429:
        return Problem::Busy;
    default:
        break;
    }
    if (status >= 500) return makes ? Problem::Unknown : Problem::Down;
    return Problem::Misconfigured;
}

Problem problemOf(const Error& error, bool makes) {
    switch (retry(error.code)) {
    case Retry::AskSameAgain:
        return makes ? Problem::Unknown : Problem::Down;
    case Retry::Later:
        return Problem::Down;
    case Retry::Never:
        // Nothing was sent, or what came back cannot be used.
        return makes && error.code == ErrorCode::TooLarge ? Problem::Unknown : Problem::Failed;
    }
    __builtin_unreachable();
}

tl::unexpected<Trouble> trouble(Problem problem, std::string detail) {
    return tl::unexpected<Trouble>({problem, std::move(detail)});
}

template <class Object>
Answer<Object> read(const Result<Object>& object, Problem otherwise) {
    if (object) return *object;
    return trouble(otherwise, object.error().detail);
}

template <class Object>
Answer<Page<Object>> pageOf(const json& body, Result<Object> (*from)(const json&)) {
    Page<Object> page;
    const auto results = body.find("results");
    if (!body.is_object() || results == body.end() || !results->is_array())
        return trouble(Problem::Down, "replicate: not a list");
    for (const json& one : *results)
        if (auto object = from(one)) page.objects.push_back(std::move(*object));
    page.next = textOf(body, "next");
    return page;
}

} // namespace

Result<ReplicateClient> ReplicateClient::create(ClientOptions options, http::Client& client,
                                                const Clock& clock, Sleep sleep) {
    while (options.apiBase.ends_with('/'))
        options.apiBase.pop_back();
    if (const auto base = hosted::parseServiceUrl(options.apiBase); !base)
        return fail(ErrorCode::InvalidInput, "Replicate's address " + base.error().detail);
    if (options.token.empty() || !http::isToken(options.token))
        return fail(ErrorCode::InvalidInput, "Replicate's token is r8_ and letters and digits");
    return ReplicateClient(std::move(options), client, clock, std::move(sleep));
}

http::ClientRequest ReplicateClient::request(std::string method, const std::string& url) const {
    http::ClientRequest request;
    request.method = std::move(method);
    request.url = url;
    request.headers.add("Authorization", "Bearer " + options_.token);
    request.times.totalMs = hosted::questionMs;
    return request;
}

Answer<json> ReplicateClient::send(const http::ClientRequest& request, Effect effect) {
    const bool makes = effect == Effect::Makes;
    http::RetryPolicy policy;
    policy.attempts = attempts;
    policy.longestDelayMs = longestDelayMs;
    policy.repeatable = [makes](const http::ClientResponse& response) {
        return response.status == 429 || (!makes && response.status >= 500);
    };
    const auto response = client_.send(request, policy);
    if (!response)
        return trouble(problemOf(response.error(), makes), "replicate: " + response.error().detail);
    if (!response->succeeded()) {
        const std::string detail = detailOf(*response);
        log::warning("generators.replicate", "a call was refused",
                     {{"method", request.method}, {"status", response->status}, {"detail", detail}});
        return trouble(problemOf(response->status, makes), detail);
    }
    if (response->status == 204 || response->body.empty()) return json();
    json body = json::parse(response->body, nullptr, false);
    if (body.is_discarded())
        return trouble(makes ? Problem::Unknown : Problem::Down, "replicate: the answer is not JSON");
    return body;
}

Answer<std::string> ReplicateClient::pageUrl(const std::string& given, std::string_view first) const {
    if (given.empty()) return url(first);
    if (given.starts_with(options_.apiBase + "/")) return given;
    return trouble(Problem::Down, "replicate: the next page is elsewhere");
}

Answer<UploadedFile> ReplicateClient::uploadFile(std::string_view bytes, std::string_view name,
                                                 std::string_view mediaType, const json& metadata) {
    hosted::MultipartForm form;
    form.addPart("content", name, mediaType, bytes);
    form.addPart("metadata", {}, "application/json", metadata.dump());
    http::ClientRequest sent = request("POST", url("/files"));
    sent.headers.add("Content-Type", form.contentType());
    sent.body = form.body();
    sent.times.totalMs = uploadMs;
    const auto body = send(sent, Effect::Makes);
    if (!body) return tl::unexpected(body.error());
    return read(fileFrom(*body), Problem::Unknown);
}

Answer<Page<UploadedFile>> ReplicateClient::listFiles(const std::string& given) {
    const auto from = pageUrl(given, "/files");
    if (!from) return tl::unexpected(from.error());
    const auto body = send(request("GET", *from), Effect::Reads);
    if (!body) return tl::unexpected(body.error());
    return pageOf<UploadedFile>(*body, &fileFrom);
}

Answer<void> ReplicateClient::deleteFile(std::string_view id) {
    http::ClientRequest sent = request("DELETE", url("/files/" + http::percentEncoded(id)));
    sent.repeat = http::Repeat::Safe; // gone is gone
    const auto body = send(sent, Effect::Reads);
    if (body || body.error().problem == Problem::Vanished) return {};
    return tl::unexpected(body.error());
}

Answer<Prediction> ReplicateClient::create(const ModelCall& call, const json& input,
                                           const CreateOptions& options) {
    json body{{"input", input}};
    std::string path = "/models/" + call.model + "/predictions";
    if (!call.version.empty()) {
        body["version"] = call.version;
        path = "/predictions";
    }
    if (!options.webhook.empty()) {
        body["webhook"] = options.webhook;
        body["webhook_events_filter"] = {"completed"};
    }
    http::ClientRequest sent = request("POST", url(path));
    sent.headers.add("Content-Type", "application/json");
    if (options.waitSeconds > 0) sent.headers.add("Prefer", "wait=" + std::to_string(options.waitSeconds));
    if (options.cancelAfterSeconds > 0)
        sent.headers.add("Cancel-After", std::to_string(options.cancelAfterSeconds) + "s");
    sent.body = body.dump();
    sent.times.totalMs = options.waitSeconds * 1000 + waitMarginMs;
    sent.times.lowSpeedSeconds = options.waitSeconds + waitMarginMs / 1000;
    const auto answer = send(sent, Effect::Makes);
    if (!answer) return tl::unexpected(answer.error());
    return read(predictionFrom(*answer), Problem::Unknown);
}

Answer<Prediction> ReplicateClient::get(std::string_view id) {
    const auto body = send(request("GET", url("/predictions/" + http::percentEncoded(id))), Effect::Reads);
    if (!body) return tl::unexpected(body.error());
    return read(predictionFrom(*body), Problem::Down);
}

Answer<Page<Prediction>> ReplicateClient::list(const std::string& given) {
    const auto from = pageUrl(given, "/predictions");
    if (!from) return tl::unexpected(from.error());
    const auto body = send(request("GET", *from), Effect::Reads);
    if (!body) return tl::unexpected(body.error());
    return pageOf<Prediction>(*body, &predictionFrom);
}

Answer<void> ReplicateClient::cancel(std::string_view id) {
    http::ClientRequest sent = request("POST", url("/predictions/" + http::percentEncoded(id) + "/cancel"));
    sent.repeat = http::Repeat::Safe;
    const auto body = send(sent, Effect::Reads);
    if (!body) return tl::unexpected(body.error());
    return {};
}

Answer<json> ReplicateClient::model(const std::string& model) {
    http::ClientRequest sent = request("GET", url("/models/" + model));
    sent.responseLimitBytes = modelBytesMax;
    auto body = send(sent, Effect::Reads);
    if (!body && body.error().problem == Problem::Vanished)
        return trouble(Problem::Misconfigured, "replicate has no model " + model);
    return body;
}

Answer<json> ReplicateClient::version(const std::string& model, const std::string& version) {
    http::ClientRequest sent = request("GET", url("/models/" + model + "/versions/" + version));
    sent.responseLimitBytes = modelBytesMax;
    auto body = send(sent, Effect::Reads);
    if (!body && body.error().problem == Problem::Vanished)
        return trouble(Problem::Misconfigured, "replicate has no version " + version + " of " + model);
    return body;
}

Answer<std::string> ReplicateClient::webhookSecret() {
    const auto body = send(request("GET", url("/webhooks/default/secret")), Effect::Reads);
    if (!body) return tl::unexpected(body.error());
    const std::string key = textOf(*body, "key");
    if (key.empty()) return trouble(Problem::Down, "replicate: no webhook secret");
    return key;
}

std::string ReplicateClient::fileIdOf(std::string_view address) const {
    const std::string files = url("/files/");
    if (!address.starts_with(files)) return {};
    const std::string_view id = address.substr(files.size());
    return id.find_first_of("/?#") == std::string_view::npos ? std::string(id) : std::string();
}

} // namespace headroom::generators::replicate
