#pragma once

#include "core/base/ids.h"
#include "core/sync/vocabulary.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::headshots {

struct StyleCount {
    std::string style; ///< a style's id
    int count = 0;
    friend bool operator==(const StyleCount&, const StyleCount&) = default;
};

/// "Make these": every style `count` times, from these photos of one member. Its id is made by the client.
struct GenerateRequest {
    RequestId id;
    MemberId member;    ///< whose photos, whose headshots
    MemberId requester; ///< who asks
    std::vector<PhotoId> photos;
    std::vector<StyleCount> styles;
    sync::CreditSource source = sync::CreditSource::Member;
};

/// Whether a style of this id can be made. Handed in, as only the generators know.
using KnowsStyle = std::function<bool(std::string_view)>;

/// One credit for each headshot.
std::int64_t creditsNeeded(const std::vector<StyleCount>& styles);

/// What can be said without looking at photos and credits. Errors: InvalidInput, NotFound (a style),
/// LimitExceeded.
Result<void> checkRequest(const GenerateRequest& request, const KnowsStyle& knowsStyle);

/// Trimmed. InvalidInput for control characters, malformed UTF-8, or more than nameLengthMax characters.
/// Empty is no name.
Result<std::string> checkName(std::string_view name);

/// How long a headshot waits before the attempt after this one.
std::int64_t retryDelayMs(int attempt);

} // namespace headroom::headshots
