#include "core/storage/s3/s3_calls.h"

#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/base/text.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/remote/remote_times.h"
#include "core/storage/s3/s3_limits.h"
#include "core/storage/s3/xml_reader.h"

#include <cstdlib>

namespace headroom::storage {

namespace {

struct KnownCode {
    std::string_view code;
    RemoteProblem problem;
};

// docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and what compatible servers say besides.
constexpr KnownCode knownCodes[] = {
    {"NoSuchKey", RemoteProblem::NotFound},
    {"NoSuchUpload", RemoteProblem::NotFound},
    {"NoSuchBucket", RemoteProblem::NoSuchBucket},
    {"InvalidBucketName", RemoteProblem::NoSuchBucket},
    {"InvalidRange", RemoteProblem::RangeOutside},
    {"PreconditionFailed", RemoteProblem::PreconditionGone},
    {"BadDigest", RemoteProblem::BytesDamaged},
    {"InvalidDigest", RemoteProblem::BytesDamaged},
    {"XAmzContentSHA256Mismatch", RemoteProblem::BytesDamaged},
    {"EntityTooLarge", RemoteProblem::TooLarge},
    {"SignatureDoesNotMatch", RemoteProblem::WrongSecret},
    {"InvalidAccessKeyId", RemoteProblem::UnknownKey},
    {"InvalidToken", RemoteProblem::ExpiredKey},
    {"ExpiredToken", RemoteProblem::ExpiredKey},
    {"TokenRefreshRequired", RemoteProblem::ExpiredKey},
    {"RequestTimeTooSkewed", RemoteProblem::ClockSkew},
    {"PermanentRedirect", RemoteProblem::WrongRegion},
    {"TemporaryRedirect", RemoteProblem::WrongRegion},
    {"AccessDenied", RemoteProblem::NoPermission},
    {"AllAccessDisabled", RemoteProblem::NoPermission},
    {"AccountProblem", RemoteProblem::OutOfQuota},
    {"QuotaExceeded", RemoteProblem::OutOfQuota},
    {"SlowDown", RemoteProblem::TooManyRequests},
    {"TooManyRequests", RemoteProblem::TooManyRequests},
    {"ServiceUnavailable", RemoteProblem::Busy},
    {"InternalError", RemoteProblem::Broken},
    {"RequestTimeout", RemoteProblem::Broken},
};

/// When there is nothing to read: HEAD answers have no body.
RemoteProblem problemWithoutCode(int status, bool understood) {
    if (status == 301 || status == 307) return RemoteProblem::WrongRegion;
    if (status == 507) return RemoteProblem::OutOfQuota;
    return problemOfStatus(status).value_or(understood ? RemoteProblem::Refused
                                                       : RemoteProblem::WrongAddress);
}

RemoteProblem problemOfCode(const std::string& code, const std::string& message, int status) {
    for (const KnownCode& known : knownCodes)
        if (known.code == code) return known.problem;
    // Of the credential's scope, the region is what an operator can get wrong.
    const bool region = toLowerAscii(message).find("region") != std::string::npos;
    if (code == "AuthorizationHeaderMalformed" && region) return RemoteProblem::WrongRegion;
    return problemWithoutCode(status, true);
}

std::string emptyHash() {
    return toHex(sha256({}));
}

} // namespace

S3Refusal readRefusal(const http::ClientResponse& answer) {
    S3Refusal refusal;
    const auto xml = readXml(answer.body);
    if (!xml || xml->name != "Error") {
        const bool fromS3 = answer.body.empty() || answer.headers.contains("x-amz-request-id");
        refusal.problem = problemWithoutCode(answer.status, fromS3);
        refusal.said = "status " + std::to_string(answer.status);
    } else {
        refusal.code = xml->childText("Code");
        const std::string message = xml->childText("Message");
        refusal.problem = problemOfCode(refusal.code, message, answer.status);
        refusal.said = refusal.code + ": " + message;
    }
    const std::string_view region = answer.headers.value("x-amz-bucket-region");
    if (refusal.problem == RemoteProblem::WrongRegion && !region.empty())
        refusal.said += ", the bucket is in region " + std::string(region);
    return refusal;
}

S3Calls::S3Calls(S3Options options, S3Address address, std::unique_ptr<http::Client> client,
                 const Clock& clock, RemoteCalls::Sleep sleep)
    : options_(std::move(options))
    , address_(std::move(address))
    , name_("S3 at " + address_.name())
    , client_(std::move(client))
    , clock_(clock)
    , remote_(*client_, clock, std::move(sleep)) {}

Result<http::ClientRequest> S3Calls::signedRequest(const S3Ask& ask) const {
    const SigningScope scope{.region = options_.region, .service = "s3", .at = now()};
    SignedRequest toSign{.method = ask.method,
                         .path = address_.path(ask.key),
                         .query = ask.query,
                         .headers = ask.headers,
                         .payloadHash = ask.payloadHash.empty() ? emptyHash() : ask.payloadHash};
    toSign.headers.set("X-Amz-Content-Sha256", toSign.payloadHash);
    toSign.headers.set("X-Amz-Date", amzDate(scope.at));
    if (!options_.credentials.sessionToken.empty())
        toSign.headers.set("X-Amz-Security-Token", options_.credentials.sessionToken);
    http::ClientRequest request;
    request.method = ask.method;
    request.url = address_.url(ask.key, canonicalQuery(ask.query));
    request.headers = toSign.headers; // libcurl sends Host itself, as it is signed
    toSign.headers.set("Host", address_.host());
    request.headers.set("Authorization", authorization(toSign, scope, options_.credentials));
    request.repeat = http::Repeat::Safe;
    request.responseLimitBytes = remoteAnswerBytes;
    request.times.totalMs = remoteCallMs;
    if (ask.addBody) TRY(ask.addBody(request));
    return request;
}

std::string S3Calls::presigned(const S3Ask& ask, int lifetimeSeconds) const {
    const SigningScope scope{.region = options_.region, .service = "s3", .at = now()};
    SignedRequest toSign{.method = ask.method,
                         .path = address_.path(ask.key),
                         .query = ask.query,
                         .headers = ask.headers,
                         .payloadHash = {}};
    toSign.headers.set("Host", address_.host());
    return address_.url(ask.key,
                        presignedQuery(std::move(toSign), scope, options_.credentials, lifetimeSeconds));
}

/// True when the service's clock and ours are so far apart that a second try with its time is worth it.
bool S3Calls::correctClock(const http::ClientResponse& answer) {
    const auto there = parseHttpDate(answer.headers.value("Date"));
    if (!there) return false;
    const std::int64_t off = there->ms - now().ms;
    if (std::abs(off) < s3SkewNoticedMs) return false;
    skewMs_ += off;
    log::warning("storage.s3", "this machine's clock is wrong; signing with the service's time",
                 {{"off_seconds", skewMs_.load() / 1000}});
    return true;
}

Result<http::ClientResponse> S3Calls::sendCorrected(const S3Ask& ask, const Send& send) {
    const auto make = [&](int) { return signedRequest(ask); };
    auto answer = send(make);
    if (answer && answer->status == 403) {
        // The answer to HEAD says only 403.
        const bool mayBeTheClock =
            answer->body.empty() || readRefusal(*answer).problem == RemoteProblem::ClockSkew;
        if (mayBeTheClock && correctClock(*answer)) answer = send(make);
    }
    if (!answer) return fail(transportError(answer.error(), ask.effect(), name_));
    return answer;
}

Result<http::ClientResponse> S3Calls::send(const S3Ask& ask) {
    return sendCorrected(ask, [this](const RemoteCalls::Make& make) {
        return remote_.send(make, [](const http::ClientResponse& answer) {
            for (const int status : {429, 500, 502, 503, 504})
                if (answer.status == status) return true;
            // S3 says so with 400 when a body came too slowly.
            return answer.status == 400 && readRefusal(answer).code == "RequestTimeout";
        });
    });
}

Result<http::ClientResponse> S3Calls::sendOnce(const S3Ask& ask) {
    return sendCorrected(ask, [this](const RemoteCalls::Make& make) { return remote_.sendOnce(make); });
}

Error S3Calls::refusal(const http::ClientResponse& answer, RemoteEffect effect) const {
    const S3Refusal refusal = readRefusal(answer);
    return remoteError(refusal.problem, effect, name_, refusal.said);
}

Result<http::ClientResponse> S3Calls::demand(const S3Ask& ask) {
    auto answer = TRY(send(ask));
    if (!answer.succeeded()) return fail(refusal(answer, ask.effect()));
    return answer;
}

} // namespace headroom::storage
