#include "core/storage/disk_store.h"

#include "core/base/crypto.h"
#include "core/base/ids.h"
#include "core/storage/disk_layout.h"
#include "core/storage/storage_limits.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace headroom::storage {

namespace {

constexpr std::string_view incomingFolder = ".incoming";

/// Removes the unfinished file on every way out but the good one.
class IncomingFile {
public:
    IncomingFile(const UniqueFd& folder, std::string name)
        : folder_(folder)
        , name_(std::move(name)) {}
    ~IncomingFile() {
        if (!moved_) ::unlinkat(folder_.get(), name_.c_str(), 0);
    }
    IncomingFile(const IncomingFile&) = delete;
    IncomingFile& operator=(const IncomingFile&) = delete;

    const std::string& name() const { return name_; }
    Result<void> moveTo(const UniqueFd& folder, const std::string& name) {
        if (::renameat(folder_.get(), name_.c_str(), folder.get(), name.c_str()) != 0)
            return failErrno("move a blob into place");
        moved_ = true;
        return syncFolder(folder);
    }

private:
    const UniqueFd& folder_;
    std::string name_;
    bool moved_ = false;
};

Timestamp modifiedAt(const struct stat& status) {
    return {static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1000 + status.st_mtim.tv_nsec / 1'000'000};
}

} // namespace

Result<std::unique_ptr<DiskStore>> DiskStore::open(const std::filesystem::path& root) {
    TRY(ensureFolder(root));
    UniqueFd folder = TRY(openFolder(root));
    UniqueFd incoming = TRY(openBelow(folder, incomingFolder, Missing::IsCreated));
    return std::unique_ptr<DiskStore>(new DiskStore(std::move(folder), std::move(incoming)));
}

Result<void> DiskStore::writeIncoming(const std::string& name, const BlobContent& content,
                                      ByteSource& bytes) const {
    const UniqueFd file(
        ::openat(incoming_.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return failErrno("create a blob");
    Hasher hasher(Hasher::Algorithm::Sha256);
    std::vector<char> buffer(copyBufferBytes);
    std::int64_t size = 0;
    while (const std::size_t count = TRY(bytes.read(buffer.data(), buffer.size()))) {
        size += static_cast<std::int64_t>(count);
        if (size > content.sizeBytes) break; // an endless source must not fill the disk
        hasher.update({buffer.data(), count});
        TRY(writeAll(file, {buffer.data(), count}));
    }
    if (size != content.sizeBytes || toHex(hasher.finish()) != content.sha256)
        return fail(ErrorCode::ChecksumMismatch, "the bytes are not those announced");
    return syncFile(file);
}

Result<void> DiskStore::put(const BlobKey& key, const BlobContent& content, ByteSource& bytes) {
    if (content.sizeBytes > blobBytesMax) return fail(ErrorCode::TooLarge, "blob is too large");
    IncomingFile incoming(incoming_, newUuid());
    TRY(writeIncoming(incoming.name(), content, bytes));
    const DiskPlace place = placeOf(key);
    const UniqueFd folder = TRY(openBelow(root_, place.folder, Missing::IsCreated));
    return incoming.moveTo(folder, place.name);
}

Result<UniqueFd> DiskStore::openBlob(const BlobKey& key) const {
    const DiskPlace place = placeOf(key);
    const UniqueFd folder = TRY(openBelow(root_, place.folder, Missing::IsError));
    UniqueFd file(::openat(folder.get(), place.name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (!file) return failErrno("open a blob");
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return failErrno("open a blob");
    if (!S_ISREG(status.st_mode)) return fail(ErrorCode::FileAccess, "a blob is not a regular file");
    return file;
}

Result<void> DiskStore::get(const BlobKey& key, std::optional<ByteRange> range, ByteSink& sink) {
    const UniqueFd file = TRY(openBlob(key));
    const std::int64_t size = TRY(fileSize(file));
    const ByteRange wanted = range.value_or(ByteRange{0, size});
    if (wanted.offset < 0 || wanted.length < 0 || wanted.offset > size ||
        wanted.length > size - wanted.offset)
        return fail(ErrorCode::InvalidInput, "range is outside the blob");
    if (::lseek(file.get(), wanted.offset, SEEK_SET) != wanted.offset) return failErrno("seek in a blob");
    std::vector<char> buffer(copyBufferBytes);
    std::int64_t left = wanted.length;
    while (left > 0) {
        const std::size_t room = static_cast<std::size_t>(std::min<std::int64_t>(left, copyBufferBytes));
        const std::size_t count = TRY(readSome(file, buffer.data(), room));
        if (count == 0) return fail(ErrorCode::Corrupt, "a blob became shorter while it was read");
        TRY(sink.write({buffer.data(), count}));
        left -= static_cast<std::int64_t>(count);
    }
    return {};
}

Result<BlobInfo> DiskStore::head(const BlobKey& key) {
    const UniqueFd file = TRY(openBlob(key));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return failErrno("look at a blob");
    return BlobInfo{key, static_cast<std::int64_t>(status.st_size), modifiedAt(status)};
}

Result<void> DiskStore::remove(const BlobKey& key) {
    const DiskPlace place = placeOf(key);
    const Result<UniqueFd> folder = openBelow(root_, place.folder, Missing::IsError);
    if (!folder && folder.error().code == ErrorCode::NotFound) return {};
    if (!folder) return fail(folder.error());
    if (::unlinkat(folder->get(), place.name.c_str(), 0) != 0) {
        if (errno == ENOENT) return {};
        return failErrno("remove a blob");
    }
    // Durable, because a person may have asked for the bytes to be gone.
    return syncFolder(*folder);
}

} // namespace headroom::storage
