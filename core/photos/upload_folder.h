#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/storage/posix_files.h"

#include <filesystem>
#include <vector>

namespace headroom::photos {

/// Unfinished uploads on this node's disk, a file each. The size of the file is the offset; no number in
/// memory or in the database says otherwise. Any thread; writing to one file is UploadWriter's.
class UploadFolder {
public:
    /// Makes it where it is missing. FileAccess, DiskFull.
    static Result<UploadFolder> open(const std::filesystem::path& path);

    /// 0 when no byte came yet.
    Result<std::int64_t> offset(const UploadId& id) const;
    /// For writing at the end; made when missing.
    Result<storage::UniqueFd> openPartial(const UploadId& id) const;
    /// A new empty file for bytes that do not count yet.
    Result<storage::UniqueFd> openAside(const UploadId& id) const;
    Result<void> removeAside(const UploadId& id) const;
    /// Both files, where they exist.
    Result<void> remove(const UploadId& id) const;

    /// Makes a file that is new durable under its name.
    Result<void> sync() const;

    std::filesystem::path partialPath(const UploadId& id) const;

    struct Stray {
        UploadId id;
        Timestamp changedAt;
    };
    /// Every upload that has a file here.
    Result<std::vector<Stray>> list() const;

private:
    explicit UploadFolder(std::filesystem::path path)
        : path_(std::move(path)) {}
    std::filesystem::path asidePath(const UploadId& id) const;

    std::filesystem::path path_;
};

} // namespace headroom::photos
