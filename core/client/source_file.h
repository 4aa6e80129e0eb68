#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>

namespace headroom::client {

/// What tells whether a file on the user's disk is still the one that an upload was begun with.
struct SourceFile {
    std::int64_t sizeBytes = 0;
    std::int64_t modifiedMs = 0;
    std::string headSha256; ///< of the first fingerprintBytes, hexadecimal
    friend bool operator==(const SourceFile&, const SourceFile&) = default;
};

/// Reads the disk, so not on the GUI's thread. Errors: NotFound, FileAccess, TooLarge, InvalidInput (empty,
/// or no file).
Result<SourceFile> inspectSource(const std::string& path);

} // namespace headroom::client
