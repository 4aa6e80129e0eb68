#include "core/storage/cloudinary/cloudinary_signature.h"

#include "core/base/crypto.h"
#include "core/http/url.h"
#include "core/storage/remote/service_url.h"

#include <algorithm>

namespace headroom::storage {

namespace {

constexpr std::string_view scheme = "cloudinary://";

bool isName(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

bool isSigned(std::string_view name) {
    for (const std::string_view left : {"file", "api_key", "signature", "resource_type", "cloud_name"})
        if (name == left) return false;
    return true;
}

Result<void> applyExtras(CloudinaryOptions& options, std::string_view query) {
    const auto extras = TRY(http::Parameters::parse(query));
    for (const auto& [name, value] : extras) {
        if (name == "upload_prefix") {
            options.apiBase = TRY(serviceBase(value));
        } else if (name == "signature_algorithm" && (value == "sha1" || value == "sha256")) {
            options.digest = value == "sha1" ? CloudinaryDigest::Sha1 : CloudinaryDigest::Sha256;
        } else {
            return fail(ErrorCode::InvalidInput,
                        "only upload_prefix and signature_algorithm (sha1 or sha256) "
                        "may follow the name of the cloud");
        }
    }
    return {};
}

} // namespace

Result<CloudinaryOptions> parseCloudinaryUrl(std::string_view url) {
    const auto refused = [] {
        return fail(ErrorCode::InvalidInput, "it must be like cloudinary://KEY:SECRET@CLOUD");
    };
    if (!url.starts_with(scheme)) return refused();
    url.remove_prefix(scheme.size());
    const std::size_t question = url.find('?');
    const std::string_view query = question == std::string_view::npos ? "" : url.substr(question + 1);
    const std::string_view account = url.substr(0, question);
    const std::size_t colon = account.find(':');
    const std::size_t at = account.rfind('@');
    if (colon == std::string_view::npos || at == std::string_view::npos || at < colon) return refused();
    CloudinaryOptions options;
    options.apiKey = account.substr(0, colon);
    options.apiSecret = account.substr(colon + 1, at - colon - 1);
    options.cloudName = account.substr(at + 1);
    if (!isName(options.apiKey) || !isName(options.apiSecret) || !isName(options.cloudName)) return refused();
    if (!query.empty()) TRY(applyExtras(options, query));
    return options;
}

std::string cloudinarySignature(const CloudinaryFields& fields, std::string_view secret,
                                CloudinaryDigest digest) {
    std::vector<std::string> pairs;
    for (const auto& [name, value] : fields) {
        if (value.empty() || !isSigned(name)) continue;
        std::string pair = name + "=";
        // Or a value could smuggle in another parameter.
        for (const char c : value)
            c == '&' ? pair += "%26" : pair += c;
        pairs.push_back(std::move(pair));
    }
    std::ranges::sort(pairs);
    std::string text;
    for (const std::string& pair : pairs)
        text += (text.empty() ? "" : "&") + pair;
    text += secret;
    return toHex(digest == CloudinaryDigest::Sha1 ? sha1(text) : sha256(text));
}

} // namespace headroom::storage
