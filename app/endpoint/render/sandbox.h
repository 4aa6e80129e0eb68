#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace headroom::render {

/// Takes from this process, for good, what decoding pictures does not need: other programs, the network, open
/// files of the parent, more memory and time than render_limits.h gives, privileges, core dumps, and life
/// after the parent's. `addressSpace` is one of the two of render_limits.h. To be called first of all, while
/// there is one thread.
Result<void> enterSandbox(std::int64_t addressSpace);

/// Leaves it, of all files, the system's libraries and fonts, the program's own installation, `readable`, and
/// one folder to write in (Landlock; on a kernel without it nothing happens). Somebody who takes over a
/// decoder then cannot reach other people's photos, the database or keys. Before there is a second thread:
/// the others would stay free.
Result<void> confineFiles(const std::vector<std::filesystem::path>& readable,
                          const std::filesystem::path& writableFolder);

} // namespace headroom::render
