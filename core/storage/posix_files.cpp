#include "core/storage/posix_files.h"

#include "core/base/text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace headroom::storage {

namespace {

ErrorCode codeOf(int number) {
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorCode::DiskFull;
    case ENOENT:
        return ErrorCode::NotFound;
    case EEXIST:
        return ErrorCode::FileExists;
    case EMFILE:
    case ENFILE:
    case EINTR:
    case EAGAIN:
        return ErrorCode::Unavailable;
    default:
        return ErrorCode::FileAccess;
    }
}

constexpr int folderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

} // namespace

void UniqueFd::reset(int fd) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
}

Failure failErrno(std::string_view during) {
    const int number = errno;
    // strerrordesc_np is thread-safe and not translated, unlike strerror.
    const char* words = ::strerrordesc_np(number);
    return fail(codeOf(number), std::string(during) + ": " + (words ? words : "unknown error"));
}

Result<void> writeAll(const UniqueFd& file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
        if (count < 0) {
            if (errno == EINTR) continue;
            return failErrno("write");
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

Result<std::size_t> readSome(const UniqueFd& file, char* buffer, std::size_t room) {
    while (true) {
        const ssize_t count = ::read(file.get(), buffer, room);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR) return failErrno("read");
    }
}

Result<std::int64_t> fileSize(const UniqueFd& file) {
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return failErrno("size of a file");
    return static_cast<std::int64_t>(status.st_size);
}

Result<UniqueFd> openToRead(const std::filesystem::path& path) {
    // O_NONBLOCK so that a named pipe in the file's place cannot hang us.
    UniqueFd file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (!file) return failErrno("open a file");
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return failErrno("open a file");
    if (!S_ISREG(status.st_mode)) return fail(ErrorCode::FileAccess, "not a regular file");
    return file;
}

Result<UniqueFd> openFolder(const std::filesystem::path& path) {
    UniqueFd folder(::open(path.c_str(), folderFlags));
    if (!folder) return failErrno("open a folder");
    return folder;
}

Result<void> ensureFolder(const std::filesystem::path& path) {
    const bool made = ::mkdir(path.c_str(), 0700) == 0;
    if (!made && errno == ENOENT && path.has_parent_path() && path.parent_path() != path) {
        TRY(ensureFolder(path.parent_path()));
        return ensureFolder(path);
    }
    if (!made && errno != EEXIST) return failErrno("make a folder");
    TRY(openFolder(path)); // a file of that name is an error now, not later
    if (made) {
        const std::filesystem::path parent = path.has_parent_path() ? path.parent_path() : ".";
        TRY(syncFolder(TRY(openFolder(parent))));
    }
    return {};
}

Result<UniqueFd> openBelow(const UniqueFd& folder, std::string_view segments, Missing missing) {
    UniqueFd current(::openat(folder.get(), ".", folderFlags));
    if (!current) return failErrno("open a folder");
    if (segments.empty()) return current;
    for (const std::string_view segment : split(segments, '/')) {
        const std::string segmentName(segment);
        UniqueFd next(::openat(current.get(), segmentName.c_str(), folderFlags | O_NOFOLLOW));
        if (!next && errno == ENOENT && missing == Missing::IsCreated) {
            if (::mkdirat(current.get(), segmentName.c_str(), 0700) != 0 && errno != EEXIST)
                return failErrno("make a folder");
            TRY(syncFolder(current));
            next.reset(::openat(current.get(), segmentName.c_str(), folderFlags | O_NOFOLLOW));
        }
        if (!next) return failErrno("open a folder");
        current = std::move(next);
    }
    return current;
}

Result<void> syncFolder(const UniqueFd& folder) {
    if (::fsync(folder.get()) != 0) return failErrno("sync a folder");
    return {};
}

Result<void> syncFile(const UniqueFd& file) {
    if (::fsync(file.get()) != 0) return failErrno("sync a file");
    return {};
}

} // namespace headroom::storage
