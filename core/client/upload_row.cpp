#include "core/client/upload_row.h"

namespace headroom::client {

std::string_view name(UploadState state) {
    switch (state) {
    case UploadState::Waiting:
        return "waiting";
    case UploadState::Paused:
        return "paused";
    case UploadState::Done:
        return "done";
    case UploadState::Failed:
        return "failed";
    }
    __builtin_unreachable();
}

std::optional<UploadState> uploadStateFromName(std::string_view text) {
    for (const UploadState state :
         {UploadState::Waiting, UploadState::Paused, UploadState::Done, UploadState::Failed})
        if (name(state) == text) return state;
    return std::nullopt;
}

} // namespace headroom::client
