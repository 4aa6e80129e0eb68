#include "core/storage/disk_layout.h"
#include "core/storage/disk_store.h"
#include "core/storage/storage_limits.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

// The listing walks the folders in the order of their paths; `after` is the path of the last file given, so
// that the next page goes down only into folders that can hold later ones.
namespace headroom::storage {

namespace {

struct Entry {
    std::string name;
    bool isFolder = false;
    struct stat status {};
};

Timestamp modifiedAt(const struct stat& status) {
    return {static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1000 + status.st_mtim.tv_nsec / 1'000'000};
}

struct CloseDir {
    void operator()(DIR* dir) const { ::closedir(dir); }
};

/// Regular files and folders, sorted; links and anything else are not ours.
Result<std::vector<Entry>> entriesOf(const UniqueFd& folder) {
    // fdopendir takes the descriptor over, so it gets one of its own.
    const int own = ::openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (own < 0) return failErrno("list a folder");
    const std::unique_ptr<DIR, CloseDir> dir(::fdopendir(own));
    if (!dir) {
        ::close(own);
        return failErrno("list a folder");
    }
    std::vector<Entry> entries;
    errno = 0;
    while (const dirent* found = ::readdir(dir.get())) {
        if (found->d_name[0] == '.') continue;
        Entry entry;
        entry.name = found->d_name;
        if (::fstatat(folder.get(), found->d_name, &entry.status, AT_SYMLINK_NOFOLLOW) == 0) {
            entry.isFolder = S_ISDIR(entry.status.st_mode);
            if (entry.isFolder || S_ISREG(entry.status.st_mode)) entries.push_back(std::move(entry));
        }
        errno = 0; // gone meanwhile is no error
    }
    if (errno != 0) return failErrno("list a folder");
    // With the slash, so that this is the order of whole paths: "a-b/x" comes before "a/x".
    const auto sortName = [](const Entry& entry) { return entry.isFolder ? entry.name + "/" : entry.name; };
    std::sort(entries.begin(), entries.end(),
              [&](const Entry& a, const Entry& b) { return sortName(a) < sortName(b); });
    return entries;
}

class Walk {
public:
    Walk(std::string_view after, int limit)
        : after_(after)
        , limit_(static_cast<std::size_t>(limit)) {}

    /// `path` is the folder's path below the root, empty or ending in '/'; `keyPrefix` the same without the
    /// folders with an underscore.
    Result<void> visit(const UniqueFd& folder, const std::string& path, const std::string& keyPrefix) {
        for (const Entry& entry : TRY(entriesOf(folder))) {
            if (page_.blobs.size() > limit_) return {};
            const std::string here = path + entry.name;
            if (entry.isFolder)
                TRY(visitFolder(folder, entry.name, here + "/", keyPrefix));
            else if (here > after_)
                take(entry, here, keyPrefix + entry.name);
        }
        return {};
    }

    BlobPage finish() {
        // One more than asked for was looked for: it tells whether there is a next page.
        if (page_.blobs.size() > limit_) {
            page_.blobs.resize(limit_, page_.blobs.front());
            page_.next = paths_[limit_ - 1];
        }
        return std::move(page_);
    }

private:
    Result<void> visitFolder(const UniqueFd& parent, const std::string& name, const std::string& path,
                             const std::string& keyPrefix) {
        // Everything in it lies before the cursor.
        if (path < after_ && !after_.starts_with(path)) return {};
        const UniqueFd folder(
            ::openat(parent.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
        if (!folder) return errno == ENOENT ? Result<void>() : Result<void>(failErrno("list a folder"));
        return visit(folder, path, name.front() == '_' ? keyPrefix : keyPrefix + name + "/");
    }

    void take(const Entry& entry, const std::string& path, const std::string& keyText) {
        Result<BlobKey> key = BlobKey::parse(keyText);
        if (!key) return; // a file that somebody else put there
        const DiskPlace place = placeOf(*key);
        if (place.folder + "/" + place.name != path) return;
        page_.blobs.push_back(
            {std::move(*key), static_cast<std::int64_t>(entry.status.st_size), modifiedAt(entry.status)});
        paths_.push_back(path);
    }

    std::string after_;
    std::size_t limit_;
    BlobPage page_;
    std::vector<std::string> paths_;
};

} // namespace

Result<BlobPage> DiskStore::list(std::string_view prefix, std::string_view after, int limit) {
    TRY(checkPrefix(prefix));
    if (limit < 1 || limit > listPageMax) return fail(ErrorCode::InvalidInput, "limit of a listing");
    std::string_view folderPath = prefix;
    if (!folderPath.empty()) folderPath.remove_suffix(1);
    const Result<UniqueFd> folder = openBelow(root_, folderPath, Missing::IsError);
    if (!folder && folder.error().code == ErrorCode::NotFound) return BlobPage{};
    if (!folder) return fail(folder.error());
    Walk walk(after, limit);
    TRY(walk.visit(*folder, std::string(prefix), std::string(prefix)));
    return walk.finish();
}

Result<int> DiskStore::sweepUnfinished(Timestamp before) {
    int removed = 0;
    for (const Entry& entry : TRY(entriesOf(incoming_))) {
        if (entry.isFolder || modifiedAt(entry.status) >= before) continue;
        if (::unlinkat(incoming_.get(), entry.name.c_str(), 0) == 0) ++removed;
    }
    return removed;
}

Result<void> DiskStore::check() {
    TRY(list("", "", 1));
    return {};
}

} // namespace headroom::storage
