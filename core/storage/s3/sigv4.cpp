#include "core/storage/s3/sigv4.h"

#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/http/url.h"

#include <algorithm>
#include <ctime>
#include <map>

namespace headroom::storage {

namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::size_t dateLength = 8;

/// Trimmed, and runs of blanks made one.
std::string canonicalValue(std::string_view value) {
    std::string text;
    for (const char c : trimmed(value)) {
        const bool blank = c == ' ' || c == '\t';
        if (blank && !text.empty() && text.back() == ' ') continue;
        text += blank ? ' ' : c;
    }
    return text;
}

/// Lower-case names in order; fields of one name joined by commas.
std::map<std::string, std::string> canonicalHeaders(const http::Headers& headers) {
    std::map<std::string, std::string> fields;
    for (const auto& field : headers) {
        auto [place, isNew] = fields.try_emplace(toLowerAscii(field.name), canonicalValue(field.value));
        if (!isNew) place->second += "," + canonicalValue(field.value);
    }
    return fields;
}

std::string signedNames(const http::Headers& headers) {
    std::string names;
    for (const auto& [name, value] : canonicalHeaders(headers)) {
        if (!names.empty()) names += ';';
        names += name;
    }
    return names;
}

std::string canonicalText(const SignedRequest& request) {
    std::string text = request.method + "\n" + request.path + "\n" + canonicalQuery(request.query) + "\n";
    for (const auto& [name, value] : canonicalHeaders(request.headers))
        text += name + ":" + value + "\n";
    return text + "\n" + signedNames(request.headers) + "\n" + request.payloadHash;
}

std::string scopeText(const SigningScope& scope) {
    return amzDate(scope.at).substr(0, dateLength) + "/" + scope.region + "/" + scope.service +
           "/aws4_request";
}

std::string signatureOf(const SignedRequest& request, const SigningScope& scope,
                        const S3Credentials& credentials) {
    const std::string date = amzDate(scope.at);
    const std::string toSign = std::string(algorithm) + "\n" + date + "\n" + scopeText(scope) + "\n" +
                               toHex(sha256(canonicalText(request)));
    std::string key = hmacSha256("AWS4" + credentials.secretKey, date.substr(0, dateLength));
    key = hmacSha256(key, scope.region);
    key = hmacSha256(key, scope.service);
    key = hmacSha256(key, "aws4_request");
    return toHex(hmacSha256(key, toSign));
}

} // namespace

std::string amzDate(Timestamp at) {
    const std::time_t seconds = static_cast<std::time_t>(at.seconds());
    std::tm fields{};
    ::gmtime_r(&seconds, &fields);
    char text[sizeof "20261122T000000Z"];
    std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &fields);
    return text;
}

std::string canonicalQuery(std::vector<std::pair<std::string, std::string>> query) {
    for (auto& [name, value] : query) {
        name = http::percentEncoded(name);
        value = http::percentEncoded(value);
    }
    std::ranges::sort(query);
    std::string text;
    for (const auto& [name, value] : query) {
        if (!text.empty()) text += '&';
        text += name + "=" + value;
    }
    return text;
}

std::string authorization(const SignedRequest& request, const SigningScope& scope,
                          const S3Credentials& credentials) {
    return std::string(algorithm) + " Credential=" + credentials.accessKey + "/" + scopeText(scope) +
           ", SignedHeaders=" + signedNames(request.headers) +
           ", Signature=" + signatureOf(request, scope, credentials);
}

std::string presignedQuery(SignedRequest request, const SigningScope& scope, const S3Credentials& credentials,
                           int lifetimeSeconds) {
    request.query.emplace_back("X-Amz-Algorithm", algorithm);
    request.query.emplace_back("X-Amz-Credential", credentials.accessKey + "/" + scopeText(scope));
    request.query.emplace_back("X-Amz-Date", amzDate(scope.at));
    request.query.emplace_back("X-Amz-Expires", std::to_string(lifetimeSeconds));
    request.query.emplace_back("X-Amz-SignedHeaders", signedNames(request.headers));
    if (!credentials.sessionToken.empty())
        request.query.emplace_back("X-Amz-Security-Token", credentials.sessionToken);
    request.payloadHash = unsignedPayload;
    const std::string signature = signatureOf(request, scope, credentials);
    return canonicalQuery(std::move(request.query)) + "&X-Amz-Signature=" + signature;
}

} // namespace headroom::storage
