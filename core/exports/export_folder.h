#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace headroom::exports {

enum class Replace { No, Yes };

/// The folder that an export writes to, and the guard that nothing is written outside of it: it is held by
/// its descriptor, every step below it is taken without following links, and paths are checked component by
/// component. One thread at a time.
class ExportFolder {
public:
    /// Errors: NotFound, FileAccess (not a folder, or not ours to write).
    static Result<ExportFolder> open(const std::filesystem::path& folder);

    ExportFolder(ExportFolder&& other) noexcept;
    ExportFolder& operator=(ExportFolder&&) = delete;
    ~ExportFolder();

    bool exists(const std::string& path) const;

    /// Bytes that this user may still write. Errors: FileAccess.
    Result<std::int64_t> freeBytes() const;

    /// The file appears whole or not at all: temporary name, fsync, rename. `temporary` is a plain name in
    /// the folder; a leftover with that name is overwritten. Errors: InvalidInput (a path that leaves the
    /// folder), FileExists (only with Replace::No), DiskFull, FileAccess.
    Result<void> write(const std::string& path, std::string_view bytes, const std::string& temporary,
                       Replace replace);

    /// For comparing. Errors: NotFound, FileAccess, TooLarge.
    Result<std::string> read(const std::string& path, std::size_t maxBytes) const;

    Result<void> remove(const std::string& path);

private:
    explicit ExportFolder(int descriptor)
        : descriptor_(descriptor) {}

    int descriptor_;
};

} // namespace headroom::exports
