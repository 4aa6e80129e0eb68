#include "core/generators/custom/custom_client.h"

#include "core/base/text.h"
#include "core/generators/custom/custom_limits.h"
#include "core/generators/hosted/https_url.h"
#include "core/generators/hosted/picture_download.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::generators::custom {

namespace {

using hosted::Problem;
using nlohmann::json;

tl::unexpected<Trouble> trouble(Problem problem, std::string detail, int status = 0) {
    return tl::unexpected(Trouble{problem, std::move(detail), status});
}

/// {"code":"photo_refused","detail":"..."}: the code decides where there is one that we know.
std::optional<Problem> problemNamed(std::string_view code) {
    constexpr std::pair<std::string_view, Problem> names[] = {
        {"busy", Problem::Busy},
        {"unavailable", Problem::Down},
        {"out_of_money", Problem::OutOfQuota},
        {"style_unknown", Problem::Misconfigured},
        {"content_refused", Problem::ContentRefused},
        {"photo_refused", Problem::PhotoRefused},
        {"failed", Problem::Failed},
        {"cancelled", Problem::Stopped},
    };
    const auto* found = std::ranges::find(names, code, &std::pair<std::string_view, Problem>::first);
    if (found == std::end(names)) return std::nullopt;
    return found->second;
}

Problem problemOfStatus(int status) {
    switch (status) {
    case 401:
    case 403:
        return Problem::KeyRefused;
    case 402:
        return Problem::OutOfQuota;
    case 404:
    case 410:
        return Problem::Vanished;
    case 429:
        return Problem::Busy;
    case 502:
    case 503:
    case 504:
        return Problem::Down;
    default:
        return status >= 500 ? Problem::Failed : Problem::Misconfigured;
    }
}

tl::unexpected<Trouble> refusal(const http::ClientResponse& response) {
    std::string code, detail;
    const json body =
        response.body.size() <= problemBytesMax ? json::parse(response.body, nullptr, false) : json();
    if (body.is_object()) {
        if (const json value = body.value("code", json()); value.is_string()) code = value.get<std::string>();
        if (const json value = body.value("detail", json()); value.is_string())
            detail = value.get<std::string>();
    }
    const Problem problem = problemNamed(code).value_or(problemOfStatus(response.status));
    return trouble(problem,
                   "the model answered " + std::to_string(response.status) + " " + code + " " + detail,
                   response.status);
}

bool isPlainId(std::string_view id) {
    return !id.empty() && id.size() <= idLengthMax && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_';
    });
}

std::optional<std::string> idIn(const json& body) {
    const json id = body.is_object() ? body.value("id", json()) : json();
    if (!id.is_string() || !isPlainId(id.get_ref<const std::string&>())) return std::nullopt;
    return id.get<std::string>();
}

bool canBeSent(std::string_view key) {
    return key.size() <= 1'000 && key.find_first_of("\r\n\t ") == std::string_view::npos && isCleanUtf8(key);
}

} // namespace

Result<std::unique_ptr<CustomClient>> CustomClient::create(CustomAccess access, http::Client& client) {
    while (access.url.ends_with('/'))
        access.url.pop_back();
    TRY(hosted::parseServiceUrl(access.url));
    if (!canBeSent(access.key)) return fail(ErrorCode::InvalidInput, "key of the custom generator");
    return std::unique_ptr<CustomClient>(new CustomClient(std::move(access), client));
}

Answer<http::ClientResponse> CustomClient::send(std::string method, std::string_view path, int totalMs,
                                                const hosted::MultipartForm* form,
                                                std::string_view attemptId) {
    http::ClientRequest request;
    request.method = std::move(method);
    request.url = access_.url + std::string(path);
    if (!access_.key.empty()) request.headers.add("authorization", "Bearer " + access_.key);
    request.headers.add("accept", "image/jpeg, image/png, image/webp, application/json");
    if (!attemptId.empty()) request.headers.add("idempotency-key", std::string(attemptId));
    if (form) {
        request.headers.add("content-type", form->contentType());
        request.body = form->body();
    }
    request.times.totalMs = totalMs;
    request.responseLimitBytes = pictureBytesMax;
    auto response = client_.send(request);
    if (!response) {
        const bool nothingSent = response.error().code == ErrorCode::Unavailable;
        return trouble(nothingSent ? Problem::Down : Problem::Unknown, describe(response.error()));
    }
    if (!response->succeeded()) return refusal(*response);
    return std::move(*response);
}

/// 200 is the picture, 202 is work that goes on.
Answer<Outcome> CustomClient::outcomeOf(http::ClientResponse response) {
    if (response.status == 202) {
        const json body = json::parse(response.body, nullptr, false);
        const auto id = idIn(body);
        if (!id) return trouble(Problem::Misconfigured, "202 without an id of letters, digits, - and _");
        const json progress = body.value("progress", json(0));
        return Outcome(
            Pending{*id, progress.is_number() ? std::clamp(progress.get<double>(), 0.0, 1.0) : 0.0});
    }
    if (response.status != 200 || hosted::sniffPicture(response.body).empty())
        return trouble(Problem::Failed, "neither a JPEG, PNG or WebP picture nor 202", response.status);
    return Outcome(Image{std::move(response.body)});
}

Answer<Outcome> CustomClient::order(const hosted::MultipartForm& form, std::string_view attemptId) {
    auto response = send("POST", "/headshots", orderMs, &form, attemptId);
    if (!response) return tl::unexpected(std::move(response).error());
    return outcomeOf(std::move(*response));
}

Answer<Outcome> CustomClient::result(std::string_view id) {
    auto response = send("GET", "/headshots/" + std::string(id), questionMs);
    if (!response) return tl::unexpected(std::move(response).error());
    return outcomeOf(std::move(*response));
}

Answer<std::optional<std::string>> CustomClient::findAttempt(std::string_view attemptId) {
    const auto response = send("GET", "/headshots?attempt=" + std::string(attemptId), questionMs);
    if (!response && response.error().status == 404) return std::optional<std::string>();
    if (!response) return tl::unexpected(response.error());
    return idIn(json::parse(response->body, nullptr, false));
}

void CustomClient::forget(std::string_view id) {
    (void)send("DELETE", "/headshots/" + std::string(id), questionMs);
}

Answer<void> CustomClient::health() {
    const auto response = send("GET", "/health", questionMs);
    if (!response) return tl::unexpected(response.error());
    return {};
}

} // namespace headroom::generators::custom
