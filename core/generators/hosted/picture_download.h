#pragma once

#include "core/generators/hosted/https_url.h"
#include "core/http/client/client.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace headroom::generators::hosted {

/// A result as a service made it. Only its first bytes were looked at; what it shows is the judge's business.
struct Picture {
    std::filesystem::path file;
    std::string mediaType;
    std::int64_t sizeBytes = 0;
};

/// image/jpeg, image/png or image/webp by the first bytes, whatever anybody says; empty for all else.
std::string_view sniffPicture(std::string_view firstBytes);

/// Brings a result into a file, without our key and without following redirects. A broken transfer begins
/// anew.
///
/// Errors: Forbidden or InvalidInput (an address that we do not fetch from), Gone (the service has removed
/// it), TooLarge, GeneratorFailed (no picture), Unavailable (perhaps later), FileAccess, DiskFull.
class PictureDownload {
public:
    using Sleep = std::function<void(std::chrono::milliseconds)>;

    PictureDownload(http::Client& client, OutputHosts hosts, Sleep sleep = {});

    Result<Picture> fetch(const std::string& url, const std::filesystem::path& file) const;

private:
    http::Client& client_;
    OutputHosts hosts_;
    Sleep sleep_;
};

/// The same for a result that came within an answer.
Result<Picture> storePicture(std::string_view bytes, const std::filesystem::path& file);

} // namespace headroom::generators::hosted
