#include "app/sandbox/cloudinary/chunked_uploads.h"

#include "core/base/text.h"
#include "core/storage/cloudinary/cloudinary_limits.h"

namespace headroom::sandbox {

namespace {

/// Bytes of one upload, and uploads at a time: what a sandbox may take of a machine's memory.
constexpr std::int64_t uploadBytesMax = 512LL * 1024 * 1024;
constexpr std::size_t uploadsMax = 4;

struct Place {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t total = -1;
};

std::optional<Place> parsePlace(std::string_view range) {
    constexpr std::string_view unit = "bytes ";
    const std::size_t dash = range.find('-');
    const std::size_t slash = range.find('/');
    if (!range.starts_with(unit) || dash == range.npos || slash == range.npos || dash > slash)
        return std::nullopt;
    const auto first = parseInteger(range.substr(unit.size(), dash - unit.size()));
    const auto last = parseInteger(range.substr(dash + 1, slash - dash - 1));
    const std::string_view total = range.substr(slash + 1);
    const auto whole = total == "-1" ? std::optional<std::int64_t>(-1) : parseInteger(total);
    if (!first || !last || !whole || *first < 0 || *last < *first) return std::nullopt;
    if (*whole >= 0 && *last >= *whole) return std::nullopt;
    return Place{*first, *last, *whole};
}

} // namespace

Result<std::optional<std::string>> ChunkedUploads::take(std::string_view uploadId, std::string_view range,
                                                        std::string_view bytes) {
    const auto refuse = [](std::string words) { return fail(ErrorCode::InvalidInput, std::move(words)); };
    const auto place = parsePlace(range);
    if (!place || place->last - place->first + 1 != static_cast<std::int64_t>(bytes.size()))
        return refuse("Invalid Content-Range");
    const bool isLast = place->last + 1 == place->total;
    if (!isLast && static_cast<std::int64_t>(bytes.size()) < storage::cloudinaryPartBytesMin)
        return refuse("All parts except EOF-chunk must be larger than 5mb");
    if (place->last >= uploadBytesMax)
        return refuse("File size too large. Got " + std::to_string(place->last + 1) + ". Maximum is " +
                      std::to_string(uploadBytesMax) + ".");
    const std::lock_guard lock(mutex_);
    auto upload = uploads_.find(uploadId);
    if (upload == uploads_.end()) {
        if (place->first > 0) return refuse("There is no such upload");
        if (uploads_.size() >= uploadsMax) uploads_.erase(uploads_.begin());
        upload = uploads_.emplace(std::string(uploadId), std::string()).first;
    }
    std::string& whole = upload->second;
    const auto first = static_cast<std::size_t>(place->first);
    if (first > whole.size()) return refuse("A part before this one is missing");
    whole.resize(first);
    whole += bytes;
    if (!isLast) return std::nullopt;
    std::optional<std::string> done(std::move(whole));
    uploads_.erase(upload);
    return done;
}

} // namespace headroom::sandbox
