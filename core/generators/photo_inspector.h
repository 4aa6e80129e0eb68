#pragma once

#include "core/generators/render_protocol.h"

namespace headroom::generators {

/// Decides whether a photo from outside is usable, without decoding it in this process.
class PhotoInspector {
public:
    virtual ~PhotoInspector() = default;
    /// `folder` is an empty one of the caller's, for whatever must be put aside meanwhile. Blocks for about a
    /// second. Errors: GeneratorFailed, Timeout (perhaps the photo's fault), FileAccess,
    /// Unavailable (not the photo's fault).
    virtual Result<reply::Checked> inspect(const std::filesystem::path& photo,
                                           const std::filesystem::path& folder) = 0;
};

} // namespace headroom::generators
