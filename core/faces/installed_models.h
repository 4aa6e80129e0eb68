#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace headroom::faces {

/// What packaging/fetch-models has put into a folder: a faster runtime, a network for a finer matte that only
/// that runtime runs, and one that tells whether two faces are the same person's, which every runtime runs.
/// Any path may be empty; everything works without them.
struct InstalledModels {
    std::filesystem::path runtime;
    std::filesystem::path matte;
    std::filesystem::path likeness{};
};

/// Looks into the folder, and compares what its SHA256SUMS names with the digests there (0.1 s, all 134 MB
/// are read): a library that is not whole would take the process down with it. For the endpoint, once at its
/// start, before it hands the paths on. No folder, no list, or files that the list does not name: nothing
/// installed, and no error. Errors: Corrupt (a file differs from the list), FileAccess.
Result<InstalledModels> findInstalledModels(const std::filesystem::path& folder);

/// The same for whoever wants to work in any case: what was found is logged, and what is wrong with it, which
/// is then left out.
InstalledModels usableModels(const std::filesystem::path& folder);

} // namespace headroom::faces
