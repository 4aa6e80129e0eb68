#include "app/endpoint/desk/service_places.h"

#include "core/generators/hosted/https_url.h"

namespace headroom::endpoint {

namespace {

constexpr const char* here = "this endpoint";

std::string hostOf(const std::string& url) {
    const auto parts = generators::hosted::parseUrl(url);
    if (!parts) return {};
    return parts->port.empty() ? parts->host : parts->host + ":" + parts->port;
}

/// Of cloudinary://KEY:SECRET@CLOUD?...
std::string cloudOf(const std::string& url) {
    const std::size_t at = url.rfind('@');
    if (at == std::string::npos) return {};
    return url.substr(at + 1, url.find_first_of("/?", at) - at - 1);
}

} // namespace

std::string_view nameOf(StorageKind kind) {
    switch (kind) {
    case StorageKind::Disk:
        return "disk";
    case StorageKind::S3:
        return "s3";
    case StorageKind::Cloudinary:
        return "cloudinary";
    case StorageKind::VercelBlob:
        return "vercel-blob";
    }
    __builtin_unreachable();
}

std::string placeOfGenerator(std::string_view generator, const GeneratorsConfig& config) {
    if (generator == "replicate") return hostOf(config.replicate.api);
    if (generator == "stability") return hostOf(config.stability.api);
    if (generator == "custom") return hostOf(config.custom.url);
    return here;
}

std::string placeOfStorage(const StorageConfig& config) {
    switch (config.kind) {
    case StorageKind::Disk:
        return here;
    case StorageKind::S3:
        return config.s3.bucket + " at " + hostOf(config.s3.endpoint);
    case StorageKind::Cloudinary:
        return cloudOf(config.cloudinaryUrl);
    case StorageKind::VercelBlob:
        return hostOf(config.vercelBlob.apiBase);
    }
    __builtin_unreachable();
}

std::string placeOfMail(const MailConfig& config) {
    if (config.smtp.host.empty()) return here;
    return config.smtp.host + ":" + std::to_string(config.smtp.port);
}

std::string placeOfPayments(const EndpointConfig& config) {
    return config.stripeKey.empty() ? std::string() : hostOf(config.stripeApiBase);
}

} // namespace headroom::endpoint
