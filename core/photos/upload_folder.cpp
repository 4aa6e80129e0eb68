#include "core/photos/upload_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace headroom::photos {

using storage::failErrno;
using storage::UniqueFd;

namespace {

constexpr std::string_view partialSuffix = ".part";
constexpr std::string_view asideSuffix = ".aside";

Result<void> unlinkIfThere(const std::filesystem::path& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return failErrno("remove an upload");
    return {};
}

} // namespace

Result<UploadFolder> UploadFolder::open(const std::filesystem::path& path) {
    TRY(storage::ensureFolder(path));
    return UploadFolder(path);
}

// Ids are canonical UUIDs, so they are safe in a path.
std::filesystem::path UploadFolder::partialPath(const UploadId& id) const {
    return path_ / (id.text() + std::string(partialSuffix));
}

std::filesystem::path UploadFolder::asidePath(const UploadId& id) const {
    return path_ / (id.text() + std::string(asideSuffix));
}

Result<std::int64_t> UploadFolder::offset(const UploadId& id) const {
    struct stat status {};
    if (::lstat(partialPath(id).c_str(), &status) == 0) return static_cast<std::int64_t>(status.st_size);
    if (errno == ENOENT) return 0;
    return failErrno("size of an upload");
}

Result<UniqueFd> UploadFolder::openPartial(const UploadId& id) const {
    UniqueFd file(
        ::open(partialPath(id).c_str(), O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return failErrno("open an upload");
    return file;
}

Result<UniqueFd> UploadFolder::openAside(const UploadId& id) const {
    UniqueFd file(::open(asidePath(id).c_str(), O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return failErrno("open an upload");
    return file;
}

Result<void> UploadFolder::removeAside(const UploadId& id) const {
    return unlinkIfThere(asidePath(id));
}

Result<void> UploadFolder::remove(const UploadId& id) const {
    TRY(unlinkIfThere(asidePath(id)));
    return unlinkIfThere(partialPath(id));
}

Result<void> UploadFolder::sync() const {
    return storage::syncFolder(TRY(storage::openFolder(path_)));
}

Result<std::vector<UploadFolder::Stray>> UploadFolder::list() const {
    std::vector<Stray> found;
    std::error_code error;
    for (std::filesystem::directory_iterator it(path_, error), end; !error && it != end;
         it.increment(error)) {
        const std::string extension = it->path().extension().string();
        if (extension != partialSuffix && extension != asideSuffix) continue;
        auto id = UploadId::parse(it->path().stem().string());
        struct stat status {};
        if (!id || ::lstat(it->path().c_str(), &status) != 0) continue;
        found.push_back({std::move(*id), {static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1000}});
    }
    if (error) return fail(ErrorCode::FileAccess, "list the uploads folder");
    return found;
}

} // namespace headroom::photos
