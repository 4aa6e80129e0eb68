#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::client {

enum class UploadState : std::uint8_t {
    Waiting, ///< for its turn, for the network, or on the wire
    Paused,  ///< by the user
    Done,    ///< all bytes arrived; the row goes when the photo appears in the feed
    Failed,  ///< see the code; the user may try again or drop it
};
std::string_view name(UploadState state);
std::optional<UploadState> uploadStateFromName(std::string_view name);

/// A photo on its way to the endpoint. The file stays where the user has it; size, time and first bytes tell
/// whether it is still the one that was begun. A value.
struct UploadRow {
    PhotoId photo;
    MemberId member;
    std::string path;
    std::string fileName;
    std::string mediaType;
    std::int64_t sizeBytes = 0;
    std::int64_t modifiedMs = 0;
    std::string headSha256; ///< hexadecimal
    std::string url;        ///< where the endpoint takes the bytes; empty before creation
    std::int64_t sentBytes = 0;
    UploadState state = UploadState::Waiting;
    std::optional<ErrorCode> code;
    Timestamp createdAt;
};

} // namespace headroom::client
