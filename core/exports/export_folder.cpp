#include "core/exports/export_folder.h"

#include "core/base/text.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utility>

namespace headroom::exports {

namespace {

class Descriptor {
public:
    explicit Descriptor(int number)
        : number_(number) {}
    Descriptor(Descriptor&& other) noexcept
        : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int get() const { return number_; }
    bool valid() const { return number_ >= 0; }

private:
    int number_;
};

Failure systemFailure(int number, const char* step) {
    const std::string detail = std::string(step) + ": " + std::strerror(number);
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return fail(ErrorCode::DiskFull, detail);
    case EEXIST:
        return fail(ErrorCode::FileExists, detail);
    case ENOENT:
        return fail(ErrorCode::NotFound, detail);
    default:
        return fail(ErrorCode::FileAccess, detail);
    }
}

struct Place {
    std::string folder; ///< empty: the target itself
    std::string file;
};

/// A path of a plan is a file, or a file in one folder; a journal could say anything.
Result<Place> placeOf(const std::string& path) {
    const auto parts = split(path, '/');
    if (parts.empty() || parts.size() > 2) return fail(ErrorCode::InvalidInput, "path has too many steps");
    for (const std::string_view part : parts)
        if (part.empty() || part == "." || part == ".." || part.find('\0') != std::string_view::npos)
            return fail(ErrorCode::InvalidInput, "path leaves the folder");
    if (parts.size() == 1) return Place{{}, path};
    return Place{std::string(parts[0]), std::string(parts[1])};
}

enum class Missing { IsError, IsMade };

Result<Descriptor> openPlaceFolder(int root, const std::string& folder, Missing missing) {
    if (folder.empty()) return Descriptor(::fcntl(root, F_DUPFD_CLOEXEC, 0));
    if (missing == Missing::IsMade && ::mkdirat(root, folder.c_str(), 0777) != 0 && errno != EEXIST)
        return systemFailure(errno, "make folder");
    Descriptor opened(::openat(root, folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened.valid()) {
        if (errno == ENOENT) return systemFailure(errno, "open folder");
        return fail(ErrorCode::FileAccess, std::string("open folder: ") + std::strerror(errno));
    }
    return opened;
}

Result<void> writeAll(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return systemFailure(errno, "write");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(descriptor) != 0) return systemFailure(errno, "sync");
    return {};
}

/// Not every file system can refuse to replace in one step (network mounts): then it is looked for first.
Result<void> renameInto(int from, const std::string& temporary, int to, const std::string& file,
                        Replace replace) {
    if (replace == Replace::No) {
        if (::renameat2(from, temporary.c_str(), to, file.c_str(), RENAME_NOREPLACE) == 0) return {};
        if (errno != EINVAL && errno != ENOSYS) return systemFailure(errno, "rename");
        struct stat info {};
        if (::fstatat(to, file.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0)
            return systemFailure(EEXIST, "rename");
    }
    if (::renameat(from, temporary.c_str(), to, file.c_str()) != 0) return systemFailure(errno, "rename");
    return {};
}

} // namespace

Result<ExportFolder> ExportFolder::open(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return systemFailure(errno, "open target");
    ExportFolder opened(descriptor);
    if (::faccessat(descriptor, ".", W_OK | X_OK, AT_EACCESS) != 0)
        return fail(ErrorCode::FileAccess, "the target cannot be written to");
    return opened;
}

ExportFolder::ExportFolder(ExportFolder&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

ExportFolder::~ExportFolder() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool ExportFolder::exists(const std::string& path) const {
    if (!placeOf(path)) return false;
    struct stat info {};
    return ::fstatat(descriptor_, path.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0;
}

Result<std::int64_t> ExportFolder::freeBytes() const {
    struct statvfs info {};
    if (::fstatvfs(descriptor_, &info) != 0) return systemFailure(errno, "free space");
    return static_cast<std::int64_t>(info.f_bavail) * static_cast<std::int64_t>(info.f_frsize);
}

Result<void> ExportFolder::write(const std::string& path, std::string_view bytes,
                                 const std::string& temporary, Replace replace) {
    const Place place = TRY(placeOf(path));
    if (!TRY(placeOf(temporary)).folder.empty())
        return fail(ErrorCode::InvalidInput, "the temporary name is a path");
    const Descriptor folder = TRY(openPlaceFolder(descriptor_, place.folder, Missing::IsMade));
    // A leftover may belong to a crashed run, or be a link that somebody laid: away with it, never through
    // it.
    ::unlinkat(descriptor_, temporary.c_str(), 0);
    const auto writeAndRename = [&]() -> Result<void> {
        const Descriptor file(::openat(descriptor_, temporary.c_str(),
                                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
        if (!file.valid()) return systemFailure(errno, "make file");
        TRY(writeAll(file.get(), bytes));
        return renameInto(descriptor_, temporary, folder.get(), place.file, replace);
    };
    auto done = writeAndRename();
    if (!done) {
        ::unlinkat(descriptor_, temporary.c_str(), 0);
        if (!place.folder.empty())
            ::unlinkat(descriptor_, place.folder.c_str(), AT_REMOVEDIR); // only if empty
        return done;
    }
    ::fsync(folder.get());
    return {};
}

Result<std::string> ExportFolder::read(const std::string& path, std::size_t maxBytes) const {
    const Place place = TRY(placeOf(path));
    const Descriptor folder = TRY(openPlaceFolder(descriptor_, place.folder, Missing::IsError));
    const Descriptor file(
        ::openat(folder.get(), place.file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.valid()) return systemFailure(errno, "open file");
    struct stat info {};
    if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode))
        return fail(ErrorCode::FileAccess, "not a plain file");
    if (static_cast<std::size_t>(info.st_size) > maxBytes)
        return fail(ErrorCode::TooLarge, "file to compare");
    std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t count = ::read(file.get(), bytes.data() + have, bytes.size() - have);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return systemFailure(errno, "read");
        if (count == 0) break;
        have += static_cast<std::size_t>(count);
    }
    bytes.resize(have);
    return bytes;
}

Result<void> ExportFolder::remove(const std::string& path) {
    const Place place = TRY(placeOf(path));
    const Descriptor folder = TRY(openPlaceFolder(descriptor_, place.folder, Missing::IsError));
    if (::unlinkat(folder.get(), place.file.c_str(), 0) != 0) return systemFailure(errno, "remove");
    return {};
}

} // namespace headroom::exports
