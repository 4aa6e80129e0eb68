#include "core/headshots/headshots_rules.h"

#include "core/base/text.h"
#include "core/headshots/headshots_limits.h"

#include <algorithm>
#include <set>

namespace headroom::headshots {

std::int64_t creditsNeeded(const std::vector<StyleCount>& styles) {
    std::int64_t credits = 0;
    for (const StyleCount& style : styles)
        credits += style.count;
    return credits;
}

Result<void> checkRequest(const GenerateRequest& request, const KnowsStyle& knowsStyle) {
    if (request.id.empty() || request.member.empty() || request.requester.empty())
        return fail(ErrorCode::InvalidInput, "a request needs an id, a member and a requester");
    if (request.photos.empty()) return fail(ErrorCode::InvalidInput, "no photo");
    if (request.styles.empty()) return fail(ErrorCode::InvalidInput, "no style");
    if (request.photos.size() > photosPerRequestMax) return fail(ErrorCode::LimitExceeded, "too many photos");
    if (request.styles.size() > stylesPerRequestMax) return fail(ErrorCode::LimitExceeded, "too many styles");
    if (std::set(request.photos.begin(), request.photos.end()).size() != request.photos.size())
        return fail(ErrorCode::InvalidInput, "a photo twice");
    std::set<std::string_view> seen;
    for (const StyleCount& style : request.styles) {
        if (style.count < 1) return fail(ErrorCode::InvalidInput, "a style without headshots");
        if (style.count > headshotsPerStyleMax)
            return fail(ErrorCode::LimitExceeded, "too many headshots of one style");
        if (style.style.size() > styleIdLengthMax || !knowsStyle(style.style))
            return fail(ErrorCode::NotFound, "no such style");
        if (!seen.insert(style.style).second) return fail(ErrorCode::InvalidInput, "a style twice");
    }
    if (creditsNeeded(request.styles) > headshotsPerRequestMax)
        return fail(ErrorCode::LimitExceeded, "too many headshots in one request");
    return {};
}

Result<std::string> checkName(std::string_view name) {
    name = trimmed(name);
    if (!isCleanUtf8(name) || codePointCount(name) > nameLengthMax)
        return fail(ErrorCode::InvalidInput, "not a name for a headshot");
    return std::string(name);
}

std::int64_t retryDelayMs(int attempt) {
    const int doublings = std::clamp(attempt - 1, 0, 16);
    return std::min(retryFirstMs << doublings, retryLongestMs);
}

} // namespace headroom::headshots
