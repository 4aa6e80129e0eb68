#include "core/storage/s3/s3_address.h"

#include "core/base/text.h"
#include "core/http/url.h"
#include "core/storage/remote/service_url.h"
#include "core/storage/s3/s3_limits.h"

#include <algorithm>

namespace headroom::storage {

namespace {

bool isBucketName(std::string_view name) {
    if (name.size() < s3BucketMin || name.size() > s3BucketMax) return false;
    const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (!alphanumeric(name.front()) || !alphanumeric(name.back())) return false;
    return std::ranges::all_of(name, [&](char c) { return alphanumeric(c) || c == '-' || c == '.'; });
}

bool isHost(std::string_view host) {
    return !host.empty() && std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':' ||
               c == '[' || c == ']';
    });
}

/// The default port is not sent by libcurl in the Host field, so it must not be signed.
std::string withoutDefaultPort(const std::string& scheme, std::string host) {
    const std::string port = scheme == "https" ? ":443" : ":80";
    if (host.ends_with(port)) host.resize(host.size() - port.size());
    return host;
}

} // namespace

Result<S3Address> S3Address::create(const S3Options& options) {
    const std::size_t colon = options.endpoint.find("://");
    if (colon == std::string::npos)
        return fail(ErrorCode::InvalidInput, "the S3 endpoint must be a URL such as https://s3.example.com");
    S3Address address;
    address.scheme_ = toLowerAscii(std::string_view(options.endpoint).substr(0, colon));
    std::string host = toLowerAscii(std::string_view(options.endpoint).substr(colon + 3));
    while (host.ends_with('/'))
        host.pop_back();
    if (address.scheme_ != "https" && address.scheme_ != "http")
        return fail(ErrorCode::InvalidInput, "the S3 endpoint must begin with https://");
    if (!isHost(host))
        return fail(ErrorCode::InvalidInput, "the S3 endpoint must be a host alone, without path or login");
    if (address.scheme_ == "http" && !isLoopbackHost(host))
        return fail(ErrorCode::InvalidInput, "http to the S3 endpoint is only for this machine: use https");
    if (!isBucketName(options.bucket))
        return fail(ErrorCode::InvalidInput, "that is no name of an S3 bucket");
    const bool virtualHost = options.addressing == S3Addressing::VirtualHost;
    if (virtualHost && address.scheme_ == "https" && options.bucket.find('.') != std::string::npos)
        return fail(ErrorCode::InvalidInput,
                    "a bucket with a dot in its name fits no certificate as a virtual host: use path style");
    host = withoutDefaultPort(address.scheme_, std::move(host));
    address.name_ = host;
    address.host_ = virtualHost ? options.bucket + "." + host : host;
    address.root_ = virtualHost ? "/" : "/" + options.bucket + "/";
    return address;
}

std::string S3Address::path(std::string_view key) const {
    std::string path = root_;
    for (std::size_t i = 0; const std::string_view segment : split(key, '/')) {
        if (i++ > 0) path += '/';
        path += http::percentEncoded(segment);
    }
    // The bucket itself has no slash behind it in path style.
    if (key.empty() && path.size() > 1) path.pop_back();
    return path;
}

std::string S3Address::url(std::string_view key, std::string_view query) const {
    std::string url = scheme_ + "://" + host_ + path(key);
    if (!query.empty()) {
        url += '?';
        url += query;
    }
    return url;
}

} // namespace headroom::storage
