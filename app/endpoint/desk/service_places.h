#pragma once

#include "app/endpoint/config/endpoint_config.h"

#include <string>
#include <string_view>

// Where the services are that an operator chose, in a few words for people; never a secret, and nothing that
// is longer than a host.
namespace headroom::endpoint {

/// "disk", "s3", "cloudinary", "vercel-blob": as in HEADROOM_STORAGE.
std::string_view nameOf(StorageKind kind);

std::string placeOfGenerator(std::string_view generator, const GeneratorsConfig& config);
std::string placeOfStorage(const StorageConfig& config);
std::string placeOfMail(const MailConfig& config);
std::string placeOfPayments(const EndpointConfig& config);

} // namespace headroom::endpoint
