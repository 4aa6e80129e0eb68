#pragma once

#include "core/base/ids.h"
#include "core/storage/posix_files.h"

#include <filesystem>

namespace headroom::generators {

/// Makes the folder if need be, and removes what an earlier process left in it.
inline Result<void> emptyFolder(const std::filesystem::path& path) {
    TRY(storage::ensureFolder(path));
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
        std::error_code ignored;
        std::filesystem::remove_all(entry.path(), ignored);
    }
    if (error) return fail(ErrorCode::FileAccess, "empty the scratch folder");
    return {};
}

/// A folder for one piece of work, gone with this object.
class ScratchFolder {
public:
    static Result<ScratchFolder> make(const std::filesystem::path& parent) {
        ScratchFolder folder(parent / newUuid());
        TRY(storage::ensureFolder(folder.path_));
        return folder;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(ScratchFolder&& other) noexcept
        : path_(std::move(other.path_)) {
        other.path_.clear();
    }
    ScratchFolder& operator=(ScratchFolder&&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    explicit ScratchFolder(std::filesystem::path path)
        : path_(std::move(path)) {}
    std::filesystem::path path_;
};

} // namespace headroom::generators
