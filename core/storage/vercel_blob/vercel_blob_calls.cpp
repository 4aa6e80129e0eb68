#include "core/storage/vercel_blob/vercel_blob_calls.h"

#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/remote/service_url.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::storage {

namespace {

using Json = nlohmann::json;

constexpr std::string_view tokenStart = "vercel_blob_rw_";
constexpr const char* apiVersion = "12";
constexpr std::size_t requestIdBytes = 6;

struct Refusal {
    std::string code;
    std::string message;
};

/// `{"error":{"code":"...","message":"..."}}`; empty when it is something else.
Refusal readRefusal(const http::ClientResponse& answer) {
    const Json body = Json::parse(answer.body, nullptr, false);
    Refusal refusal;
    if (!body.is_object() || !body.contains("error") || !body["error"].is_object()) return refusal;
    const auto text = [&](const char* name) {
        const auto found = body["error"].find(name);
        return found != body["error"].end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    return {text("code"), text("message")};
}

struct KnownCode {
    std::string_view code;
    RemoteProblem problem;
};

constexpr KnownCode knownCodes[] = {
    {"not_found", RemoteProblem::NotFound},
    {"store_not_found", RemoteProblem::NoSuchBucket},
    {"store_suspended", RemoteProblem::OutOfQuota},
    {"forbidden", RemoteProblem::NoPermission},
    {"not_allowed", RemoteProblem::NoPermission},
    {"content_type_not_allowed", RemoteProblem::NoPermission},
    {"client_token_expired", RemoteProblem::ExpiredKey},
    {"file_too_large", RemoteProblem::TooLarge},
    {"rate_limited", RemoteProblem::TooManyRequests},
    {"precondition_failed", RemoteProblem::PreconditionGone},
    {"service_unavailable", RemoteProblem::Busy},
    {"internal_server_error", RemoteProblem::Broken},
    {"unknown_error", RemoteProblem::Broken},
    {"bad_request", RemoteProblem::Refused},
};

/// The SDK repeats these codes alone, and what it cannot read from a server in trouble.
bool passes(const http::ClientResponse& answer) {
    if (answer.succeeded()) return false;
    const std::string code = readRefusal(answer).code;
    if (code.empty()) return answer.status >= 500;
    return code == "service_unavailable" || code == "internal_server_error" || code == "unknown_error";
}

} // namespace

Result<std::unique_ptr<VercelBlobCalls>> VercelBlobCalls::create(VercelBlobOptions options,
                                                                 std::unique_ptr<http::Client> client,
                                                                 const Clock& clock,
                                                                 RemoteCalls::Sleep sleep) {
    const auto refused = [] {
        return fail(ErrorCode::InvalidInput, "the token must be like vercel_blob_rw_STORE_SECRET");
    };
    if (!options.token.starts_with(tokenStart) || !http::isToken(options.token)) return refused();
    const std::string_view rest = std::string_view(options.token).substr(tokenStart.size());
    const std::string storeId(rest.substr(0, rest.find('_')));
    const bool alphanumeric = std::ranges::all_of(storeId, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
    if (storeId.empty() || !alphanumeric || storeId.size() + 1 >= rest.size()) return refused();
    options.apiBase = TRY(serviceBase(options.apiBase));
    if (options.contentBase.empty())
        options.contentBase = "https://" + storeId + ".private.blob.vercel-storage.com";
    options.contentBase = TRY(serviceBase(options.contentBase));
    return std::unique_ptr<VercelBlobCalls>(
        new VercelBlobCalls(std::move(options), storeId, std::move(client), clock, std::move(sleep)));
}

VercelBlobCalls::VercelBlobCalls(VercelBlobOptions options, std::string storeId,
                                 std::unique_ptr<http::Client> client, const Clock& clock,
                                 RemoteCalls::Sleep sleep)
    : options_(std::move(options))
    , storeId_(std::move(storeId))
    , name_("Vercel Blob at " + hostOf(options_.apiBase))
    , client_(std::move(client))
    , clock_(clock)
    , remote_(*client_, clock, std::move(sleep)) {}

RemoteCalls::Make VercelBlobCalls::maker(const VercelBlobAsk& ask) const {
    // One for all attempts of a call, so that the service knows them for the same.
    const std::string requestId =
        storeId_ + ":" + std::to_string(clock_.now().ms) + ":" + toHex(randomBytes(requestIdBytes));
    return [this, &ask, requestId](int attempt) -> Result<http::ClientRequest> {
        http::ClientRequest request;
        request.method = ask.method;
        request.url = options_.apiBase + ask.path;
        request.headers = ask.headers;
        request.headers.set("Authorization", "Bearer " + options_.token);
        request.headers.set("x-api-version", apiVersion);
        request.headers.set("x-vercel-blob-store-id", storeId_);
        request.headers.set("x-api-blob-request-id", requestId);
        request.headers.set("x-api-blob-request-attempt", std::to_string(attempt));
        request.repeat = http::Repeat::Safe;
        request.responseLimitBytes = remoteAnswerBytes;
        request.times.totalMs = remoteCallMs;
        if (ask.addBody) TRY(ask.addBody(request));
        return request;
    };
}

Result<http::ClientResponse> VercelBlobCalls::demand(const VercelBlobAsk& ask) const {
    auto answer = remote_.send(maker(ask), passes);
    if (!answer) return fail(transportError(answer.error(), ask.effect, name_));
    if (!answer->succeeded()) return fail(refusal(*answer, ask.effect));
    return answer;
}

Result<http::ClientResponse> VercelBlobCalls::sendOnce(const VercelBlobAsk& ask) const {
    auto answer = remote_.sendOnce(maker(ask));
    if (!answer) return fail(transportError(answer.error(), ask.effect, name_));
    return answer;
}

std::string VercelBlobCalls::contentUrl(std::string_view pathname) const {
    return options_.contentBase + "/" + std::string(pathname);
}

Result<http::ClientRequest> VercelBlobCalls::contentRequest(std::string_view pathname) const {
    http::ClientRequest request;
    // Past the cache, which keeps what was replaced or deleted for up to a minute.
    request.url = contentUrl(pathname) + "?cache=0";
    request.headers.set("Authorization", "Bearer " + options_.token);
    return request;
}

RemoteProblem VercelBlobCalls::problemOf(const http::ClientResponse& answer) const {
    const Refusal refusal = readRefusal(answer);
    // The API says "forbidden" for a token that it does not know as well.
    const bool token = toLowerAscii(refusal.message).find("token") != std::string::npos;
    if (token && (refusal.code == "forbidden" || answer.status == 401)) return RemoteProblem::UnknownKey;
    for (const KnownCode& known : knownCodes)
        if (known.code == refusal.code) return known.problem;
    if (answer.status == 401) return RemoteProblem::UnknownKey;
    return problemOfStatus(answer.status)
        .value_or(refusal.code.empty() ? RemoteProblem::WrongAddress : RemoteProblem::Refused);
}

Error VercelBlobCalls::refusal(const http::ClientResponse& answer, RemoteEffect effect) const {
    const Refusal refusal = readRefusal(answer);
    const std::string said = refusal.code.empty() ? "status " + std::to_string(answer.status)
                                                  : refusal.code + ": " + refusal.message;
    return remoteError(problemOf(answer), effect, name_, said);
}

} // namespace headroom::storage
