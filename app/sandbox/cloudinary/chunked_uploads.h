#pragma once

#include "core/base/result.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::sandbox {

/// Uploads that come in parts, each with the upload's id and its place in the whole. In memory: a sandbox
/// that is started again has forgotten them. Any thread.
class ChunkedUploads {
public:
    /// The whole once it is complete, otherwise nothing. `range` is "bytes FIRST-LAST/TOTAL", with -1 for a
    /// total that is not known yet. A part that came before may come again. InvalidInput with the words for
    /// the client: a range that cannot be, a gap, a part that is too small, too many bytes.
    Result<std::optional<std::string>> take(std::string_view uploadId, std::string_view range,
                                            std::string_view bytes);

private:
    std::mutex mutex_;
    std::map<std::string, std::string, std::less<>> uploads_; ///< what has come, by id
};

} // namespace headroom::sandbox
