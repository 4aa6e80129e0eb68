#include "core/generators/hosted/picture_download.h"

#include "core/generators/hosted/hosted_limits.h"

#include <fstream>
#include <thread>

namespace headroom::generators::hosted {

namespace {

constexpr std::size_t firstBytesMax = 16;

/// Writes while bytes come, and keeps the first ones.
class PictureFile {
public:
    explicit PictureFile(const std::filesystem::path& path)
        : stream_(path, std::ios::binary | std::ios::trunc) {}

    Result<void> write(std::string_view bytes) {
        if (first_.size() < firstBytesMax) first_ += bytes.substr(0, firstBytesMax - first_.size());
        size_ += static_cast<std::int64_t>(bytes.size());
        if (size_ > pictureBytesMax) return fail(ErrorCode::TooLarge, "a result is too large");
        if (!stream_.write(bytes.data(), static_cast<std::streamsize>(bytes.size())))
            return fail(ErrorCode::FileAccess, "a result cannot be written");
        return {};
    }

    Result<Picture> finish(const std::filesystem::path& path) {
        if (!stream_.flush()) return fail(ErrorCode::FileAccess, "a result cannot be written");
        const std::string_view type = sniffPicture(first_);
        if (type.empty()) return fail(ErrorCode::GeneratorFailed, "the result is no picture");
        return Picture{path, std::string(type), size_};
    }

private:
    std::ofstream stream_;
    std::string first_;
    std::int64_t size_ = 0;
};

Error errorOfStatus(int status) {
    const std::string detail = "result: " + std::to_string(status);
    if (status == 404 || status == 410 || status == 403) return {ErrorCode::Gone, detail};
    if (status >= 300 && status < 400) return {ErrorCode::Forbidden, detail + ", a redirect"};
    if (status == 429 || status >= 500) return {ErrorCode::Unavailable, detail};
    return {ErrorCode::GeneratorFailed, detail};
}

} // namespace

std::string_view sniffPicture(std::string_view bytes) {
    if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
    if (bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return "image/webp";
    return {};
}

PictureDownload::PictureDownload(http::Client& client, OutputHosts hosts, Sleep sleep)
    : client_(client)
    , hosts_(std::move(hosts))
    , sleep_(std::move(sleep)) {
    if (!sleep_) sleep_ = [](std::chrono::milliseconds duration) { std::this_thread::sleep_for(duration); };
}

Result<Picture> PictureDownload::fetch(const std::string& url, const std::filesystem::path& path) const {
    TRY(mayFetch(url, hosts_));
    Error last;
    for (int attempt = 1; attempt <= downloadTries; ++attempt) {
        if (attempt > 1) sleep_(std::chrono::milliseconds(downloadPauseMs));
        PictureFile file(path);
        http::ClientRequest request;
        request.url = url;
        request.sink = [&](std::string_view bytes) { return file.write(bytes); };
        request.times.totalMs = questionMs * 2;
        const auto response = client_.send(request);
        if (response && response->succeeded()) return file.finish(path);
        last = response ? errorOfStatus(response->status) : response.error();
        // Only reading: whatever broke on the way may go well another time.
        const bool passing = retry(last.code) != Retry::Never;
        if (!passing) return fail(last);
    }
    return fail(ErrorCode::Unavailable, last.detail);
}

Result<Picture> storePicture(std::string_view bytes, const std::filesystem::path& path) {
    PictureFile file(path);
    TRY(file.write(bytes));
    return file.finish(path);
}

} // namespace headroom::generators::hosted
