#include "core/generators/replicate/replicate_generator.h"

#include "core/base/log.h"
#include "core/generators/replicate/replicate_limits.h"

#include <algorithm>
#include <set>

// Work whose answer was lost: its photos carry the attempt's id, and its input their addresses.
namespace headroom::generators::replicate {

namespace {

/// To the second, without the rest that services write differently.
std::string_view secondOf(std::string_view isoText) {
    return isoText.substr(0, std::string_view("2026-01-01T00:00:00").size());
}

bool holdsAny(const Prediction& prediction, const std::set<std::string>& urls) {
    return std::ranges::any_of(textsOf(prediction.input),
                               [&](const std::string& text) { return urls.contains(text); });
}

} // namespace

Result<std::vector<UploadedFile>> ReplicateGenerator::filesOf(std::string_view attemptId) {
    std::vector<UploadedFile> found;
    std::string next;
    for (int page = 0; page < listPagesMax; ++page) {
        const auto files = client_.listFiles(next);
        if (!files) return fail(ErrorCode::Unavailable, files.error().detail);
        for (const UploadedFile& file : files->objects)
            if (textOf(file.metadata, "headroom_attempt") == attemptId) found.push_back(file);
        next = files->next;
        if (next.empty()) break;
    }
    return found;
}

Result<std::optional<std::string>> ReplicateGenerator::lookFor(const std::vector<UploadedFile>& files) {
    std::set<std::string> urls;
    std::string_view since = files.front().createdAt;
    for (const UploadedFile& file : files) {
        urls.insert(file.url);
        since = std::min(since, std::string_view(file.createdAt));
    }
    std::string next;
    for (int page = 0; page < listPagesMax; ++page) {
        const auto predictions = client_.list(next);
        if (!predictions) return fail(ErrorCode::Unavailable, predictions.error().detail);
        for (const Prediction& prediction : predictions->objects)
            if (holdsAny(prediction, urls)) return std::optional(prediction.id);
        next = predictions->next;
        // Newest first: nothing before its photos can be it.
        const bool older = !predictions->objects.empty() && !since.empty() &&
                           secondOf(predictions->objects.back().createdAt) < secondOf(since);
        if (next.empty() || older) break;
    }
    return std::optional<std::string>();
}

Result<std::optional<std::string>> ReplicateGenerator::findAttempt(std::string_view attemptId) {
    const auto files = TRY(filesOf(attemptId));
    if (files.empty()) {
        if (options_.photos == PhotoRoute::DataUri)
            return fail(ErrorCode::UnknownOutcome,
                        "photos were sent inside the request: nothing to find it by");
        return std::optional<std::string>(); // without photos there nothing was begun
    }
    for (int look = 0; look < looks; ++look) {
        if (look > 0) options_.sleep(std::chrono::milliseconds(lookPauseMs));
        if (auto found = TRY(lookFor(files))) return found;
    }
    // Should it still come, it cannot be made without its photos, and nobody pays for it.
    for (const UploadedFile& file : files)
        (void)client_.deleteFile(file.id);
    log::info("generators.replicate", "nothing was begun", {{"attempt", attemptId}});
    return std::optional<std::string>();
}

} // namespace headroom::generators::replicate
