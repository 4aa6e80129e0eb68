#include "core/storage/vercel_blob/vercel_blob_links.h"

#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/http/url.h"
#include "core/storage/storage_limits.h"
#include "core/storage/vercel_blob/vercel_blob_limits.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::storage {

namespace {

using Json = nlohmann::json;

constexpr const char* untilName = "vercel-blob-valid-until";

/// The end that the service wrote into a token: "PAYLOAD.SIGNATURE", the payload JSON in base64url.
std::optional<Timestamp> endOf(const std::string& token) {
    std::string payload = token.substr(0, token.find('.'));
    std::ranges::replace(payload, '-', '+');
    std::ranges::replace(payload, '_', '/');
    payload.append((4 - payload.size() % 4) % 4, '=');
    const auto text = fromBase64(payload);
    if (!text) return std::nullopt;
    const Json scope = Json::parse(*text, nullptr, false);
    const auto end = scope.is_object() ? scope.find("validUntil") : scope.end();
    if (!scope.is_object() || end == scope.end() || !end->is_number_integer()) return std::nullopt;
    return Timestamp{end->get<std::int64_t>()};
}

} // namespace

std::string vercelLinkQuery(const VercelBlobDelegation& delegation, std::string_view pathname,
                            Timestamp until) {
    // Lines in the order of their bytes. The end is signed where it is not the delegation's own.
    std::string lines = "operation=get\npathname=" + std::string(pathname);
    http::Parameters query;
    if (until < delegation.validUntil) {
        const std::string text = std::to_string(until.ms);
        lines += "\n" + std::string(untilName) + "=" + text;
        query.add(untilName, text);
    }
    query.add("vercel-blob-delegation", delegation.token);
    query.add("vercel-blob-signature", toBase64Url(hmacSha256(delegation.signingToken, lines)));
    return query.encoded();
}

Result<VercelBlobDelegation> VercelBlobLinks::ask() const {
    VercelBlobAsk ask;
    ask.method = "POST";
    ask.path = "/signed-token";
    ask.headers.set("Content-Type", "application/json");
    // A permission more or less on the service's side does no harm: it may be asked for twice.
    const Timestamp end = clock_.now().plusMs(vercelDelegationSeconds * 1000LL);
    ask.addBody = [&](http::ClientRequest& request) -> Result<void> {
        request.body = nlohmann::ordered_json{{"operations", {"get"}}, {"validUntil", end.ms}}.dump();
        return {};
    };
    const auto answer = TRY(calls_.demand(ask));
    const Json body = Json::parse(answer.body, nullptr, false);
    const auto text = [&](const char* name) {
        const auto found = body.is_object() ? body.find(name) : body.end();
        return body.is_object() && found != body.end() && found->is_string() ? found->get<std::string>()
                                                                             : std::string();
    };
    VercelBlobDelegation given{text("delegationToken"), text("clientSigningToken"), {}};
    const auto validUntil = endOf(given.token);
    if (given.signingToken.empty() || !validUntil)
        return fail(ErrorCode::Unavailable, calls_.name() + " gave no permission to sign links");
    given.validUntil = *validUntil;
    return given;
}

std::optional<std::string> VercelBlobLinks::linkTo(const BlobKey& key, int lifetimeSeconds) {
    const Timestamp now = clock_.now();
    const Timestamp until = now.plusMs(std::clamp(lifetimeSeconds, 1, signedLinkSecondsMax) * 1000LL);
    const std::lock_guard lock(mutex_);
    if (!delegation_ || delegation_->validUntil < until) {
        if (now < askAgainAt_) return std::nullopt;
        auto given = ask();
        if (!given) {
            log::warning("storage.vercel_blob", "no links to blobs for now",
                         {{"error", describe(given.error())}});
            askAgainAt_ = now.plusMs(vercelDelegationRetrySeconds * 1000LL);
            return std::nullopt;
        }
        delegation_ = std::move(*given);
    }
    return calls_.contentUrl(key.text()) + "?" + vercelLinkQuery(*delegation_, key.text(), until);
}

} // namespace headroom::storage
