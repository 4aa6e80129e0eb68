#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace headroom::client {

/// Bytes of headshots and thumbnails on this computer, named by what they are: the SHA-256 of their content,
/// or for things made of it (a preview at some size) that name and a suffix. The least recently used go when
/// it grows too large. Blocks on the disk: not for the GUI's or the network's thread. Any other thread,
/// several at once.
class BlobStore {
public:
    /// Errors: FileAccess.
    static Result<std::shared_ptr<BlobStore>> open(std::filesystem::path folder, std::int64_t maxBytes);

    /// The file, marked as used; nothing when it is not here.
    std::optional<std::filesystem::path> find(const std::string& sha256, const std::string& variant = {});
    Result<std::string> read(const std::string& sha256, const std::string& variant = {});

    /// Takes bytes in. ChecksumMismatch when they are not what the name says (a variant cannot be checked),
    /// DiskFull, FileAccess, InvalidInput for a name that is none.
    Result<void> put(const std::string& sha256, std::string_view bytes, const std::string& variant = {});

    /// A file that was written elsewhere in the same file system, such as partFile(); verified, then moved.
    Result<void> adopt(const std::string& sha256, const std::filesystem::path& file);

    /// Where a download of this blob gathers, to go on with after a restart.
    std::filesystem::path partFile(const std::string& sha256) const { return folder_ / (sha256 + ".part"); }

    std::int64_t sizeBytes() const;

    /// Signed out or membership ended: nothing stays.
    void clear();

private:
    BlobStore(std::filesystem::path folder, std::int64_t maxBytes)
        : folder_(std::move(folder))
        , maxBytes_(maxBytes) {}

    Result<std::filesystem::path> fileOf(const std::string& sha256, const std::string& variant) const;
    void countAll();
    void makeRoom();

    std::filesystem::path folder_;
    std::int64_t maxBytes_;
    mutable std::mutex mutex_;
    std::int64_t bytes_ = 0;
};

} // namespace headroom::client
