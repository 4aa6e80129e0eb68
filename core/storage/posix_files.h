#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

// Files as the endpoint needs them: every error looked at, nothing followed, nothing inherited by children.
// Any thread; one object by one thread at a time.
namespace headroom::storage {

/// Closes its file descriptor when it goes.
class UniqueFd {
public:
    UniqueFd() = default;
    explicit UniqueFd(int fd)
        : fd_(fd) {}
    ~UniqueFd() { reset(); }
    UniqueFd(UniqueFd&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)) {}
    UniqueFd& operator=(UniqueFd&& other) noexcept {
        if (this != &other) reset(std::exchange(other.fd_, -1));
        return *this;
    }

    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }
    void reset(int fd = -1);

private:
    int fd_ = -1;
};

/// The error that errno stands for: DiskFull (no space, quota, file size limit), NotFound, FileExists,
/// Unavailable (too many open files), otherwise FileAccess. `during` goes into the detail.
Failure failErrno(std::string_view during);

/// All of them or an error; the file may then hold a part.
Result<void> writeAll(const UniqueFd& file, std::string_view bytes);
/// Up to `room` bytes; 0 at the end.
Result<std::size_t> readSome(const UniqueFd& file, char* buffer, std::size_t room);
Result<std::int64_t> fileSize(const UniqueFd& file);

/// A regular file, not through a symbolic link. NotFound, FileAccess.
Result<UniqueFd> openToRead(const std::filesystem::path& path);
/// A folder by its path; the path itself may lead through links that an operator made.
Result<UniqueFd> openFolder(const std::filesystem::path& path);

/// Makes the folder (0700) and its parents where they are missing.
Result<void> ensureFolder(const std::filesystem::path& path);

enum class Missing { IsError, IsCreated };
/// Goes down from a folder by relative segments ("a/b"), following no link. Created folders are durable
/// before this returns.
Result<UniqueFd> openBelow(const UniqueFd& folder, std::string_view segments, Missing missing);

/// Makes names that were added to or taken from a folder durable.
Result<void> syncFolder(const UniqueFd& folder);
Result<void> syncFile(const UniqueFd& file);

} // namespace headroom::storage
